"""In which part of the stores' board a parcel stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from farlight.shipping.domain.table import ON_SITE
from farlight.shipping.types import ParcelState

LATE_BEFORE_SESSION = timedelta(days=1)
"""A parcel that is not here so long before its session is overdue, whatever its courier expects."""
COMING = frozenset({ParcelState.BOOKED, ParcelState.IN_TRANSIT, ParcelState.DELIVERED})
ON_THE_BOARD = COMING | ON_SITE
"""With parcels whose base is another one, the stores have nothing to do."""
GOING = frozenset(
    {
        ParcelState.TRANSFER_REQUESTED,
        ParcelState.RETURN_REQUESTED,
        ParcelState.DISPOSAL_REQUESTED,
        ParcelState.CLEARED,
        ParcelState.RETURN_BOOKED,
    }
)


class BoardPart(StrEnum):
    """What the stores have to do with a parcel."""

    PROBLEMS = "problems"
    """Something holds it, and somebody must decide."""
    OVERDUE = "overdue"
    DUE = "due"
    ON_SITE = "on_site"
    AWAITING = "awaiting"
    """Its group must say what becomes of it."""
    LEAVING_TODAY = "leaving_today"
    LEAVING = "leaving"


@dataclass(frozen=True, kw_only=True)
class BoardFacts:
    """What counts for a parcel's part of the board."""

    state: ParcelState
    base: ParcelState
    expected_at: datetime | None = None
    session_start: datetime | None = None
    pickup_at: datetime | None = None


def board_part(facts: BoardFacts, *, now: datetime, ends_today: datetime) -> BoardPart:
    """Return a parcel's part of the board, for one whose base is of ``ON_THE_BOARD``.

    Parameters
    ----------
    facts : BoardFacts
        Where the parcel is.
    now : datetime
        The present moment.
    ends_today : datetime
        The end of the day at the facility.
    """
    if facts.state.is_hold:
        return BoardPart.PROBLEMS
    if facts.base in COMING:
        return BoardPart.OVERDUE if _is_overdue(facts, now) else BoardPart.DUE
    if facts.base is ParcelState.AWAITING_INSTRUCTIONS:
        return BoardPart.AWAITING
    if facts.base not in GOING:
        return BoardPart.ON_SITE
    is_today = facts.pickup_at is not None and facts.pickup_at < ends_today
    return BoardPart.LEAVING_TODAY if is_today else BoardPart.LEAVING


def _is_overdue(facts: BoardFacts, now: datetime) -> bool:
    if facts.expected_at is not None and facts.expected_at < now:
        return True
    return facts.session_start is not None and facts.session_start - LATE_BEFORE_SESSION < now
