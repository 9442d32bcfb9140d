"""All of the context's tables at once, as the migrations that it replaces make them: a new installation starts sooner."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('acquisition', '0001_initial'), ('acquisition', '0002_handlings_and_layouts'), ('acquisition', '0003_scans')]

    initial = True

    dependencies = [
        ('beamtime', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('samples', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Request',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True)),
                ('kind', models.CharField(choices=[('rotation', 'rotation'), ('screening', 'screening'), ('grid', 'grid'), ('edge_scan', 'edge_scan'), ('fluorescence', 'fluorescence'), ('powder', 'powder'), ('scan', 'scan'), ('wash', 'wash'), ('anneal', 'anneal')], max_length=20)),
                ('state', models.CharField(choices=[('queued', 'queued'), ('collecting', 'collecting'), ('paused', 'paused'), ('done', 'done'), ('aborted', 'aborted'), ('failed', 'failed'), ('interrupted', 'interrupted'), ('cancelled', 'cancelled')], default='queued', max_length=20)),
                ('position', models.PositiveIntegerField()),
                ('start_deg', models.FloatField()),
                ('width_deg', models.FloatField()),
                ('images', models.PositiveIntegerField()),
                ('exposure_time_s', models.FloatField()),
                ('energy_ev', models.FloatField()),
                ('transmission_frac', models.FloatField()),
                ('detector_distance_mm', models.FloatField()),
                ('resolution_angstrom', models.FloatField(null=True)),
                ('queued_at', models.DateTimeField()),
                ('command', models.CharField(blank=True, choices=[('', ''), ('pause', 'pause'), ('resume', 'resume'), ('abort', 'abort')], default='', max_length=10)),
                ('command_by', models.CharField(blank=True, max_length=200)),
                ('stage', models.CharField(blank=True, max_length=20)),
                ('run_number', models.PositiveIntegerField(null=True)),
                ('master', models.CharField(blank=True, max_length=1000)),
                ('frames', models.PositiveIntegerField(default=0)),
                ('reason', models.TextField(blank=True)),
                ('started_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('queued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sample', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='samples.sample')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='beamtime.session')),
                ('layout', models.JSONField(null=True)),
                ('treatment', models.JSONField(null=True)),
            ],
            options={
                'ordering': ['session', 'position'],
                'indexes': [models.Index(fields=['session', 'state', 'position'], name='acquisition_queue')],
                'constraints': [models.UniqueConstraint(fields=('session', 'run_number'), name='acquisition_one_request_a_run'), models.UniqueConstraint(condition=models.Q(('state__in', ['collecting', 'paused'])), fields=('session',), name='acquisition_one_collection_at_once')],
            },
        ),
        migrations.CreateModel(
            name='Handling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True)),
                ('sample_name', models.CharField(max_length=100)),
                ('container', models.CharField(blank=True, max_length=60)),
                ('container_position', models.PositiveIntegerField(null=True)),
                ('kind', models.CharField(choices=[('mount', 'mount'), ('unmount', 'unmount'), ('centring', 'centring'), ('wash', 'wash'), ('anneal', 'anneal')], max_length=20)),
                ('state', models.CharField(choices=[('running', 'running'), ('finished', 'finished'), ('aborted', 'aborted'), ('failed', 'failed'), ('interrupted', 'interrupted')], default='running', max_length=20)),
                ('note', models.TextField(blank=True)),
                ('started', models.DateTimeField()),
                ('ended', models.DateTimeField(null=True)),
                ('pictures', models.JSONField(default=dict)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='acquisition.request')),
                ('sample', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='samples.sample')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='beamtime.session')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
    ]
