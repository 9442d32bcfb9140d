"""The one sample model for every technique: its new rows."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('samples', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ContainerReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True)),
                ('text', models.TextField()),
                ('is_damage', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ContainerType',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40)),
                ('version', models.PositiveIntegerField()),
                ('is_current', models.BooleanField(default=True)),
                ('title', models.CharField(max_length=120)),
                ('form_factor', models.CharField(max_length=40)),
                ('is_deprecated', models.BooleanField(default=False)),
                ('document', models.TextField()),
            ],
            options={
                'ordering': ['code', 'version'],
            },
        ),
        migrations.CreateModel(
            name='HazardProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('draft', 'draft'), ('submitted', 'submitted'), ('approved', 'approved'), ('refused', 'refused'), ('superseded', 'superseded')], default='draft', max_length=12)),
                ('declaration', models.JSONField(default=dict)),
                ('identity', models.JSONField(default=dict)),
                ('content_hash', models.CharField(max_length=64)),
                ('max_mass_mg', models.FloatField(null=True)),
                ('un_number', models.CharField(blank=True, max_length=6)),
                ('sheet_path', models.CharField(blank=True, max_length=1000)),
                ('sheet_name', models.CharField(blank=True, max_length=120)),
                ('submitted_at', models.DateTimeField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decision', models.CharField(blank=True, choices=[('', ''), ('person', 'person'), ('itself', 'itself'), ('facility_file', 'facility_file')], max_length=14)),
                ('hazard', models.CharField(blank=True, choices=[('green', 'green'), ('yellow', 'yellow'), ('red', 'red')], max_length=10)),
                ('conditions', models.TextField(blank=True)),
                ('reason', models.TextField(blank=True)),
                ('valid_until', models.DateField(null=True)),
            ],
            options={
                'ordering': ['substance', 'version'],
            },
        ),
        migrations.CreateModel(
            name='ReportPhotograph',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('media_type', models.CharField(max_length=40)),
                ('size_bytes', models.PositiveBigIntegerField()),
                ('path', models.CharField(max_length=1000)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='SampleComponent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('amount', models.FloatField(null=True)),
                ('unit', models.CharField(blank=True, max_length=20)),
                ('ph', models.FloatField(null=True)),
                ('ratio_frac', models.FloatField(null=True)),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='SampleRelation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('aliquot', 'aliquot'), ('crystal_of', 'crystal_of'), ('lamella_of', 'lamella_of'), ('soaked_with', 'soaked_with'), ('milled', 'milled'), ('mixture', 'mixture'), ('thermal_treatment', 'thermal_treatment')], max_length=20)),
            ],
        ),
        migrations.CreateModel(
            name='Specimen',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True)),
                ('number', models.PositiveIntegerField()),
                ('label', models.CharField(blank=True, max_length=60)),
                ('mount', models.CharField(blank=True, choices=[('pin', 'pin'), ('grid', 'grid'), ('capillary', 'capillary'), ('kapton_base', 'kapton_base'), ('tube', 'tube'), ('cell', 'cell'), ('stub', 'stub'), ('chip', 'chip'), ('slide', 'slide'), ('drop', 'drop'), ('free', 'free')], max_length=12)),
                ('state', models.CharField(choices=[('declared', 'declared'), ('approved', 'approved'), ('refused', 'refused'), ('packed', 'packed'), ('in_transit', 'in_transit'), ('on_site', 'on_site'), ('stored', 'stored'), ('loaded', 'loaded'), ('mounted', 'mounted'), ('measured', 'measured'), ('unloaded', 'unloaded'), ('returning', 'returning'), ('returned', 'returned'), ('disposed', 'disposed'), ('lost', 'lost'), ('damaged', 'damaged'), ('consumed', 'consumed')], default='declared', max_length=12)),
                ('state_since', models.DateTimeField()),
                ('conditions', models.JSONField(default=list)),
                ('count_rate_cps', models.FloatField(null=True)),
                ('release_on', models.DateField(null=True)),
                ('exposures', models.PositiveIntegerField(default=0)),
                ('disposition', models.CharField(choices=[('return', 'return'), ('keep', 'keep'), ('dispose', 'dispose')], default='return', max_length=8)),
                ('keep_until', models.DateField(null=True)),
            ],
            options={
                'ordering': ['sample', 'number'],
            },
        ),
        migrations.CreateModel(
            name='SpecimenBarcode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(db_index=True, max_length=80)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
    ]
