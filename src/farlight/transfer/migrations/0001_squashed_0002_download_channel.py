"""All of the context's tables at once, as the migrations that it replaces make them: a new installation starts sooner."""

import django.db.models.deletion
import farlight.transfer.domain.downloads
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('transfer', '0001_initial'), ('transfer', '0002_download_channel')]

    initial = True

    dependencies = [
        ('beamtime', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='TransferPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('settings', models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name='GlobusShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.CharField(blank=True, max_length=36)),
                ('collection', models.CharField(blank=True, max_length=36)),
                ('has_rule', models.BooleanField(default=False)),
                ('trouble', models.CharField(blank=True, max_length=400)),
                ('checked_at', models.DateTimeField(null=True)),
                ('session', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='beamtime.session')),
            ],
        ),
        migrations.CreateModel(
            name='ChecksumList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('run', models.PositiveIntegerField()),
                ('folders', models.JSONField(default=list)),
                ('packed', models.BinaryField(default=bytes)),
                ('files', models.PositiveIntegerField(default=0)),
                ('size_bytes', models.BigIntegerField(default=0)),
                ('computed_at', models.DateTimeField()),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='beamtime.session')),
            ],
            options={
                'ordering': ['session', 'run'],
                'constraints': [models.UniqueConstraint(fields=('session', 'run'), name='transfer_checksums_once_a_run')],
            },
        ),
        migrations.CreateModel(
            name='Download',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('way', models.CharField(choices=[('https', 'https'), ('sftp', 'sftp'), ('globus', 'globus')], max_length=10)),
                ('words', models.CharField(max_length=400)),
                ('archive', models.CharField(blank=True, max_length=100)),
                ('address', models.CharField(blank=True, max_length=45)),
                ('client', models.CharField(blank=True, max_length=100)),
                ('state', models.CharField(choices=[('running', 'running'), ('interrupted', 'interrupted'), ('complete', 'complete'), ('broken', 'broken'), ('revoked', 'revoked')], default=farlight.transfer.domain.downloads.DownloadState['RUNNING'], max_length=12)),
                ('files', models.PositiveIntegerField(default=0)),
                ('whole', models.PositiveIntegerField(default=0)),
                ('size_bytes', models.BigIntegerField(default=0)),
                ('sent_bytes', models.BigIntegerField(default=0)),
                ('rate_bytes_per_s', models.FloatField(default=0.0)),
                ('parts', models.JSONField(default=dict)),
                ('began_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='beamtime.session')),
                ('channel', models.CharField(blank=True, max_length=40)),
            ],
            options={
                'ordering': ['-began_at', '-pk'],
                'indexes': [models.Index(fields=['session', '-began_at'], name='transfer_of_session'), models.Index(condition=models.Q(('state__in', ('running', 'interrupted'))), fields=['last_at'], name='transfer_open')],
            },
        ),
        migrations.CreateModel(
            name='Selection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('run', models.PositiveIntegerField(null=True)),
                ('code', models.CharField(max_length=20)),
                ('names', models.JSONField()),
                ('used_at', models.DateTimeField()),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='beamtime.session')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('session', 'code'), name='transfer_selection_once')],
            },
        ),
    ]
