"""The event stream of a session, as server-sent events (WHATWG HTML, section 9.2).

One watch a process wakes all streams; each asks ``may`` when it opens, again when the session's rights number changed,
when its person's account changed, when a role lapses, and when what the person came with (a token, a login) counts no
more. All open streams of a process are looked at together for that, at most every half second (see ``stream_keeper``).
"""

import asyncio
import json
from collections.abc import AsyncIterator, Coroutine
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connections

from farlight.beamtime import access
from farlight.beamtime.followers import followers_for
from farlight.beamtime.gate import Gate
from farlight.beamtime.models import Session
from farlight.beamtime.services import presence
from farlight.beamtime.status_stream import StatusFollower
from farlight.beamtime.stream_keeper import Guarded, stream_keeper
from farlight.bus.public import Entry, newest_number, shared_log, watch
from farlight.kernel.ids import new_opaque_id
from farlight.kernel.paging import whole_number
from farlight.kernel.time import utc_now
from farlight.people.types import Actor, Credential

HEARTBEAT_S = 1.0
BATCH = 500
RELOAD_S = 3.0
"""Whoever leaves and comes back so soon has only turned a page, and nobody is told."""


class OpenStream:
    """A person's stream of one session."""

    def __init__(self, session: Session, gate: Gate, after: int) -> None:
        self.session, self.person, self.after = session, gate.person, after
        self.channel = new_opaque_id("s-")
        self.guarded = Guarded(gate=gate, channel=self.channel)
        self.over = False
        self.followers = {"beamline-status": StatusFollower(session.code), **followers_for(session.code)}

    async def lines(self) -> AsyncIterator[bytes]:
        """What the browser gets: first what it missed, then what happens, with a heartbeat each second."""
        wake = asyncio.Event()
        wake.set()
        watch.listen(self, wake)
        stop_following, stop_guarding = shared_log().follow(self.session.code), stream_keeper().guard(self.guarded)
        try:
            arrival = {"session": self.session, "person": self.person, "channel": self.channel, "now": utc_now()}
            await _in_thread(presence.arrive, **arrival)
            yield b"retry: 1000\n\n"
            async for line in self._until_access_ends(wake):
                yield line
        finally:
            stop_following()
            stop_guarding()
            watch.forget(self)
            _in_background(self._leave())

    async def _leave(self) -> None:
        await asyncio.sleep(RELOAD_S)
        await _in_thread(presence.leave, session=self.session, channel=self.channel)

    async def _until_access_ends(self, wake: asyncio.Event) -> AsyncIterator[bytes]:
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(wake.wait(), HEARTBEAT_S)
            news = wake.is_set()
            wake.clear()
            if not await stream_keeper().allows(self.guarded):
                yield self._end()
                return
            if news:
                async for line in self._missed():
                    yield line
            if self.over:
                return
            yield _message("heartbeat", self._state())
            for event, follower in self.followers.items():
                if (told := await follower.news()) is not None:
                    yield _message(event, told)

    def _state(self) -> dict[str, Any]:
        """What each heartbeat says: with another rights number, other things may be opened than before."""
        return {"at": utc_now().isoformat(), "newest": self.after, "rights": self.guarded.gate.rights}

    async def _missed(self) -> AsyncIterator[bytes]:
        while entries := await shared_log().entries_after(self.session.code, self.after, limit=BATCH):
            for entry in entries:
                if not await stream_keeper().allows(self.guarded):
                    yield self._end()
                    return
                self.after = entry.number
                yield _entry(entry)

    def _end(self) -> bytes:
        self.over = True
        return _message(
            "access-ended", {"session": self.session.code, "reasons": list(map(asdict, self.guarded.reasons))}
        )


def open_stream(person: Actor, credential: Credential, code: str, last_event_id: str) -> OpenStream:
    """Check that the person may see the session, and find where the stream goes on.

    ``Last-Event-ID`` is the number of the event that the browser had last; without one, or with nonsense, the stream
    begins with what happens next.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    """
    rights = access.rights_in(person, code)
    newest, last = newest_number(code), whole_number(last_event_id)
    gate = Gate(person=person, credential=credential, session=code, found=rights)
    return OpenStream(rights.session, gate, newest if last is None else min(last, newest))


_background: set[asyncio.Task[None]] = set()


def _in_background(work: Coroutine[Any, Any, None]) -> None:
    """Let something be done when the stream is over; what the end of the process cuts off, ``forget_the_lost`` does."""
    task = asyncio.get_running_loop().create_task(work)
    _background.add(task)
    task.add_done_callback(_background.discard)


async def _in_thread(function: Any, *args: Any, **kwargs: Any) -> Any:
    """Run a database function in a pool thread; the connection stays with the thread, not with the stream."""
    return await sync_to_async(function, thread_sensitive=False)(*args, **kwargs)


def _entry(entry: Entry) -> bytes:
    data = {
        "number": entry.number,
        "kind": entry.kind,
        "at": entry.at.isoformat(),
        "by": entry.by or None,
        "body": without_roots(entry.body, str(settings.FARLIGHT_DATA_DIR)),
    }
    return _message(entry.kind, data, number=entry.number)


def without_roots(body: dict[str, Any], root: str) -> dict[str, Any]:
    """Take the root of the storage off paths: where it lies is nobody's business outside."""
    return {
        k: v.removeprefix(root).lstrip("/") if isinstance(v, str) and v.startswith(root) else v for k, v in body.items()
    }


def _message(event: str, data: dict[str, Any], *, number: int | None = None) -> bytes:
    head = f"id: {number}\n" if number is not None else ""
    return f"{head}event: {event}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n".encode()


def close_request_connections() -> None:
    """Give the request's own database connection back: the stream may stay open for hours."""
    connections.close_all()


__all__ = ["OpenStream", "close_request_connections", "open_stream"]
