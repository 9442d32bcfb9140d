"""Shipping follows sessions and hazards; what lies in parcels follows them."""

from farlight.beamtime.events import SessionMoved, SessionStateChanged
from farlight.bus.public import subscribe
from farlight.kernel.time import utc_now
from farlight.samples.events import HazardProfileApproved
from farlight.shipping.events import DeadlineChanged, ParcelMoved
from farlight.shipping.services.deadlines import reckon_deadlines_of
from farlight.shipping.services.following import take_pieces_along
from farlight.shipping.services.housekeeping import pass_waiting_parcels
from farlight.shipping.services.telling import tell_of_deadline, tell_of_move


@subscribe(SessionMoved)
def reckon_deadlines_when_moved(event: SessionMoved) -> None:
    """Reckon anew until when the parcels of a session must be sent."""
    reckon_deadlines_of(event.session, because=f"Session {event.session} has another time.")


@subscribe(SessionStateChanged)
def reckon_deadlines_when_called_off(event: SessionStateChanged) -> None:
    """A session that does not take place has no deadline."""
    reckon_deadlines_of(event.session, because=f"Session {event.session} is {event.new}.")


@subscribe(HazardProfileApproved)
def pass_parcels_that_waited(event: HazardProfileApproved) -> None:
    """Let parcels pass that waited for this decision alone."""
    pass_waiting_parcels(event.proposal, now=utc_now())


@subscribe(ParcelMoved)
def take_contents_along(event: ParcelMoved) -> None:
    """What lies in a parcel is where the parcel is."""
    if event.old != event.new or event.undoes is not None:
        take_pieces_along(event.parcel, now=utc_now())


@subscribe(ParcelMoved)
def tell_people_of_move(event: ParcelMoved) -> None:
    """Whom a move concerns gets a mail."""
    tell_of_move(parcel=event.parcel, number=event.number, now=utc_now())


@subscribe(DeadlineChanged)
def tell_people_of_deadline(event: DeadlineChanged) -> None:
    """Who sends a parcel hears that it must leave at another time."""
    tell_of_deadline(parcel=event.parcel, old=event.old, new=event.new, because=event.because, now=utc_now())
