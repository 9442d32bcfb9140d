"""All of the context's tables at once, as the migrations that it replaces make them: a new installation starts sooner."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('processing', '0001_initial'), ('processing', '0002_findings')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('runs', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Processing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('pipeline', models.CharField(max_length=40)),
                ('options', models.JSONField()),
                ('state', models.CharField(choices=[('queued', 'queued'), ('running', 'running'), ('finished', 'finished'), ('failed', 'failed'), ('cancelled', 'cancelled')], default='queued', max_length=20)),
                ('stage', models.CharField(blank=True, max_length=40)),
                ('progress_frac', models.FloatField(default=0.0)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('cancelled_by', models.CharField(blank=True, max_length=150)),
                ('result', models.JSONField(null=True)),
                ('failure', models.JSONField(null=True)),
                ('queued_at', models.DateTimeField()),
                ('started_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='runs.run')),
                ('started_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('run', 'number'), name='processing_numbered_once'), models.UniqueConstraint(condition=models.Q(('state__in', ('queued', 'running'))), fields=('run', 'pipeline'), name='processing_one_at_once')],
            },
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('processing', models.OneToOneField(db_column='processing_id', on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='finding', serialize=False, to='processing.processing')),
                ('worth_angstrom', models.FloatField(null=True)),
                ('lengths_angstrom', models.JSONField(default=list)),
                ('length_1_angstrom', models.FloatField(null=True)),
                ('length_2_angstrom', models.FloatField(null=True)),
                ('length_3_angstrom', models.FloatField(null=True)),
                ('length_4_angstrom', models.FloatField(null=True)),
                ('length_5_angstrom', models.FloatField(null=True)),
                ('length_6_angstrom', models.FloatField(null=True)),
                ('length_7_angstrom', models.FloatField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['length_1_angstrom', 'length_4_angstrom'], name='finding_short_lengths'), models.Index(fields=['length_7_angstrom', 'length_3_angstrom'], name='finding_long_lengths')],
            },
        ),
    ]
