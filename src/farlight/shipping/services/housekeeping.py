"""What the clock alone brings: sessions end, parcels are closed, what nobody asks for is given up."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from farlight.shipping.access import parcels_with_names
from farlight.shipping.domain.machine import fold
from farlight.shipping.errors import MoveRefused
from farlight.shipping.models import Parcel
from farlight.shipping.queries.moves import moves_of
from farlight.shipping.queries.stores import stores_settings
from farlight.shipping.services.moving import record_move
from farlight.shipping.services.rules import SESSION_OVER, passing
from farlight.shipping.types import Move, ParcelState, Particulars, Source

S = ParcelState
_WAITS_IN_STORES = [S.RECEIVED.value, S.INSPECTED.value, S.STORED.value]
_IN_REVIEW = [S.SUBMITTED.value, S.UNDER_REVIEW.value]


def follow_parcels(*, now: datetime) -> int:
    """Make the moves whose time has come; return how many."""
    stores = stores_settings()
    closing = now - timedelta(days=stores.close_after_days)
    giving_up = now - timedelta(days=stores.abandon_after_days)
    home = _in([S.RETURNED.value, S.DISPOSED.value]).filter(since__lte=closing)
    waiting = _in([S.AWAITING_INSTRUCTIONS.value]).filter(since__lte=giving_up)
    return (
        _move_all(_over(), Move.AWAIT, "Its session is over.", now)
        + _move_all(home, Move.CLOSE, f"{stores.close_after_days} days have passed.", now)
        + _move_all(waiting, Move.ABANDON, f"No instructions for {stores.abandon_after_days} days.", now)
    )


def _in(states: list[str]) -> QuerySet[Parcel]:
    return parcels_with_names().filter(state__in=states)


def _over() -> QuerySet[Parcel]:
    """Parcels that wait in the stores though their session is over."""
    return _in(_WAITS_IN_STORES).filter(Q(session__state__in=SESSION_OVER))


def _move_all(rows: QuerySet[Parcel], move: Move, text: str, now: datetime) -> int:
    return sum(_moved(row, move, text, now) for row in rows.order_by("pk"))


def _moved(row: Parcel, move: Move, text: str, now: datetime) -> int:
    """Make a move of the clock's; 0 when the parcel is kept on purpose, or somebody moved it meanwhile."""
    keep_until = fold(moves_of(row)).keep_until
    if move is Move.AWAIT and keep_until is not None and keep_until >= now.date():
        return 0
    said = Particulars(text=text, reason=text)
    try:
        record_move(parcel=row.code, move=move, at=now, by=None, source=Source.CLOCK, now=now, payload=said)
    except MoveRefused:
        return 0
    return 1


def pass_waiting_parcels(proposal: str, *, now: datetime) -> int:
    """Let the parcels of a proposal pass that waited only for a decision about a hazard; return how many."""
    passed = 0
    for row in _in(_IN_REVIEW).filter(proposal__code=proposal).order_by("pk"):
        said = passing(row)
        if said is not None:
            record_move(parcel=row.code, move=Move.APPROVE, at=now, by=None, source=Source.RULE, now=now, payload=said)
            passed += 1
    return passed
