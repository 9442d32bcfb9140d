"""All of the context's tables at once, as the migrations that it replaces make them: a new installation starts sooner."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('desktops', '0001_desktops'), ('desktops', '0002_waits')]

    initial = True

    dependencies = [
        ('beamtime', '0002_tickets'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Desktop',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('kind', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=100)),
                ('state', models.CharField(choices=[('asked', 'asked'), ('running', 'running'), ('closing', 'closing'), ('closed', 'closed'), ('failed', 'failed')], default='asked', max_length=10)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('started_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('is_locked', models.BooleanField(default=False)),
                ('holder', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='beamtime.session')),
                ('started_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ends_at', models.DateTimeField(null=True)),
                ('expected_at', models.DateTimeField(null=True)),
                ('waits', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['started_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'running', 'closing'])), fields=('session', 'kind'), name='desktops_one_of_a_kind')],
            },
        ),
        migrations.CreateModel(
            name='ControlWish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('desktop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wishes', to='desktops.desktop')),
            ],
            options={
                'ordering': ['at'],
                'constraints': [models.UniqueConstraint(fields=('desktop', 'person'), name='desktops_wish_once')],
            },
        ),
        migrations.CreateModel(
            name='DesktopView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('seen_at', models.DateTimeField()),
                ('desktop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='views', to='desktops.desktop')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
    ]
