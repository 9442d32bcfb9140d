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


class ParcelTransferred(Event):
    """A parcel is for another session than before; told in the one that it left. The other one hears of its move."""

    session: str
    proposal: str
    parcel: str
    name: str
    old: str
    new: str
    """Either is empty for no session."""


class DeadlineChanged(Event):
    """The latest safe dispatch of a parcel is another one; empty when there is none any more."""

    session: str
    proposal: str
    parcel: str
    old: str
    new: str
    because: str


class ParcelDescribed(Event):
    """What a parcel is, beside what lies in it, was said otherwise: its name, kind, weight or measures."""

    session: str
    proposal: str
    parcel: str
    fields: tuple[str, ...]


class ShipmentChanged(Event):
    """What a shipment is for, where it comes from or how it comes was said otherwise."""

    session: str
    proposal: str
    shipment: str
    fields: tuple[str, ...]


class ContentsDiffer(Event):
    """Somebody read what lies in a container, and it is not what was declared."""

    session: str
    proposal: str
    parcel: str
    """Code of the parcel that it came in; empty when that is not known."""
    container: str
    container_name: str
    positions: int
    """How many differ."""
    turned: bool
    """Whether the whole container is turned."""


class ContentsCorrected(Event):
    """What was read in a container was accepted in place of what was declared."""

    session: str
    proposal: str
    parcel: str
    container: str
    container_name: str
    moved: int
    """How many pieces lie elsewhere than declared."""
    missing: int
    """How many declared pieces are not in it."""
