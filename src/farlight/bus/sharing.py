"""One reading of the log for all streams of a process: a thousand browsers at one session cost one query an event.

At each news one query says how far every followed stream is; only streams that grew are read, once, and what was read
is kept for a while. Who is further behind than that reads for itself.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from asgiref.sync import sync_to_async

from farlight.bus.reading import Entry, entries_after, newest_numbers
from farlight.bus.watch import Watch, watch

KEPT = 200
"""Entries of a stream that are kept; about a minute of a busy session."""


@dataclass
class _Tail:
    """The newest entries of a stream, without gaps up to `newest`."""

    newest: int
    """Number up to which the stream was read."""
    entries: deque[Entry] = field(default_factory=lambda: deque(maxlen=KEPT))
    reading: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def begins(self) -> int:
        """Number after which everything is kept."""
        return self.entries[0].number - 1 if self.entries else self.newest


class SharedLog:
    """The log as the streams of one event loop follow it.

    Parameters
    ----------
    news : Watch
        Counts news; read before the log is, so that nothing is taken for old that is not.
    """

    def __init__(self, news: Watch) -> None:
        self._news = news
        self._looked_at = -1
        self._newest: dict[str, int] = {}
        self._tails: dict[str, _Tail] = {}
        self._followers: dict[str, int] = {}
        self._looking = asyncio.Lock()

    def follow(self, stream: str) -> Callable[[], None]:
        """Begin to follow a stream; call what is returned when it ends."""
        self._followers[stream] = self._followers.get(stream, 0) + 1

        def end() -> None:
            self._followers[stream] -= 1
            if not self._followers[stream]:
                del self._followers[stream]
                self._tails.pop(stream, None)
                self._newest.pop(stream, None)

        return end

    async def entries_after(self, stream: str, number: int, *, limit: int) -> list[Entry]:
        """Return what came after a number in a stream that is followed, in order, at most ``limit``."""
        newest = await self._newest_of(stream)
        if newest <= number:
            return []
        tail = self._tails.setdefault(stream, _Tail(max(number, newest - KEPT)))
        async with tail.reading:
            while tail.newest < newest:
                found = await _in_thread(entries_after, stream, tail.newest, limit=KEPT)
                if not found:
                    break
                tail.entries.extend(found)
                tail.newest = found[-1].number
        if number < tail.begins:
            behind: list[Entry] = await _in_thread(entries_after, stream, number, limit=limit)
            return behind
        return [entry for entry in tail.entries if entry.number > number][:limit]

    async def _newest_of(self, stream: str) -> int:
        """Return how far a stream is, as it was seen since the last news."""
        if not self._is_fresh(stream):
            async with self._looking:
                if not self._is_fresh(stream):
                    count, followed = self._news.count, tuple({stream, *self._followers})
                    self._newest = await _in_thread(newest_numbers, followed)
                    self._looked_at = count
        return self._newest[stream]

    def _is_fresh(self, stream: str) -> bool:
        return self._looked_at == self._news.count and stream in self._newest


async def _in_thread(function: Any, *args: Any, **kwargs: Any) -> Any:
    return await sync_to_async(function, thread_sensitive=False)(*args, **kwargs)


_logs: WeakKeyDictionary[asyncio.AbstractEventLoop, SharedLog] = WeakKeyDictionary()


def shared_log() -> SharedLog:
    """Return the log that all streams of the running event loop share."""
    return _logs.setdefault(asyncio.get_running_loop(), SharedLog(watch))
