"""What follows from a move by itself."""

from farlight.beamtime.types import SessionState
from farlight.shipping.domain.contents import colour_of, content_hash, to_be_reviewed
from farlight.shipping.models import Parcel
from farlight.shipping.queries.contents import contents_of_parcel
from farlight.shipping.types import Move, ParcelMove, ParcelState, ParcelStatus, Particulars

SESSION_OVER = frozenset({SessionState.ENDED.value, SessionState.CLOSED.value, SessionState.CANCELLED.value})


def following_move(parcel: Parcel, made: ParcelMove, status: ParcelStatus) -> tuple[Move, Particulars] | None:
    """Return the move that follows from another one; None when none does.

    What the safety group has approved as it is passes at once; what comes back from the beamline after its session
    waits for its group to say what becomes of it.
    """
    if made.move is Move.SUBMIT and status.state is ParcelState.SUBMITTED:
        said = passing(parcel)
        return (Move.APPROVE, said) if said else None
    if made.move is Move.STORE and status.state is ParcelState.STORED and status.was_at_beamline:
        is_over = parcel.session is None or parcel.session.state in SESSION_OVER
        return (Move.AWAIT, Particulars(text="Back from the beamline, and its session is over.")) if is_over else None
    return None


def passing(parcel: Parcel) -> Particulars | None:
    """Return with what a parcel passes the safety review by itself; None when somebody has to look at it."""
    contents = contents_of_parcel(parcel)
    colour = colour_of(contents)
    if colour is None or to_be_reviewed(contents):
        return None
    text = "Everything in it was approved before, and nothing has changed."
    return Particulars(content_hash=content_hash(contents), colour=colour.value, text=text)
