"""When something happened to a parcel, by its moves: only those that count, each by its first time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from farlight.shipping.types import Move


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """A move, as far as figures need it."""

    number: int
    move: Move
    at: datetime
    undoes: int | None
    is_late: bool


MILESTONES = frozenset(
    {
        Move.POST,
        Move.RECEIVE,
        Move.HAND_OVER,
        Move.CONFIRM_RETURN,
        Move.REPORT_WARM,
        Move.REPORT_DAMAGED,
        Move.REPORT_LOST,
        Move.UNDO,
    }
)
"""The moves that figures are made of."""


def first_times(moves: Iterable[Milestone]) -> dict[Move, datetime]:
    """Return when each kind of move happened first; what was taken back, or is a late remark, does not count."""
    told = list(moves)
    taken_back = {move.undoes for move in told if move.move is Move.UNDO}
    times: dict[Move, datetime] = {}
    for move in told:
        if move.move is Move.UNDO or move.is_late or move.number in taken_back:
            continue
        times[move.move] = min(move.at, times.get(move.move, move.at))
    return times
