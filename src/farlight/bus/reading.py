"""Reading a stream from a number on."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from farlight.bus.models import LoggedEvent, Stream


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of a log, as readers get it."""

    number: int
    kind: str
    by: str
    at: datetime
    body: dict[str, Any]


def newest_number(stream: str) -> int:
    """Return the number of the newest event of a stream; 0 when it has none."""
    found = Stream.objects.filter(code=stream).values_list("newest", flat=True).first()
    return found or 0


def newest_numbers(streams: Collection[str]) -> dict[str, int]:
    """Return the number of the newest event of each of some streams; 0 for those that have none."""
    return dict.fromkeys(streams, 0) | dict(Stream.objects.filter(code__in=streams).values_list("code", "newest"))


def entries_after(stream: str, number: int, *, limit: int = 500) -> list[Entry]:
    """Return what came after a number, in order, at most ``limit`` at a time."""
    rows = LoggedEvent.objects.filter(stream_id=stream, number__gt=number).order_by("number")[:limit]
    return [Entry(number=r.number, kind=r.kind, by=r.by, at=r.at, body=r.body) for r in rows]


def all_entries(stream: str) -> Iterator[Entry]:
    """Every event of a stream, in order."""
    after = 0
    while entries := entries_after(stream, after):
        yield from entries
        after = entries[-1].number
