"""News for the board of the stores, as server-sent events: that something changed, not what.

A board is fetched anew as a whole, so its stream says only how far the parcels' moves are. Nothing is missed: whoever
comes back tells the number that it saw last. Rights are asked for again every second.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

from asgiref.sync import sync_to_async
from django.http import StreamingHttpResponse

from farlight.bus.public import watch
from farlight.kernel.errors import NotFound, Objection
from farlight.kernel.time import utc_now
from farlight.people.public import objections_to_credential
from farlight.people.types import Actor, Credential
from farlight.shipping.services.board import newest_move

HEARTBEAT_S = 1.0


@dataclass(frozen=True, kw_only=True)
class _Look:
    """What the stream found when it looked."""

    newest: int
    is_over: bool = False
    reasons: tuple[Objection, ...] = ()


class StoresNews:
    """One open board."""

    def __init__(self, person: Actor, credential: Credential, after: int) -> None:
        self.person, self.credential, self.after = person, credential, after

    async def lines(self) -> AsyncIterator[bytes]:
        """What the browser gets, with a heartbeat each second."""
        wake = asyncio.Event()
        watch.listen(self, wake)
        try:
            yield b"retry: 1000\n\n"
            while True:
                look = await sync_to_async(self._look, thread_sensitive=False)()
                if look.is_over:
                    yield _message("access-ended", {"reasons": [asdict(reason) for reason in look.reasons]})
                    return
                if look.newest != self.after:
                    self.after = look.newest
                    yield _changed(look.newest)
                yield _message("heartbeat", {"at": utc_now().isoformat(), "newest": self.after})
                with suppress(TimeoutError):
                    await asyncio.wait_for(wake.wait(), HEARTBEAT_S)
                wake.clear()
        finally:
            watch.forget(self)

    def _look(self) -> _Look:
        try:
            newest = newest_move(self.person)
        except NotFound:
            return _Look(newest=self.after, is_over=True)
        reasons = objections_to_credential(self.credential, person=self.person, now=utc_now())
        return _Look(newest=newest, is_over=bool(reasons), reasons=reasons)


def _changed(number: int) -> bytes:
    body = {"number": number, "kind": "stores-changed", "at": utc_now().isoformat(), "by": None, "body": {}}
    return _message("stores-changed", body, number=number)


def _message(event: str, data: dict[str, Any], *, number: int | None = None) -> bytes:
    head = f"id: {number}\n" if number is not None else ""
    return f"{head}event: {event}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n".encode()


def news_response(news: StoresNews) -> StreamingHttpResponse:
    """Return the open answer."""
    response = StreamingHttpResponse(news.lines(), content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response
