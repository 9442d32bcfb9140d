"""What the facility file says of stores, racks and couriers."""

import re
from zoneinfo import ZoneInfo

from django.conf import settings
from pydantic import TypeAdapter

from farlight.shipping.models import Carrier, Dewar, Parcel, Rack, Stores
from farlight.shipping.types import Address, CarrierDefinition, ParcelKind, RackDefinition, StoresDefinition

STORES = TypeAdapter(StoresDefinition)
CARRIER = TypeAdapter(CarrierDefinition)
_NOWHERE = Address(name="", institute="", street="", postcode="", city="", country="")
_PLACE = re.compile(r"(?P<rack>[A-Z][A-Z0-9-]*?)-?(?P<number>[1-9]\d{0,3})")


def facility_zone() -> ZoneInfo:
    """Return the facility's time zone."""
    return ZoneInfo(settings.TIME_ZONE)


def stores_settings() -> StoresDefinition:
    """Return what counts in the stores; what is usual when no facility file says anything."""
    row = Stores.objects.first()
    return STORES.validate_python(row.settings) if row else StoresDefinition(address=_NOWHERE, holidays_country="")


def carriers() -> list[CarrierDefinition]:
    """Return the couriers that parcels can be booked with, by their titles."""
    return [CARRIER.validate_python(row.settings) for row in Carrier.objects.all()]


def carrier_named(code: str) -> CarrierDefinition | None:
    """Return a courier; None for one that somebody typed."""
    row = Carrier.objects.filter(code=code).first()
    return CARRIER.validate_python(row.settings) if row else None


def racks() -> list[RackDefinition]:
    """Return the racks, by their codes."""
    return [
        RackDefinition(
            code=row.code, title=row.title, places=row.places, kinds=tuple(ParcelKind(kind) for kind in row.kinds)
        )
        for row in Rack.objects.all()
    ]


def rack_of(slot: str) -> tuple[RackDefinition, int] | None:
    """Return the rack and the number of a place that somebody named; None when there is no such place."""
    found = _PLACE.fullmatch(slot.strip().upper())
    rack = next((r for r in racks() if found and r.code.upper() == found["rack"]), None)
    if found is None or rack is None or int(found["number"]) > rack.places:
        return None
    return rack, int(found["number"])


def plain_slot(slot: str) -> str:
    """Return a place of the stores as it is kept: ``A3``; what is none comes back as it was typed."""
    found = rack_of(slot)
    return f"{found[0].code}{found[1]}" if found else slot.strip()


def parcel_in_slot(slot: str) -> Parcel | None:
    """Return the parcel that stands in a place of the stores."""
    return Parcel.objects.filter(slot=slot).first() if slot else None


def free_slots(kind: ParcelKind) -> list[str]:
    """Return the places that are free for a kind of parcels, in the order of the racks."""
    taken = set(Parcel.objects.exclude(slot="").values_list("slot", flat=True))
    places = [f"{r.code}{n}" for r in racks() if not r.kinds or kind in r.kinds for n in range(1, r.places + 1)]
    return [place for place in places if place not in taken]


def dewar_named(code: str) -> Dewar | None:
    """Return the dewar with a code on it: the newest, because codes are given again."""
    plain = code.strip().upper()
    return Dewar.objects.filter(code=plain, retired_at=None).order_by("-registered_at", "-pk").first()
