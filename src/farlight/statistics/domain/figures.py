"""What a group of parcels comes to: counts, times, shares."""

import math
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from farlight.shipping.types import ParcelHistory, ParcelKind
from farlight.statistics.types import Figures, Spread

FEWEST = 5
"""Groups smaller than this say nothing about times and shares, and are shown by themselves only to staff."""


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value that a share of the values does not exceed, by linear interpolation (type 7, as R and numpy).

    Parameters
    ----------
    values : sequence of float
        At least one.
    share : float
        From 0 to 1.
    """
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def told(number: int, *, of: int, fewest: int) -> int | None:
    """Return a number of things of so many; None when they, or all the others, are fewer than ``fewest`` but some."""
    return None if 0 < number < fewest or 0 < of - number < fewest else number


def spread_of(seconds: Sequence[float], *, of: int, fewest: int = 1) -> Spread:
    """Return median and 90th percentile of some of so many things; none of them of fewer values than ``fewest``."""
    count = told(len(seconds), of=of, fewest=fewest)
    if len(seconds) < max(1, fewest):
        return Spread(count=count, p50_s=None, p90_s=None)
    return Spread(count=count, p50_s=quantile(seconds, 0.5), p90_s=quantile(seconds, 0.9))


def figures_of(histories: Sequence[ParcelHistory], *, fewest: int = 1) -> Figures:
    """Return what parcels come to.

    Parameters
    ----------
    histories : sequence of ParcelHistory
        The parcels.
    fewest : int
        Times and shares of fewer parcels than this are not told, nor are numbers that tell of fewer.
    """
    number, shipments = len(histories), len({h.shipment for h in histories})
    came = [h for h in histories if h.received_at is not None]
    posted = [h for h in histories if h.posted_at is not None]
    timed = [h for h in came if h.session_start is not None]
    return Figures(
        parcels=number,
        dewars=told(sum(h.kind is ParcelKind.DEWAR for h in histories), of=number, fewest=fewest),
        shipments=told(shipments, of=shipments, fewest=fewest),
        outward=spread_of(_times(histories, lambda h: (h.posted_at, h.received_at)), of=number, fewest=fewest),
        homeward=spread_of(_times(histories, lambda h: (h.handed_over_at, h.returned_at)), of=number, fewest=fewest),
        in_time_frac=_share(timed, lambda h: _is_before(h.received_at, h.session_start), fewest),
        warm_frac=_share(came, lambda h: h.was_warm, fewest),
        damaged_frac=_share(came, lambda h: h.was_damaged, fewest),
        lost_frac=_share(posted, lambda h: h.was_lost, fewest),
    )


def _times(
    histories: Iterable[ParcelHistory], ends: Callable[[ParcelHistory], tuple[datetime | None, datetime | None]]
) -> list[float]:
    pairs = map(ends, histories)
    return [(end - start).total_seconds() for start, end in pairs if start is not None and end is not None]


def _is_before(moment: datetime | None, other: datetime | None) -> bool:
    return moment is not None and other is not None and moment <= other


def _share(histories: Sequence[ParcelHistory], holds: Callable[[ParcelHistory], bool], fewest: int) -> float | None:
    if len(histories) < max(1, fewest):
        return None
    return sum(map(holds, histories)) / len(histories)
