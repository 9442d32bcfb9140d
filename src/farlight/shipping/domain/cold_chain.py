"""Which moves of a dewar say something about its cold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from farlight.shipping.domain.hold_time import Fill
from farlight.shipping.types import Move, Particulars

TELLING = (Move.TOP_UP, Move.POST, Move.INSPECT, Move.REPORT_WARM)
"""Moves that say something."""
USUAL_HOLD = timedelta(days=10)
"""What is taken for a dewar of which neither its maker nor its history says anything."""
FILLED_BEFORE = timedelta(days=2)
"""A dewar is filled before it is posted; a fill recorded within this is that one."""
LEAST_FRAC = 0.02
MOST_FILLS = 30
"""Older fills than so many say nothing more."""


NOTHING_SAID = Particulars()


@dataclass(frozen=True, kw_only=True)
class ColdMove:
    """A move that says something."""

    move: Move
    at: datetime
    said: Particulars = NOTHING_SAID


def fills_in(moves: Iterable[ColdMove], *, capacity_kg: float | None) -> list[Fill]:
    """Return the fills of a dewar, the oldest first.

    A top-up fills it; what was left before it was measured as a level, or follows from the mass that was filled in. A
    dewar is posted full. An inspection that names a level counts as a fill up to that level, before which as much was
    left.

    Parameters
    ----------
    moves : iterable of ColdMove
        All of the dewar, over all its journeys.
    capacity_kg : float or None
        Mass of nitrogen that it takes up; None when nobody knows.
    """
    found: list[Fill] = []
    for move in sorted(moves, key=lambda one: one.at):
        level = move.said.ln2_level_frac
        if move.move is Move.REPORT_WARM:
            found.append(Fill(at=move.at, was_warm=True))
        elif move.move is Move.TOP_UP:
            found.append(Fill(at=move.at, left_frac=_left_frac(move.said, capacity_kg)))
        elif move.move is Move.POST and not _was_filled(found, move.at):
            found.append(Fill(at=move.at))
        elif move.move is Move.INSPECT and level is not None:
            found.append(Fill(at=move.at, left_frac=level, filled_frac=max(level, LEAST_FRAC)))
    return found[-MOST_FILLS:]


def _left_frac(said: Particulars, capacity_kg: float | None) -> float | None:
    if said.ln2_level_frac is not None:
        return said.ln2_level_frac
    if said.ln2_kg is None or not capacity_kg:
        return None
    return min(max(1.0 - said.ln2_kg / capacity_kg, 0.0), 1.0)


def _was_filled(fills: list[Fill], at: datetime) -> bool:
    return bool(fills) and not fills[-1].was_warm and at - fills[-1].at <= FILLED_BEFORE
