"""All of the context's tables at once, as the migrations that it replaces make them: a new installation starts sooner."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('beamtime', '0001_initial'), ('beamtime', '0002_tickets')]

    initial = True

    dependencies = [
        ('beamlines', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('proposals', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=30, unique=True)),
                ('title', models.CharField(blank=True, max_length=300)),
                ('start', models.DateTimeField()),
                ('end', models.DateTimeField()),
                ('access_mode', models.CharField(choices=[('on_site', 'on site'), ('remote', 'remote'), ('mixed', 'mixed'), ('mail_in', 'mail-in'), ('unattended', 'unattended')], max_length=20)),
                ('state', models.CharField(choices=[('scheduled', 'scheduled'), ('ready', 'ready'), ('running', 'running'), ('ended', 'ended'), ('closed', 'closed'), ('cancelled', 'cancelled')], default='scheduled', max_length=20)),
                ('rights', models.PositiveIntegerField(default=1)),
                ('runs_begun', models.PositiveIntegerField(default=0)),
                ('beamline', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='beamlines.beamline')),
                ('local_contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='proposals.proposal')),
            ],
            options={
                'ordering': ['-start'],
                'indexes': [models.Index(fields=['beamline', 'start'], name='beamtime_schedule')],
                'constraints': [models.CheckConstraint(condition=models.Q(('end__gt', models.F('start'))), name='beamtime_ends_later')],
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=40, unique=True)),
                ('seen_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='beamtime.session')),
            ],
        ),
        migrations.CreateModel(
            name='TeamMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('leader', 'leader'), ('member', 'member'), ('observer', 'observer')], max_length=20)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='team', to='beamtime.session')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('session', 'person'), name='beamtime_in_team_once')],
            },
        ),
        migrations.CreateModel(
            name='Ticket',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('opens', models.CharField(max_length=100)),
                ('login', models.CharField(max_length=64)),
                ('token', models.CharField(max_length=128)),
                ('ends_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='beamtime.session')),
            ],
        ),
    ]
