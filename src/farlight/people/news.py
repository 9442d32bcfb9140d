"""News for pages that follow no single session (parcels, the stores, the wall of desktops), as server-sent events.

They say that something changed, not what: such a page is fetched anew as a whole, so its stream says only a number that
changes with what is shown. Nothing is missed: whoever comes back tells the number that it saw last. Rights are asked
for again every second, for all open pages of a process together.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import asdict
from typing import Any
from weakref import WeakKeyDictionary

from asgiref.sync import sync_to_async
from django.db import close_old_connections, connections
from django.http import HttpRequest, StreamingHttpResponse

from farlight.bus.public import watch
from farlight.kernel.errors import NotFound, Objection
from farlight.kernel.paging import whole_number
from farlight.kernel.time import utc_now
from farlight.kernel.together import Together
from farlight.people.authentication import credential_in, person_of
from farlight.people.standing import Standings
from farlight.people.types import Actor, Credential

HEARTBEAT_S = 1.0
ASK_AGAIN_S = 0.5
"""Between two looks for which nothing happened."""


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
        self.newest, self.is_over = after, False
        self.reasons: tuple[Objection, ...] = ()
        """Why it is over; nothing for who may not see the page any more."""

    async def lines(self) -> AsyncIterator[bytes]:
        """What the browser gets, with a heartbeat each second."""
        wake, desk = asyncio.Event(), _news_desk()
        watch.listen(self, wake)
        leave = desk.join(self)
        try:
            yield b"retry: 1000\n\n"
            since_s = time.monotonic()
            while True:
                await desk.seen(self, since_s=since_s)
                if self.is_over:
                    yield _message("access-ended", {"reasons": [asdict(reason) for reason in self.reasons]})
                    return
                if self.newest != self.after:
                    self.after = self.newest
                    yield _changed(self.kind, self.newest)
                yield _message("heartbeat", {"at": utc_now().isoformat(), "newest": self.after})
                with suppress(TimeoutError):
                    await asyncio.wait_for(wake.wait(), HEARTBEAT_S)
                since_s = time.monotonic() - (0 if wake.is_set() else ASK_AGAIN_S)
                wake.clear()
        finally:
            leave()
            watch.forget(self)


class _Desk:
    """Looks at the open pages of an event loop."""

    def __init__(self) -> None:
        self._standings = Standings()

    def look_at(self, pages: list[News]) -> None:
        close_old_connections()
        found = self._standings.objections([(page.person.pk, page.credential) for page in pages], now=utc_now())
        for page, objections in zip(pages, found, strict=True):
            try:
                page.newest = page.look(page.person)
            except NotFound:
                page.is_over = True
            else:
                page.is_over, page.reasons = bool(objections), objections


_desks: WeakKeyDictionary[asyncio.AbstractEventLoop, Together[News]] = WeakKeyDictionary()


def _news_desk() -> Together[News]:
    return _desks.setdefault(asyncio.get_running_loop(), Together(_Desk().look_at))


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
