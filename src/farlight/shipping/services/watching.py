"""What an open page of a parcel asks again and again: whether anything of it changed."""

from zlib import crc32

from farlight.people.types import Actor
from farlight.shipping.access import parcel_for

_SHOWN = ("moves", "name", "kind", "dewar_id", "session_id", "dispatch_by", "weight_kg")
_OF_SHIPMENT = ("title", "session_id", "is_for_queue", "sender_id", "return_to_id", "declared_value")


def present_mark(person: Actor, code: str) -> int:
    """Return a number that changes with what the page of a parcel shows.

    Raises
    ------
    NotFound
        When the person may not know of it.
    """
    row = parcel_for(person, code)
    shown = [getattr(row, name) for name in _SHOWN] + [getattr(row.shipment, name) for name in _OF_SHIPMENT]
    if row.session is not None:
        shown += [row.session.start, row.session.state]
    return crc32(repr(shown).encode())
