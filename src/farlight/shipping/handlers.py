"""Shipping follows sessions and hazards; what lies in parcels follows them."""

from farlight.beamtime.events import SessionMoved, SessionStateChanged
from farlight.bus.public import subscribe
from farlight.kernel.time import utc_now
from farlight.samples.events import HazardProfileApproved
from farlight.shipping.events import ParcelMoved
from farlight.shipping.services.deadlines import reckon_deadlines_of
from farlight.shipping.services.following import take_pieces_along
from farlight.shipping.services.housekeeping import pass_waiting_parcels


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
