"""How far downloads are, in the streams of their sessions: read once a second for all streams of a process."""

import time
from dataclasses import dataclass, field
from typing import Any

from asgiref.sync import sync_to_async

from farlight.transfer.queries import open_downloads

READ_EVERY_S = 0.95


@dataclass
class DownloadsCache:
    """The downloads that are under way, at most a second old."""

    _read_at_s: float = float("-inf")
    _found: dict[str, list[list[object]]] = field(default_factory=dict)

    async def of(self, session: str) -> list[list[object]]:
        """Return those of a session."""
        if time.monotonic() - self._read_at_s > READ_EVERY_S:
            self._read_at_s = time.monotonic()  # others need not read it meanwhile
            self._found = await sync_to_async(open_downloads, thread_sensitive=False)()
        return self._found.get(session, [])


cache = DownloadsCache()


@dataclass
class DownloadsFollower:
    """One stream's view of the downloads of its session."""

    session: str
    _told: list[list[object]] = field(default_factory=list)

    async def news(self) -> dict[str, Any] | None:
        """Return how far the downloads are, when that changed."""
        found = await cache.of(self.session)
        if found == self._told:
            return None
        self._told = found
        return {"open": len(found)}
