"""Which bytes of a thing were sent."""

from collections.abc import Sequence

Interval = tuple[int, int]
"""First byte, and the one behind the last."""


def merged(intervals: Sequence[Sequence[int]], start: int, stop: int) -> list[Interval]:
    """Return intervals with one more: in order, none touching another."""
    found: list[Interval] = []
    for first, last in sorted([*((one[0], one[1]) for one in intervals), (start, stop)]):
        if first >= last:
            continue
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def total_bytes(intervals: Sequence[Sequence[int]]) -> int:
    """How many bytes these are."""
    return sum(one[1] - one[0] for one in intervals)
