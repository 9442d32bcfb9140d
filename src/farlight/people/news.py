"""News for pages that follow no single session (parcels, the stores, the wall of desktops), as server-sent events.

They say that something changed, not what: such a page is fetched anew as a whole, so its stream says only a number that
changes with what is shown. Nothing is missed: whoever comes back tells the number that it saw last. Rights are asked
for again every second.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

from asgiref.sync import sync_to_async
from django.db import connections
from django.http import HttpRequest, StreamingHttpResponse

from farlight.bus.public import watch
from farlight.kernel.errors import NotFound, Objection
from farlight.kernel.paging import whole_number
from farlight.kernel.time import utc_now
from farlight.people.authentication import credential_in, objections_to_credential, person_of
from farlight.people.types import Actor, Credential

HEARTBEAT_S = 1.0


@dataclass(frozen=True, kw_only=True)
class _Look:
    """What the stream found when it looked."""

    newest: int
    is_over: bool = False
    reasons: tuple[Objection, ...] = ()


class News:
    """One open page.

    Parameters
    ----------
    person : Actor
        Who looks at it.
    credential : Credential
        With which they do.
    kind : str
        Event that the page waits for.
    look : callable
        Returns the number; raises NotFound once the person may not see the page any more.
    after : int
        The number that the page was made with.
    """

    def __init__(
        self, person: Actor, credential: Credential, *, kind: str, look: Callable[[Actor], int], after: int
    ) -> None:
        self.person, self.credential, self.after = person, credential, after
        self.kind, self.look = kind, look

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
                    yield _changed(self.kind, look.newest)
                yield _message("heartbeat", {"at": utc_now().isoformat(), "newest": self.after})
                with suppress(TimeoutError):
                    await asyncio.wait_for(wake.wait(), HEARTBEAT_S)
                wake.clear()
        finally:
            watch.forget(self)

    def _look(self) -> _Look:
        try:
            newest = self.look(self.person)
        except NotFound:
            return _Look(newest=self.after, is_over=True)
        reasons = objections_to_credential(self.credential, person=self.person, now=utc_now())
        return _Look(newest=newest, is_over=bool(reasons), reasons=reasons)


def _changed(kind: str, number: int) -> bytes:
    body = {"number": number, "kind": kind, "at": utc_now().isoformat(), "by": None, "body": {}}
    return _message(kind, body, number=number)


def _message(event: str, data: dict[str, Any], *, number: int | None = None) -> bytes:
    head = f"id: {number}\n" if number is not None else ""
    return f"{head}event: {event}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n".encode()


async def news_response(request: HttpRequest, *, kind: str, look: Callable[[Actor], int]) -> StreamingHttpResponse:
    """Return the open answer.

    Raises
    ------
    NotFound
        When the person may not see the page.
    """
    request.user = await request.auser()
    person = person_of(request)
    newest = await sync_to_async(look)(person)
    asked = whole_number(request.headers.get("Last-Event-ID", ""))
    credential = credential_in(request.headers, login=request.session.session_key)
    await sync_to_async(connections.close_all)()
    news = News(person, credential, kind=kind, look=look, after=newest if asked is None else asked)
    response = StreamingHttpResponse(news.lines(), content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response
