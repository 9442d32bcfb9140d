"""Which moves may be made with a parcel now, and what stands in the way of the others."""

from datetime import datetime

from farlight.people.types import Actor
from farlight.shipping.access import mover_of, parcel_for
from farlight.shipping.domain.guards import objections_to_choice, objections_to_undoing
from farlight.shipping.domain.machine import counting, fold, last_changing
from farlight.shipping.models import Parcel
from farlight.shipping.queries.moves import moves_of
from farlight.shipping.services.facts import facts_of
from farlight.shipping.types import Move, ParcelPlan, ParcelStatus

NEVER_OFFERED = frozenset({Move.CREATE, Move.UNDO})


def moves_offered(person: Actor, parcel: str) -> ParcelPlan:
    """Return the moves that a person may make with a parcel now, and why not the others.

    Raises
    ------
    NotFound
        When the person may not know of the parcel.
    """
    row = parcel_for(person, parcel)
    status, facts, who = status_of(row), facts_of(row), mover_of(person, row.proposal.code)
    found = {move: objections_to_choice(move, status, facts, who) for move in Move if move not in NEVER_OFFERED}
    allowed = tuple(move for move, objections in found.items() if not objections)
    return ParcelPlan(allowed=allowed, refused={move: why for move, why in found.items() if why})


def moves_undoable(person: Actor, parcel: Parcel, *, now: datetime) -> frozenset[int]:
    """Return the numbers of the moves that a person may take back now."""
    moves, who = moves_of(parcel), mover_of(person, parcel.proposal.code)
    last = last_changing(moves)
    return frozenset(move.number for move in counting(moves) if not objections_to_undoing(move, last, who, now=now))


def status_of(parcel: Parcel) -> ParcelStatus:
    """Return what a parcel's moves come to: one query."""
    return fold(moves_of(parcel))
