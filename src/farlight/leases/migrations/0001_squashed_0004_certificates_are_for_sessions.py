"""All of the context's tables at once, as the migrations that it replaces make them: a new installation starts sooner."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('leases', '0001_initial'), ('leases', '0002_ssh_keys'), ('leases', '0003_certificates'), ('leases', '0004_certificates_are_for_sessions')]

    initial = True

    dependencies = [
        ('beamtime', '0002_tickets'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='OpenChannel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('kind', models.CharField(choices=[('desktop', 'Remote desktop'), ('control', 'Remote control'), ('ssh', 'SSH'), ('sftp', 'SFTP'), ('webcam', 'Webcams'), ('notebook', 'Notebook'), ('downloads', 'Downloads')], max_length=20)),
                ('address', models.CharField(blank=True, max_length=64)),
                ('opened_with', models.CharField(blank=True, max_length=64)),
                ('opened_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('ending', models.CharField(blank=True, choices=[('left', 'It was left.'), ('closed', 'It was closed by somebody else.'), ('rights', 'The right to it ended.'), ('time', "The session's time is over."), ('locked', 'The account was locked.'), ('signed_out', 'What it was opened with counts no more.'), ('unseen', 'Whether it may stay open could not be asked.'), ('lost', 'The process that held it died.')], max_length=20)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='beamtime.session')),
            ],
            options={
                'indexes': [models.Index(fields=['session', 'closed_at'], name='leases_in_session'), models.Index(fields=['closed_at', 'seen_at'], name='leases_lost')],
            },
        ),
        migrations.CreateModel(
            name='SshKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('label', models.CharField(max_length=100)),
                ('line', models.TextField()),
                ('fingerprint', models.CharField(max_length=60)),
                ('added_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'fingerprint'), name='leases_key_once')],
            },
        ),
        migrations.CreateModel(
            name='SshCertificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('serial', models.PositiveBigIntegerField(unique=True)),
                ('fingerprint', models.CharField(max_length=60)),
                ('authority', models.CharField(max_length=60)),
                ('line', models.TextField()),
                ('address', models.CharField(blank=True, max_length=64)),
                ('issued_at', models.DateTimeField()),
                ('valid_until', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('used_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('factor_at', models.DateTimeField(null=True)),
                ('session', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='beamtime.session')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'valid_until'], name='leases_certificates_of')],
            },
        ),
    ]
