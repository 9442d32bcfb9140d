"""What happens to parcels. Times are ISO 8601 in UTC; ``session`` is empty for parcels without one."""

from farlight.kernel.events import Event


class ShipmentCreated(Event):
    """A group prepares to send something."""

    session: str
    proposal: str
    shipment: str
    mode: str
    country: str


class ParcelMoved(Event):
    """Something happened to a parcel. ``old`` and ``new`` are equal for remarks and for what came late."""

    session: str
    proposal: str
    shipment: str
    parcel: str
    number: int
    """The move's number in the parcel."""
    move: str
    old: str
    new: str
    at: str
    source: str
    place: str
    reason: str
    country: str
    """Where the parcel comes from and goes back to."""
    carrier: str
    """Of the journey that is under way or was booked last; empty for none."""
    mode: str
    parcel_kind: str
    late: bool
    undoes: int | None


class DeadlineChanged(Event):
    """The latest safe dispatch of a parcel is another one; empty when there is none any more."""

    session: str
    proposal: str
    parcel: str
    old: str
    new: str
    because: str
