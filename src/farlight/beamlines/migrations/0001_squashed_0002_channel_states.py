"""All of the context's tables at once, as the migrations that it replaces make them: a new installation starts sooner."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('beamlines', '0001_initial'), ('beamlines', '0002_channel_states')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Beamline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True)),
                ('name', models.CharField(max_length=100)),
                ('definition', models.JSONField()),
            ],
            options={
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='ChannelState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=60)),
                ('value', models.JSONField(null=True)),
                ('changed_at', models.DateTimeField()),
                ('heard_at', models.DateTimeField()),
                ('beamline', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='channels', to='beamlines.beamline')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('beamline', 'channel'), name='beamlines_channel_once')],
            },
        ),
    ]
