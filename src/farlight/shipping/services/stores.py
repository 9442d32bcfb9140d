"""The stores, racks, couriers and dewars, as the facility file says."""

from datetime import datetime

from django.db import transaction

from farlight.shipping.models import Carrier, Dewar, Rack, Stores
from farlight.shipping.queries.stores import CARRIER, STORES, dewar_named
from farlight.shipping.types import DewarDefinition, ShippingDefinition


@transaction.atomic
def define_shipping(definition: ShippingDefinition, *, now: datetime) -> None:
    """Make stores, racks, couriers and the facility's dewars what is said; nothing is taken away."""
    settings = STORES.dump_python(definition.stores, mode="json")
    Stores.objects.update_or_create(pk=1, defaults={"settings": settings})
    for rack in definition.racks:
        said = {"title": rack.title, "places": rack.places, "kinds": [kind.value for kind in rack.kinds]}
        Rack.objects.update_or_create(code=rack.code, defaults=said)
    for carrier in definition.carriers:
        settings = CARRIER.dump_python(carrier, mode="json")
        Carrier.objects.update_or_create(code=carrier.code, defaults={"title": carrier.title, "settings": settings})
    for dewar in definition.dewars:
        _define_dewar(dewar, now=now)


def _define_dewar(definition: DewarDefinition, *, now: datetime) -> None:
    row = dewar_named(definition.code)
    said = {
        "model": definition.model,
        "hold_time_days": definition.hold_time_days,
        "capacity_kg": definition.capacity_kg,
    }
    if row is None:
        Dewar.objects.create(code=definition.code.strip().upper(), registered_at=now, **said)
    else:
        Dewar.objects.filter(pk=row.pk).update(**said)
