"""Whatever was scanned: a parcel, the dewar that it is, or a container."""

from datetime import datetime

from farlight.kernel.errors import NotFound
from farlight.people.types import Actor
from farlight.shipping.services.containers import container_scanned, container_seen
from farlight.shipping.services.things import parcel_scanned, parcel_seen
from farlight.shipping.types import ThingSeen


def thing_seen(person: Actor, text: str, *, mark: str = "", now: datetime) -> ThingSeen:
    """Return the thing that a code names, as a scanner shows it.

    Parameters
    ----------
    person : Actor
        Who scanned it.
    text : str
        Its code, as it was scanned.
    mark : str
        The contents that its label was printed for; empty when no label was scanned.
    now : datetime
        The present moment.

    Raises
    ------
    NotFound
        When there is none, or the person may not know of it.
    Invalid
        When several containers are called so.
    """
    try:
        row = parcel_scanned(person, text)
    except NotFound:
        return container_seen(person, container_scanned(person, text))
    return parcel_seen(person, row, mark=mark, now=now)
