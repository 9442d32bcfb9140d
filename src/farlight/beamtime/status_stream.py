"""The state of the beamline in a session's event stream: a message without number, at most once a second.

It goes along with the heartbeat. Nobody can miss it: whoever comes later gets the last known values, and the log of a
session is not the place for every flicker of the ring current. Read once a second for all streams of a session in a
process.
"""

import time
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from asgiref.sync import sync_to_async

from farlight.beamlines.types import WrittenReading
from farlight.beamtime.services.status import status_in
from farlight.kernel.time import utc_now

READ_EVERY_S = 0.95

Status = tuple[tuple[WrittenReading, ...], datetime | None]


@dataclass
class StatusCache:
    """What the sessions with open streams in this process may see of their beamlines, at most a second old."""

    _read: dict[str, tuple[float, Status]] = field(default_factory=dict)

    async def status(self, session: str) -> Status:
        """Return what may be shown in a session."""
        read_at_s, status = self._read.get(session, (float("-inf"), ((), None)))
        if time.monotonic() - read_at_s > READ_EVERY_S:
            self._read[session] = time.monotonic(), status  # others need not read it meanwhile
            status = await sync_to_async(status_in, thread_sensitive=False)(session, now=utc_now())
            self._read[session] = time.monotonic(), status
        return status


status_cache = StatusCache()


@dataclass
class StatusFollower:
    """One stream's view: which values it was told."""

    session: str
    _told: dict[str, WrittenReading] = field(default_factory=dict)
    _heard_at: datetime | None = None

    async def news(self) -> dict[str, Any] | None:
        """Return what the stream was not told yet; None when there is nothing."""
        readings, heard_at = await status_cache.status(self.session)
        fresh = [reading for reading in readings if self._told.get(reading.channel) != reading]
        gone = sorted(set(self._told) - {reading.channel for reading in readings})
        if not fresh and not gone and heard_at == self._heard_at:
            return None
        self._told = {reading.channel: reading for reading in readings}
        self._heard_at = heard_at
        return {
            "now": utc_now().isoformat(),
            "heard_at": heard_at.isoformat() if heard_at else None,
            "values": [asdict(r) | {"changed_at": r.changed_at.isoformat()} for r in fresh],
            "gone": gone,
        }
