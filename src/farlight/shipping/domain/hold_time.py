"""The cold-chain clock: how long a dewar stays cold, learned from its own fills.

The hold time differs from dewar to dewar and shrinks as the vacuum ages, so each dewar teaches its own. Three kinds of
things are learned. A fill with what was left before it gives the loss itself: the time in which a full dewar would have
been empty. A fill of a dewar that was still cold, without a measure, says that it holds longer than that; a dewar that
was found warm, that it holds less. They meet on a grid of the logarithm of the hold time; Student's t with four degrees
of freedom forgives single odd readings (Lange, Little and Taylor, J. Am. Stat. Assoc. 84, 881, 1989), and a reading
half a year old counts half. The wider of what is not known and what differs from fill to fill is told beside it.
"""

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate, pairwise

DAY = timedelta(days=1)
SCATTER = 0.12
"""By how much the same dewar differs from fill to fill (natural logarithm): weather, position, how full "full" was."""
PRIOR_SPREAD = 0.30
"""By how much dewars of a make differ from what its maker says (natural logarithm)."""
HALF_WEIGHT_AFTER = timedelta(days=182)
LEAST_LOSS_FRAC = 0.05
"""A smaller loss than this of the content says nothing: the scales are not that good."""
_DEGREES = 4.0
_HOURS_TOLD = 48
_DAYS_TOLD = 10
_STEPS = 141
_REACH = 1.4
"""The grid goes from a quarter of what the maker says to four times that."""
_LATEST_QUANTILE = 0.05
_SIGMA_QUANTILES = (0.159, 0.841)


@dataclass(frozen=True, kw_only=True)
class Fill:
    """A moment at which a dewar was filled, or found warm."""

    at: datetime
    left_frac: float | None = None
    """What was left of a full content before the fill, 0 to 1; None when nobody measured it."""
    filled_frac: float = 1.0
    """How full it was afterwards."""
    was_warm: bool = False
    """It was found warm: it ran dry before this moment."""


@dataclass(frozen=True, kw_only=True)
class HoldTime:
    """How long a full dewar stays cold."""

    hold: timedelta
    """The median."""
    uncertainty: timedelta
    """Half of the interval that holds in two of three cases."""
    latest: timedelta
    """So long it holds in nineteen of twenty cases: the time to go by."""
    intervals: int
    """How many intervals between fills taught it; none means that only the maker's word is known."""


@dataclass(frozen=True, kw_only=True)
class ColdUntil:
    """Until when a dewar is cold."""

    at: datetime
    uncertainty: timedelta
    top_up_before: datetime
    """With only one chance in twenty that it is warm before."""
    intervals: int


@dataclass(frozen=True, kw_only=True)
class _Lesson:
    """What an interval between two fills says of the logarithm of the hold time in days."""

    log_days: float
    sign: int
    """0: it is this; 1: it is longer; -1: it is shorter."""
    weight: float


def hold_time(fills: Sequence[Fill], *, makers: timedelta, now: datetime) -> HoldTime:
    """Estimate how long a full dewar stays cold.

    Parameters
    ----------
    fills : sequence of Fill
        In any order.
    makers : timedelta
        What its maker says, or what is usual for its kind.
    now : datetime
        The present moment: older lessons count less.
    """
    lessons = _lessons(sorted(fills, key=lambda fill: fill.at), now)
    centre = math.log(makers / DAY)
    grid = [centre - _REACH + 2 * _REACH * step / (_STEPS - 1) for step in range(_STEPS)]
    logs = [_log_t(x - centre, PRIOR_SPREAD) + sum(_log_says(lesson, x) for lesson in lessons) for x in grid]
    highest = max(logs)
    weights = [math.exp(value - highest) for value in logs]
    middle = _quantile(grid, weights, 0.5)
    low, high = (_quantile(grid, weights, q) for q in _SIGMA_QUANTILES)
    spread = math.hypot((high - low) / 2, SCATTER)
    known = (middle - _quantile(grid, weights, _LATEST_QUANTILE)) / 1.645
    return HoldTime(
        hold=math.exp(middle) * DAY,
        uncertainty=math.exp(middle) * math.sinh(spread) * DAY,
        latest=math.exp(middle - 1.645 * math.hypot(known, SCATTER)) * DAY,
        intervals=len(lessons),
    )


def cold_until(fills: Sequence[Fill], *, makers: timedelta, now: datetime) -> ColdUntil | None:
    """Say until when a dewar is cold; None when it was never filled, or was found warm since.

    The last fill counts from how full it was.
    """
    last = max(fills, key=lambda fill: fill.at, default=None)
    if last is None or last.was_warm:
        return None
    hold = hold_time(fills, makers=makers, now=now)
    return ColdUntil(
        at=last.at + last.filled_frac * hold.hold,
        uncertainty=last.filled_frac * hold.uncertainty,
        top_up_before=last.at + last.filled_frac * hold.latest,
        intervals=hold.intervals,
    )


def _lessons(fills: Sequence[Fill], now: datetime) -> list[_Lesson]:
    found = []
    for before, after in pairwise(fills):
        days = (after.at - before.at) / DAY
        if before.was_warm or days <= 0:
            continue
        weight = 0.5 ** (max(now - after.at, timedelta()) / HALF_WEIGHT_AFTER)
        lost_frac = None if after.left_frac is None else before.filled_frac - after.left_frac
        if after.was_warm:
            found.append(_Lesson(log_days=math.log(days / before.filled_frac), sign=-1, weight=weight))
        elif lost_frac is not None and lost_frac >= LEAST_LOSS_FRAC:
            found.append(_Lesson(log_days=math.log(days / lost_frac), sign=0, weight=weight))
        elif lost_frac is None:
            found.append(_Lesson(log_days=math.log(days / before.filled_frac), sign=1, weight=weight))
    return found


def _log_says(lesson: _Lesson, x: float) -> float:
    if lesson.sign == 0:
        return lesson.weight * _log_t(x - lesson.log_days, SCATTER)
    z = lesson.sign * (x - lesson.log_days) / SCATTER
    return lesson.weight * math.log(max(0.5 * math.erfc(-z / math.sqrt(2)), 1e-3))


def _log_t(difference: float, scale: float) -> float:
    return -(_DEGREES + 1) / 2 * math.log1p((difference / scale) ** 2 / _DEGREES)


def _quantile(grid: Sequence[float], weights: Sequence[float], share: float) -> float:
    """Position below which a share of the weight lies, between the grid's points."""
    below = [0.0, *accumulate(weights)]
    wanted = share * below[-1]
    at = min(bisect_left(below, wanted, 1) - 1, len(grid) - 1)
    return grid[at] + (grid[1] - grid[0]) * ((wanted - below[at]) / weights[at] - 0.5)


def span_text(span: timedelta) -> str:
    """Write a span as people say it: hours below two days, then days."""
    hours = span / timedelta(hours=1)
    if hours < _HOURS_TOLD:
        return f"{max(1, round(hours))} h"
    days = span / DAY
    return f"{days:.1f} d" if days < _DAYS_TOLD else f"{round(days)} d"
