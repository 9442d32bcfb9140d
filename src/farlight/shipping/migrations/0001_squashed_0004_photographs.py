"""All of the context's tables at once, as the migrations that it replaces make them: a new installation starts sooner."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('shipping', '0001_initial'), ('shipping', '0002_scans'), ('shipping', '0003_settings_of_the_stores'), ('shipping', '0004_photographs')]

    initial = True

    dependencies = [
        ('beamtime', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('proposals', '0001_initial'),
        ('samples', '0006_techniques'),
    ]

    operations = [
        migrations.CreateModel(
            name='Carrier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('title', models.CharField(max_length=100)),
                ('settings', models.JSONField(default=dict)),
            ],
            options={
                'ordering': ['title'],
            },
        ),
        migrations.CreateModel(
            name='Rack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True)),
                ('title', models.CharField(blank=True, max_length=100)),
                ('places', models.PositiveIntegerField()),
                ('kinds', models.JSONField(default=list)),
            ],
            options={
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Stores',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('settings', models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name='Address',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=100)),
                ('institute', models.CharField(blank=True, max_length=200)),
                ('street', models.CharField(blank=True, max_length=300)),
                ('postcode', models.CharField(blank=True, max_length=20)),
                ('city', models.CharField(blank=True, max_length=100)),
                ('region', models.CharField(blank=True, max_length=100)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('email', models.CharField(blank=True, max_length=254)),
                ('eori', models.CharField(blank=True, max_length=20)),
                ('digest', models.CharField(max_length=64)),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='proposals.proposal')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('proposal', 'digest'), name='shipping_address_once')],
            },
        ),
        migrations.CreateModel(
            name='Dewar',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(db_index=True, max_length=40)),
                ('model', models.CharField(blank=True, max_length=100)),
                ('hold_time_days', models.FloatField(null=True)),
                ('capacity_kg', models.FloatField(null=True)),
                ('registered_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(null=True)),
                ('proposal', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='proposals.proposal')),
            ],
        ),
        migrations.CreateModel(
            name='Shipment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True)),
                ('is_for_queue', models.BooleanField(default=False)),
                ('title', models.CharField(max_length=100)),
                ('mode', models.CharField(choices=[('courier', 'courier'), ('by_hand', 'by_hand'), ('facility', 'facility')], max_length=20)),
                ('declared_value', models.DecimalField(decimal_places=2, default=0, max_digits=10)),
                ('currency', models.CharField(default='EUR', max_length=3)),
                ('incoterm', models.CharField(default='DAP', max_length=3)),
                ('comment', models.CharField(blank=True, max_length=1000)),
                ('created_at', models.DateTimeField()),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='proposals.proposal')),
                ('return_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='shipping.address')),
                ('sender', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='shipping.address')),
                ('session', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='beamtime.session')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['proposal', '-id'], name='shipping_shipments_of')],
            },
        ),
        migrations.CreateModel(
            name='Parcel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True)),
                ('name', models.CharField(max_length=100)),
                ('kind', models.CharField(choices=[('dewar', 'dewar'), ('box', 'box'), ('toolbox', 'toolbox')], max_length=20)),
                ('weight_kg', models.FloatField(null=True)),
                ('length_mm', models.PositiveIntegerField(null=True)),
                ('width_mm', models.PositiveIntegerField(null=True)),
                ('height_mm', models.PositiveIntegerField(null=True)),
                ('moves', models.PositiveIntegerField(default=0)),
                ('state', models.CharField(choices=[('draft', 'draft'), ('submitted', 'submitted'), ('under_review', 'under_review'), ('changes_requested', 'changes_requested'), ('refused', 'refused'), ('approved', 'approved'), ('labelled', 'labelled'), ('booked', 'booked'), ('in_transit', 'in_transit'), ('customs_hold', 'customs_hold'), ('delivered', 'delivered'), ('received', 'received'), ('inspected', 'inspected'), ('quarantined', 'quarantined'), ('stored', 'stored'), ('at_beamline', 'at_beamline'), ('awaiting_instructions', 'awaiting_instructions'), ('transfer_requested', 'transfer_requested'), ('return_requested', 'return_requested'), ('disposal_requested', 'disposal_requested'), ('cleared', 'cleared'), ('return_booked', 'return_booked'), ('handed_over', 'handed_over'), ('returned', 'returned'), ('disposed', 'disposed'), ('cancelled', 'cancelled'), ('closed', 'closed'), ('lost', 'lost'), ('damaged', 'damaged'), ('warm', 'warm'), ('wrong_content', 'wrong_content'), ('undeclared', 'undeclared'), ('refused_at_gate', 'refused_at_gate'), ('abandoned', 'abandoned')], max_length=30)),
                ('base', models.CharField(choices=[('draft', 'draft'), ('submitted', 'submitted'), ('under_review', 'under_review'), ('changes_requested', 'changes_requested'), ('refused', 'refused'), ('approved', 'approved'), ('labelled', 'labelled'), ('booked', 'booked'), ('in_transit', 'in_transit'), ('customs_hold', 'customs_hold'), ('delivered', 'delivered'), ('received', 'received'), ('inspected', 'inspected'), ('quarantined', 'quarantined'), ('stored', 'stored'), ('at_beamline', 'at_beamline'), ('awaiting_instructions', 'awaiting_instructions'), ('transfer_requested', 'transfer_requested'), ('return_requested', 'return_requested'), ('disposal_requested', 'disposal_requested'), ('cleared', 'cleared'), ('return_booked', 'return_booked'), ('handed_over', 'handed_over'), ('returned', 'returned'), ('disposed', 'disposed'), ('cancelled', 'cancelled'), ('closed', 'closed'), ('lost', 'lost'), ('damaged', 'damaged'), ('warm', 'warm'), ('wrong_content', 'wrong_content'), ('undeclared', 'undeclared'), ('refused_at_gate', 'refused_at_gate'), ('abandoned', 'abandoned')], max_length=30)),
                ('since', models.DateTimeField()),
                ('place', models.CharField(blank=True, max_length=100)),
                ('slot', models.CharField(blank=True, max_length=40)),
                ('beamline', models.CharField(blank=True, max_length=20)),
                ('filled_at', models.DateTimeField(null=True)),
                ('dispatch_by', models.DateTimeField(null=True)),
                ('expected_at', models.DateTimeField(null=True)),
                ('dewar', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parcels', to='shipping.dewar')),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='proposals.proposal')),
                ('return_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='shipping.address')),
                ('sender', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='shipping.address')),
                ('session', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='beamtime.session')),
                ('shipment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parcels', to='shipping.shipment')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['state', 'since'], name='shipping_parcels_in_state'), models.Index(fields=['proposal', '-id'], name='shipping_parcels_of'), models.Index(fields=['session', 'state'], name='shipping_parcels_for')],
                'constraints': [models.UniqueConstraint(fields=('shipment', 'name'), name='shipping_parcel_named_once'), models.UniqueConstraint(condition=models.Q(('slot', ''), _negated=True), fields=('slot',), name='shipping_one_a_slot')],
            },
        ),
        migrations.CreateModel(
            name='Incident',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True)),
                ('problem', models.CharField(choices=[('customs_hold', 'customs_hold'), ('quarantined', 'quarantined'), ('lost', 'lost'), ('damaged', 'damaged'), ('warm', 'warm'), ('wrong_content', 'wrong_content'), ('undeclared', 'undeclared'), ('refused_at_gate', 'refused_at_gate'), ('abandoned', 'abandoned')], max_length=30)),
                ('by_move', models.PositiveIntegerField()),
                ('opened_at', models.DateTimeField()),
                ('deadline', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('decision', models.CharField(blank=True, max_length=1000)),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('parcel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='incidents', to='shipping.parcel')),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['deadline'], name='shipping_open_incidents')],
                'constraints': [models.UniqueConstraint(fields=('parcel', 'by_move'), name='shipping_incident_once')],
            },
        ),
        migrations.CreateModel(
            name='Booking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by_move', models.PositiveIntegerField()),
                ('direction', models.CharField(choices=[('out', 'out'), ('back', 'back')], max_length=10)),
                ('courier', models.CharField(max_length=40)),
                ('tracking', models.CharField(blank=True, max_length=60)),
                ('booked_at', models.DateTimeField()),
                ('pickup_at', models.DateTimeField(null=True)),
                ('expected_at', models.DateTimeField(null=True)),
                ('told', models.PositiveIntegerField(default=0)),
                ('ended_at', models.DateTimeField(null=True)),
                ('parcel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='shipping.parcel')),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['courier'], name='shipping_followed')],
                'constraints': [models.UniqueConstraint(fields=('parcel', 'by_move'), name='shipping_booking_once')],
            },
        ),
        migrations.CreateModel(
            name='ParcelEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('move', models.CharField(choices=[('create', 'create'), ('change_contents', 'change_contents'), ('submit', 'submit'), ('reopen', 'reopen'), ('cancel', 'cancel'), ('take_review', 'take_review'), ('approve', 'approve'), ('request_changes', 'request_changes'), ('refuse', 'refuse'), ('label', 'label'), ('book', 'book'), ('unbook', 'unbook'), ('post', 'post'), ('sight', 'sight'), ('hold_at_customs', 'hold_at_customs'), ('release_from_customs', 'release_from_customs'), ('deliver', 'deliver'), ('receive', 'receive'), ('inspect', 'inspect'), ('quarantine', 'quarantine'), ('release', 'release'), ('store', 'store'), ('to_beamline', 'to_beamline'), ('await', 'await'), ('keep', 'keep'), ('request_transfer', 'request_transfer'), ('transfer', 'transfer'), ('request_return', 'request_return'), ('request_disposal', 'request_disposal'), ('withdraw_request', 'withdraw_request'), ('clear', 'clear'), ('book_return', 'book_return'), ('unbook_return', 'unbook_return'), ('hand_over', 'hand_over'), ('confirm_return', 'confirm_return'), ('dispose', 'dispose'), ('close', 'close'), ('report_lost', 'report_lost'), ('report_damaged', 'report_damaged'), ('report_warm', 'report_warm'), ('report_wrong_content', 'report_wrong_content'), ('report_undeclared', 'report_undeclared'), ('refuse_at_gate', 'refuse_at_gate'), ('abandon', 'abandon'), ('resolve', 'resolve'), ('top_up', 'top_up'), ('measure_temperature', 'measure_temperature'), ('correct_contents', 'correct_contents'), ('photograph', 'photograph'), ('note', 'note'), ('undo', 'undo')], max_length=30)),
                ('at', models.DateTimeField()),
                ('recorded_at', models.DateTimeField()),
                ('source', models.CharField(choices=[('scan', 'scan'), ('courier', 'courier'), ('api', 'api'), ('page', 'page'), ('manual', 'manual'), ('import', 'import'), ('clock', 'clock'), ('rule', 'rule')], max_length=20)),
                ('place', models.CharField(blank=True, max_length=100)),
                ('payload', models.JSONField(default=dict)),
                ('client_id', models.UUIDField(null=True, unique=True)),
                ('undoes', models.PositiveIntegerField(null=True)),
                ('is_late', models.BooleanField(default=False)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('parcel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='shipping.parcel')),
            ],
            options={
                'ordering': ['parcel', 'number'],
                'constraints': [models.UniqueConstraint(fields=('parcel', 'number'), name='shipping_move_numbered_once'), models.UniqueConstraint(fields=('parcel', 'undoes'), name='shipping_undone_once')],
            },
        ),
        migrations.CreateModel(
            name='ParcelItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('container', 'container'), ('sample', 'sample'), ('tool', 'tool')], max_length=20)),
                ('text', models.CharField(blank=True, max_length=200)),
                ('container', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='samples.container')),
                ('parcel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='shipping.parcel')),
                ('sample', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='samples.sample')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('parcel', 'container'), name='shipping_container_once'), models.UniqueConstraint(fields=('parcel', 'sample'), name='shipping_sample_once')],
            },
        ),
        migrations.CreateModel(
            name='Scan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('client_id', models.UUIDField(unique=True)),
                ('code', models.CharField(max_length=200)),
                ('verb', models.CharField(max_length=20)),
                ('at', models.DateTimeField()),
                ('received_at', models.DateTimeField()),
                ('said', models.JSONField(default=dict)),
                ('outcome', models.CharField(blank=True, max_length=20)),
                ('answer', models.JSONField(default=dict)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('container', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='samples.container')),
                ('parcel', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='shipping.parcel')),
            ],
            options={
                'indexes': [models.Index(fields=['by', '-id'], name='shipping_scans_of')],
            },
        ),
        migrations.CreateModel(
            name='ParcelPhotograph',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True)),
                ('by_move', models.PositiveIntegerField()),
                ('name', models.CharField(max_length=120)),
                ('media_type', models.CharField(max_length=40)),
                ('size_bytes', models.PositiveBigIntegerField()),
                ('path', models.CharField(max_length=1000)),
                ('parcel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photographs', to='shipping.parcel')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
    ]
