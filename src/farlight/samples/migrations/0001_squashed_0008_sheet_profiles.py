"""All of the context's tables at once, as the migrations that it replaces make them: a new installation starts sooner."""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('samples', '0001_initial'), ('samples', '0002_one_model'), ('samples', '0003_beside_the_old'), ('samples', '0004_carry_over'), ('samples', '0005_old_ways_out'), ('samples', '0006_techniques'), ('samples', '0007_sheets'), ('samples', '0008_sheet_profiles')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('proposals', '0001_initial'),
    ]

    operations = [
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
                'constraints': [models.UniqueConstraint(fields=('code', 'version'), name='samples_type_numbered_once'), models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('code',), name='samples_one_current_type')],
            },
        ),
        migrations.CreateModel(
            name='Container',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True)),
                ('proposal', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='proposals.proposal')),
                ('barcode', models.CharField(blank=True, db_index=True, max_length=80)),
                ('inspected_at', models.DateTimeField(null=True)),
                ('is_registered', models.BooleanField(default=False)),
                ('is_retired', models.BooleanField(default=False)),
                ('name', models.CharField(max_length=40)),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='samples.containertype')),
            ],
            options={
                'indexes': [models.Index(django.db.models.functions.text.Lower('name'), name='samples_container_names')],
                'constraints': [models.UniqueConstraint(models.F('proposal'), django.db.models.functions.text.Lower('name'), name='samples_container_name_once'), models.UniqueConstraint(django.db.models.functions.text.Lower('name'), condition=models.Q(('proposal', None)), name='samples_facility_container_once')],
            },
        ),
        migrations.CreateModel(
            name='ContainerReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True)),
                ('text', models.TextField()),
                ('is_damage', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('container', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='samples.container')),
            ],
            options={
                'ordering': ['-at', '-pk'],
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
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photographs', to='samples.containerreport')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='TechniqueSchema',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40)),
                ('version', models.PositiveIntegerField()),
                ('is_current', models.BooleanField(default=True)),
                ('document', models.TextField()),
            ],
            options={
                'ordering': ['code', 'version'],
                'constraints': [models.UniqueConstraint(fields=('code', 'version'), name='samples_technique_numbered_once'), models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('code',), name='samples_one_current_technique')],
            },
        ),
        migrations.CreateModel(
            name='Sheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True)),
                ('state', models.CharField(choices=[('draft', 'draft'), ('taken', 'taken'), ('undone', 'undone'), ('discarded', 'discarded')], default='draft', max_length=10)),
                ('file_name', models.CharField(blank=True, max_length=200)),
                ('content_hash', models.CharField(max_length=64)),
                ('reading', models.JSONField()),
                ('corrections', models.JSONField(default=dict)),
                ('options', models.JSONField(default=dict)),
                ('technique', models.CharField(blank=True, max_length=40)),
                ('schema_version', models.PositiveIntegerField(null=True)),
                ('profile', models.CharField(blank=True, max_length=40)),
                ('counts', models.JSONField(default=dict)),
                ('made', models.JSONField(default=dict)),
                ('sent_at', models.DateTimeField()),
                ('taken_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='proposals.proposal')),
            ],
            options={
                'ordering': ['-sent_at', '-pk'],
                'indexes': [models.Index(fields=['proposal', 'state', 'sent_at'], name='samples_sheets')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'taken')), fields=('proposal', 'content_hash'), name='samples_sheet_taken_once')],
            },
        ),
        migrations.CreateModel(
            name='SheetFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content', models.BinaryField()),
                ('sheet', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='file', to='samples.sheet')),
            ],
        ),
        migrations.CreateModel(
            name='SheetHabit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('headings_hash', models.CharField(max_length=64)),
                ('options', models.JSONField()),
                ('used_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'headings_hash'), name='samples_habit_once')],
            },
        ),
        migrations.CreateModel(
            name='SheetProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('document', models.TextField()),
            ],
            options={
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Substance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('acronym', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=200)),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='proposals.proposal')),
                ('cas', models.CharField(blank=True, max_length=12)),
                ('code', models.CharField(max_length=20, unique=True)),
                ('comment', models.CharField(blank=True, max_length=1000)),
                ('density_g_per_cm3', models.FloatField(null=True)),
                ('formula', models.CharField(blank=True, max_length=200)),
                ('inchikey', models.CharField(blank=True, max_length=27)),
                ('kind', models.CharField(choices=[('protein', 'protein'), ('nucleic_acid', 'nucleic acid'), ('complex', 'complex'), ('small_molecule', 'small molecule'), ('ligand', 'ligand'), ('buffer', 'buffer'), ('polymer', 'polymer'), ('powder_phase', 'powder phase'), ('metal', 'metal or alloy'), ('device', 'device'), ('tissue', 'tissue'), ('organism', 'organism'), ('gas', 'gas'), ('jet_medium', 'jet medium'), ('other', 'other')], default='other', max_length=20)),
                ('molecular_weight_da', models.FloatField(null=True)),
                ('origin', models.CharField(blank=True, choices=[('', ''), ('human', 'human'), ('animal', 'animal'), ('other', 'other')], max_length=10)),
                ('sequence', models.TextField(blank=True)),
                ('smiles', models.CharField(blank=True, max_length=2000)),
                ('species', models.CharField(blank=True, max_length=100)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('proposal'), django.db.models.functions.text.Lower('acronym'), name='samples_acronym_once')],
            },
        ),
        migrations.CreateModel(
            name='Sample',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True)),
                ('name', models.CharField(max_length=100)),
                ('comment', models.CharField(blank=True, max_length=500)),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='proposals.proposal')),
                ('substance', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='samples', to='samples.substance')),
                ('also_in', models.ManyToManyField(related_name='+', to='proposals.proposal')),
                ('declared_at', models.DateTimeField()),
                ('dose_limit_mgy', models.FloatField(null=True)),
                ('import_key', models.CharField(blank=True, max_length=120)),
                ('max_temperature_k', models.FloatField(null=True)),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('paired_with', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='paired_by', to='samples.sample')),
                ('pid', models.CharField(blank=True, max_length=120)),
                ('role', models.CharField(choices=[('sample', 'sample'), ('calibrant', 'calibrant'), ('blank', 'blank'), ('buffer', 'buffer'), ('can', 'can'), ('background', 'background'), ('normalisation', 'normalisation')], default='sample', max_length=14)),
                ('schema_version', models.PositiveIntegerField(null=True)),
                ('shelf_life_until', models.DateField(null=True)),
                ('storage_temperature_k', models.FloatField(null=True)),
                ('technique', models.CharField(blank=True, max_length=40)),
                ('values', models.JSONField(default=dict)),
            ],
            options={
                'indexes': [models.Index(fields=['proposal', 'technique', 'name'], name='samples_by_technique'), models.Index(fields=['proposal', 'import_key'], name='samples_by_import')],
                'constraints': [models.UniqueConstraint(fields=('proposal', 'name'), name='samples_name_once')],
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
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submitted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('substance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='profiles', to='samples.substance')),
            ],
            options={
                'ordering': ['substance', 'version'],
                'indexes': [models.Index(fields=['state', 'submitted_at'], name='samples_profiles_due')],
                'constraints': [models.UniqueConstraint(fields=('substance', 'version'), name='samples_profile_numbered_once'), models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'submitted'])), fields=('substance',), name='samples_one_profile_under_way')],
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
                ('sample', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='components', to='samples.sample')),
                ('substance', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='in_samples', to='samples.substance')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('sample', 'substance'), name='samples_component_once')],
            },
        ),
        migrations.CreateModel(
            name='SampleRelation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('aliquot', 'aliquot'), ('crystal_of', 'crystal_of'), ('lamella_of', 'lamella_of'), ('soaked_with', 'soaked_with'), ('milled', 'milled'), ('mixture', 'mixture'), ('thermal_treatment', 'thermal_treatment')], max_length=20)),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parents', to='samples.sample')),
                ('parent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='children', to='samples.sample')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('child', 'parent'), name='samples_relation_once'), models.CheckConstraint(condition=models.Q(('child', models.F('parent')), _negated=True), name='samples_no_own_parent')],
            },
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
                ('sample', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='specimens', to='samples.sample')),
            ],
            options={
                'ordering': ['sample', 'number'],
                'indexes': [models.Index(fields=['state'], name='samples_by_state')],
                'constraints': [models.UniqueConstraint(fields=('sample', 'number'), name='samples_specimen_numbered_once')],
            },
        ),
        migrations.CreateModel(
            name='Placement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('since', models.DateTimeField()),
                ('container', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contents', to='samples.container')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('held', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='placements', to='samples.container')),
                ('scan', models.CharField(blank=True, max_length=40)),
                ('slot', models.CharField(max_length=20)),
                ('until', models.DateTimeField(null=True)),
                ('specimen', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='placements', to='samples.specimen')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('held__isnull', False), ('specimen', None)), models.Q(('held', None), ('specimen__isnull', False)), _connector='OR'), name='samples_one_thing_lies'), models.CheckConstraint(condition=models.Q(('held', models.F('container')), _negated=True), name='samples_not_in_itself'), models.UniqueConstraint(condition=models.Q(('until', None)), fields=('container', 'slot'), name='samples_one_a_slot'), models.UniqueConstraint(condition=models.Q(('until', None)), fields=('specimen',), name='samples_one_place'), models.UniqueConstraint(condition=models.Q(('until', None)), fields=('held',), name='samples_one_outer')],
            },
        ),
        migrations.CreateModel(
            name='SpecimenBarcode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(db_index=True, max_length=80)),
                ('specimen', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='barcodes', to='samples.specimen')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('specimen', 'text'), name='samples_barcode_once')],
            },
        ),
        migrations.CreateModel(
            name='SheetRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.PositiveIntegerField()),
                ('name', models.CharField(max_length=100)),
                ('action', models.CharField(max_length=10)),
                ('before', models.JSONField(null=True)),
                ('after', models.JSONField()),
                ('sample', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='samples.sample')),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='samples.sheet')),
            ],
            options={
                'ordering': ['row'],
                'constraints': [models.UniqueConstraint(fields=('sheet', 'row'), name='samples_sheet_row_once')],
            },
        ),
        migrations.AddField(
            model_name='substance',
            name='counting_profile',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='samples.hazardprofile'),
        ),
    ]
