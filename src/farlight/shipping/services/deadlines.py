"""Latest safe dispatch of parcels: reckoned anew when anything changes that it hangs on, and told once."""

from datetime import UTC, datetime

from django.db import transaction

from farlight.beamtime.types import SessionState
from farlight.bus.public import publish
from farlight.shipping.access import parcels_with_names
from farlight.shipping.domain.deadlines import Deadline, latest_dispatch, transit_from
from farlight.shipping.domain.machine import fold
from farlight.shipping.domain.table import UNSENT
from farlight.shipping.events import DeadlineChanged
from farlight.shipping.models import Parcel
from farlight.shipping.queries.moves import moves_of
from farlight.shipping.queries.stores import carrier_named, carriers, facility_zone, stores_settings
from farlight.shipping.types import CarrierDefinition

_TAKES_PLACE = frozenset({SessionState.SCHEDULED.value, SessionState.READY.value, SessionState.RUNNING.value})


def deadline_of(parcel: Parcel) -> Deadline | None:
    """Return until when a parcel must be sent, and why; None while it is for no session that will take place."""
    session = parcel.session
    if session is None or session.state not in _TAKES_PLACE:
        return None
    sender = parcel.sender or parcel.shipment.sender
    country = sender.country if sender else ""
    return latest_dispatch(
        session_start=session.start,
        stores=stores_settings(),
        transit=transit_from(_carrier_of(parcel), country),
        sender_country=country,
        zone=facility_zone(),
    )


def _carrier_of(parcel: Parcel) -> CarrierDefinition | None:
    """Return the courier that a parcel is booked with, else the first that there is."""
    journey = fold(moves_of(parcel)).out
    if journey is not None:
        return carrier_named(journey.courier)
    known = carriers()
    return known[0] if known else None


@transaction.atomic
def reckon_deadline(parcel: Parcel, *, because: str, is_told: bool = True) -> None:
    """Reckon the latest safe dispatch of a parcel that was not sent yet; who sends it is told when it is another one.

    Parameters
    ----------
    parcel : Parcel
        A row of ``parcels_with_names``.
    because : str
        What made it necessary, as a sentence.
    is_told : bool
        False for a parcel that is just being prepared, whose sender sees it on the page.
    """
    row = Parcel.objects.select_for_update(no_key=True).get(pk=parcel.pk)
    if row.base not in {state.value for state in UNSENT}:
        return
    found = deadline_of(parcel)
    new = found.dispatch_by if found else None
    if new == row.dispatch_by:
        return
    Parcel.objects.filter(pk=row.pk).update(dispatch_by=new)
    parcel.dispatch_by = new
    if is_told:
        publish(
            DeadlineChanged(
                session=parcel.session.code if parcel.session else "",
                proposal=parcel.proposal.code,
                parcel=parcel.code,
                old=_written(row.dispatch_by),
                new=_written(new),
                because=because,
            )
        )


def _written(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat() if moment else ""


def reckon_deadlines_of(session: str, *, because: str) -> int:
    """Reckon the latest safe dispatch of all parcels for a session that are not sent yet; return how many there are."""
    waiting = parcels_with_names().filter(session__code=session, base__in=[state.value for state in UNSENT])
    rows = list(waiting.select_related("sender", "shipment__sender").order_by("pk"))
    for row in rows:
        reckon_deadline(row, because=because)
    return len(rows)
