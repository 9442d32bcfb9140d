"""Addresses of parcels, for what has asked for the person already."""

from farlight.shipping import models
from farlight.shipping.models import Parcel
from farlight.shipping.types import Address


def address_of(row: models.Address | None) -> Address | None:
    """Return an address as pages and papers show it."""
    if row is None:
        return None
    return Address(**{name: getattr(row, name) for name in Address.__dataclass_fields__})


def sender_of(parcel: Parcel) -> Address | None:
    """Return where a parcel comes from: its own address, or its shipment's."""
    return address_of(parcel.sender or parcel.shipment.sender)


def return_address_of(parcel: Parcel) -> Address | None:
    """Return where a parcel goes back to; where it came from, when nothing else is said."""
    return address_of(parcel.return_to or parcel.shipment.return_to) or sender_of(parcel)
