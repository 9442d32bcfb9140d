"""The one sample model for every technique: new columns beside the old ones."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0001_initial'),
        ('samples', '0002_one_model'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='placement',
            name='samples_one_a_position',
        ),
        migrations.RemoveConstraint(
            model_name='placement',
            name='samples_one_place',
        ),
        migrations.RemoveConstraint(
            model_name='substance',
            name='samples_acronym_once',
        ),
        migrations.AddField(
            model_name='container',
            name='barcode',
            field=models.CharField(blank=True, db_index=True, max_length=80),
        ),
        migrations.AddField(
            model_name='container',
            name='inspected_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='container',
            name='is_registered',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='container',
            name='is_retired',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='container',
            name='name',
            field=models.CharField(default='', max_length=40),
        ),
        migrations.AddField(
            model_name='container',
            name='owner',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='placement',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='placement',
            name='held',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='placements', to='samples.container'),
        ),
        migrations.AddField(
            model_name='placement',
            name='scan',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name='placement',
            name='slot',
            field=models.CharField(default='', max_length=20),
        ),
        migrations.AddField(
            model_name='placement',
            name='until',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='sample',
            name='also_in',
            field=models.ManyToManyField(related_name='+', to='proposals.proposal'),
        ),
        migrations.AddField(
            model_name='sample',
            name='declared_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='sample',
            name='dose_limit_mgy',
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name='sample',
            name='import_key',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name='sample',
            name='max_temperature_k',
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name='sample',
            name='owner',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sample',
            name='paired_with',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='paired_by', to='samples.sample'),
        ),
        migrations.AddField(
            model_name='sample',
            name='pid',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name='sample',
            name='role',
            field=models.CharField(choices=[('sample', 'sample'), ('calibrant', 'calibrant'), ('blank', 'blank'), ('buffer', 'buffer'), ('can', 'can'), ('background', 'background'), ('normalisation', 'normalisation')], default='sample', max_length=14),
        ),
        migrations.AddField(
            model_name='sample',
            name='schema_version',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='sample',
            name='shelf_life_until',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='sample',
            name='storage_temperature_k',
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name='sample',
            name='technique',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name='sample',
            name='values',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='substance',
            name='cas',
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.AddField(
            model_name='substance',
            name='code',
            field=models.CharField(null=True, max_length=20),
        ),
        migrations.AddField(
            model_name='substance',
            name='comment',
            field=models.CharField(blank=True, max_length=1000),
        ),
        migrations.AddField(
            model_name='substance',
            name='density_g_per_cm3',
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name='substance',
            name='formula',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='substance',
            name='inchikey',
            field=models.CharField(blank=True, max_length=27),
        ),
        migrations.AddField(
            model_name='substance',
            name='kind',
            field=models.CharField(choices=[('protein', 'protein'), ('nucleic_acid', 'nucleic acid'), ('complex', 'complex'), ('small_molecule', 'small molecule'), ('ligand', 'ligand'), ('buffer', 'buffer'), ('polymer', 'polymer'), ('powder_phase', 'powder phase'), ('metal', 'metal or alloy'), ('device', 'device'), ('tissue', 'tissue'), ('organism', 'organism'), ('gas', 'gas'), ('jet_medium', 'jet medium'), ('other', 'other')], default='other', max_length=20),
        ),
        migrations.AddField(
            model_name='substance',
            name='molecular_weight_da',
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name='substance',
            name='origin',
            field=models.CharField(blank=True, choices=[('', ''), ('human', 'human'), ('animal', 'animal'), ('other', 'other')], max_length=10),
        ),
        migrations.AddField(
            model_name='substance',
            name='sequence',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='substance',
            name='smiles',
            field=models.CharField(blank=True, max_length=2000),
        ),
        migrations.AddField(
            model_name='substance',
            name='species',
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AlterField(
            model_name='container',
            name='proposal',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='proposals.proposal'),
        ),
        migrations.AlterField(
            model_name='placement',
            name='container',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contents', to='samples.container'),
        ),
        migrations.AlterField(
            model_name='sample',
            name='substance',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='samples', to='samples.substance'),
        ),
        migrations.AddField(
            model_name='containerreport',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='containerreport',
            name='container',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='samples.container'),
        ),
        migrations.AddField(
            model_name='container',
            name='type',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='samples.containertype'),
        ),
        migrations.AddField(
            model_name='hazardprofile',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='hazardprofile',
            name='submitted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='hazardprofile',
            name='substance',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='profiles', to='samples.substance'),
        ),
        migrations.AddField(
            model_name='substance',
            name='counting_profile',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='samples.hazardprofile'),
        ),
        migrations.AddField(
            model_name='reportphotograph',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photographs', to='samples.containerreport'),
        ),
        migrations.AddField(
            model_name='samplecomponent',
            name='sample',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='components', to='samples.sample'),
        ),
        migrations.AddField(
            model_name='samplecomponent',
            name='substance',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='in_samples', to='samples.substance'),
        ),
        migrations.AddField(
            model_name='samplerelation',
            name='child',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parents', to='samples.sample'),
        ),
        migrations.AddField(
            model_name='samplerelation',
            name='parent',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='children', to='samples.sample'),
        ),
        migrations.AddField(
            model_name='specimen',
            name='sample',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='specimens', to='samples.sample'),
        ),
        migrations.AddField(
            model_name='placement',
            name='specimen',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='placements', to='samples.specimen'),
        ),
        migrations.AddField(
            model_name='specimenbarcode',
            name='specimen',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='barcodes', to='samples.specimen'),
        ),
    ]
