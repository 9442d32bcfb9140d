"""The one sample model for every technique: what the old one had goes, and the new one is held to its rules."""

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('samples', '0004_carry_over'),
    ]

    operations = [
        migrations.AlterField(
            model_name='container',
            name='type',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='samples.containertype'),
        ),
        migrations.AlterField(
            model_name='container',
            name='code',
            field=models.CharField(max_length=20, unique=True),
        ),
        migrations.AlterField(
            model_name='substance',
            name='code',
            field=models.CharField(max_length=20, unique=True),
        ),
        migrations.AlterField(
            model_name='sample',
            name='declared_at',
            field=models.DateTimeField(),
        ),
        migrations.AlterField(
            model_name='placement',
            name='slot',
            field=models.CharField(max_length=20),
        ),
        migrations.AlterField(
            model_name='container',
            name='name',
            field=models.CharField(max_length=40),
        ),
        migrations.RemoveField(
            model_name='substance',
            name='hazard',
        ),
        migrations.RemoveField(
            model_name='placement',
            name='sample',
        ),
        migrations.RemoveField(
            model_name='placement',
            name='is_current',
        ),
        migrations.RemoveField(
            model_name='container',
            name='kind',
        ),
        migrations.AddIndex(
            model_name='sample',
            index=models.Index(fields=['proposal', 'technique', 'name'], name='samples_by_technique'),
        ),
        migrations.AddIndex(
            model_name='sample',
            index=models.Index(fields=['proposal', 'import_key'], name='samples_by_import'),
        ),
        migrations.AddConstraint(
            model_name='containertype',
            constraint=models.UniqueConstraint(fields=('code', 'version'), name='samples_type_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='containertype',
            constraint=models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('code',), name='samples_one_current_type'),
        ),
        migrations.AddIndex(
            model_name='container',
            index=models.Index(django.db.models.functions.text.Lower('name'), name='samples_container_names'),
        ),
        migrations.AddConstraint(
            model_name='container',
            constraint=models.UniqueConstraint(models.F('proposal'), django.db.models.functions.text.Lower('name'), name='samples_container_name_once'),
        ),
        migrations.AddConstraint(
            model_name='container',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('name'), condition=models.Q(('proposal', None)), name='samples_facility_container_once'),
        ),
        migrations.AddConstraint(
            model_name='substance',
            constraint=models.UniqueConstraint(models.F('proposal'), django.db.models.functions.text.Lower('acronym'), name='samples_acronym_once'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('held__isnull', False), ('specimen', None)), models.Q(('held', None), ('specimen__isnull', False)), _connector='OR'), name='samples_one_thing_lies'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.CheckConstraint(condition=models.Q(('held', models.F('container')), _negated=True), name='samples_not_in_itself'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('container', 'slot'), name='samples_one_a_slot'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('specimen',), name='samples_one_place'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('held',), name='samples_one_outer'),
        ),
        migrations.AddIndex(
            model_name='hazardprofile',
            index=models.Index(fields=['state', 'submitted_at'], name='samples_profiles_due'),
        ),
        migrations.AddConstraint(
            model_name='hazardprofile',
            constraint=models.UniqueConstraint(fields=('substance', 'version'), name='samples_profile_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='hazardprofile',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'submitted'])), fields=('substance',), name='samples_one_profile_under_way'),
        ),
        migrations.AddConstraint(
            model_name='samplecomponent',
            constraint=models.UniqueConstraint(fields=('sample', 'substance'), name='samples_component_once'),
        ),
        migrations.AddConstraint(
            model_name='samplerelation',
            constraint=models.UniqueConstraint(fields=('child', 'parent'), name='samples_relation_once'),
        ),
        migrations.AddConstraint(
            model_name='samplerelation',
            constraint=models.CheckConstraint(condition=models.Q(('child', models.F('parent')), _negated=True), name='samples_no_own_parent'),
        ),
        migrations.AddIndex(
            model_name='specimen',
            index=models.Index(fields=['state'], name='samples_by_state'),
        ),
        migrations.AddConstraint(
            model_name='specimen',
            constraint=models.UniqueConstraint(fields=('sample', 'number'), name='samples_specimen_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='specimenbarcode',
            constraint=models.UniqueConstraint(fields=('specimen', 'text'), name='samples_barcode_once'),
        ),
    ]
