"""All of the context's tables at once, as the migrations that it replaces make them: a new installation starts sooner."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('runs', '0001_initial'), ('runs', '0002_handlings_and_layouts'), ('runs', '0003_scans')]

    initial = True

    dependencies = [
        ('beamtime', '0001_initial'),
        ('samples', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Run',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('kind', models.CharField(max_length=20)),
                ('request', models.CharField(blank=True, max_length=40)),
                ('sample_name', models.CharField(blank=True, max_length=100)),
                ('detector', models.CharField(blank=True, max_length=100)),
                ('directory', models.TextField()),
                ('master', models.TextField()),
                ('images', models.PositiveIntegerField()),
                ('frames', models.PositiveIntegerField(default=0)),
                ('start_deg', models.FloatField()),
                ('width_deg', models.FloatField()),
                ('exposure_time_s', models.FloatField()),
                ('energy_ev', models.FloatField()),
                ('transmission_frac', models.FloatField()),
                ('detector_distance_mm', models.FloatField()),
                ('state', models.CharField(choices=[('collecting', 'collecting'), ('finished', 'finished'), ('aborted', 'aborted'), ('failed', 'failed'), ('interrupted', 'interrupted')], default='collecting', max_length=20)),
                ('reason', models.TextField(blank=True)),
                ('started', models.DateTimeField()),
                ('ended', models.DateTimeField(null=True)),
                ('analysis', models.CharField(choices=[('waiting', 'waiting'), ('running', 'running'), ('idle', 'idle'), ('done', 'done')], default='waiting', max_length=20)),
                ('analysed', models.PositiveIntegerField(default=0)),
                ('analysed_to', models.PositiveIntegerField(default=0)),
                ('sampled', models.BooleanField(default=False)),
                ('analysis_note', models.TextField(blank=True)),
                ('sample', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='samples.sample')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='beamtime.session')),
                ('beam_size_um', models.JSONField(null=True)),
                ('flux_hz', models.FloatField(null=True)),
                ('layout', models.JSONField(null=True)),
                ('findings', models.JSONField(null=True)),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('session', 'number'), name='runs_numbered_once')],
            },
        ),
        migrations.CreateModel(
            name='SeriesChunk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.PositiveIntegerField()),
                ('count', models.PositiveIntegerField()),
                ('image_numbers', models.BinaryField()),
                ('spots', models.BinaryField()),
                ('resolution_angstrom', models.BinaryField()),
                ('total_intensity', models.BinaryField()),
                ('ice_score', models.BinaryField()),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='series_chunks', to='runs.run')),
            ],
            options={
                'ordering': ['run', 'first'],
                'constraints': [models.UniqueConstraint(fields=('run', 'first'), name='runs_chunk_once')],
            },
        ),
        migrations.CreateModel(
            name='Snapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100)),
                ('path', models.TextField()),
                ('omega_deg', models.FloatField()),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='snapshots', to='runs.run')),
                ('scale', models.JSONField(null=True)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('run', 'name'), name='runs_snapshot_named_once')],
            },
        ),
    ]
