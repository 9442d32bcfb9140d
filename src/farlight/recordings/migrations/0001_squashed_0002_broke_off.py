"""All of the context's tables at once, as the migrations that it replaces make them: a new installation starts sooner."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('recordings', '0001_recordings'), ('recordings', '0002_broke_off')]

    initial = True

    dependencies = [
        ('beamtime', '0002_tickets'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Recording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('computer', models.CharField(max_length=253)),
                ('began_at', models.DateTimeField()),
                ('sealed_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('lines', models.PositiveIntegerField(default=0)),
                ('size_bytes', models.PositiveBigIntegerField(default=0)),
                ('hash', models.CharField(max_length=64)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='beamtime.session')),
                ('broke_off', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(fields=['ended_at', 'sealed_at'], name='recordings_lost')],
            },
        ),
    ]
