"""The websocket of staff who see a desktop from afar: a WebP when something changed, at most one a second."""

import asyncio
from contextlib import suppress

from farlight.beamtime.types import Action
from farlight.desktops.adapters.thumbnails import thumbnails
from farlight.desktops.domain.addresses import SMALL_PREFIX
from farlight.desktops.queries import standing_of
from farlight.desktops.web.entrance import Entry, admitted
from farlight.desktops.web.view import ASK_EVERY_S, DESKTOP_OVER, ENDED, in_thread
from farlight.desktops.web.wire import Wire
from farlight.kernel.asgi import Receive, Scope, Send, comes_from_our_page, refuse_websocket
from farlight.kernel.time import utc_now


async def thumbnail_view(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer for ``/desk-small/<session>/<desktop>/<ticket>``."""
    entry = await in_thread(admitted, scope, SMALL_PREFIX, small=True) if comes_from_our_page(scope) else None
    if entry is None:
        await refuse_websocket(receive, send)
        return
    await receive()
    await send({"type": "websocket.accept"})
    wire = Wire(receive, send)
    sending, gone = asyncio.create_task(_send(entry, wire)), asyncio.create_task(wire.until_gone())
    guarding = asyncio.create_task(_guard(entry))
    work = {sending, gone, guarding}
    try:
        done, _ = await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)
    if gone not in done:
        with suppress(TimeoutError, OSError):
            await wire.close(*(guarding.result() if guarding in done else (1011, "The line broke.")))


async def _send(entry: Entry, wire: Wire) -> None:
    thumbnail, had = thumbnails.of(entry.place), 0
    with thumbnail.watched():
        while True:
            had, picture = await thumbnail.newer_than(had)
            await wire.send(picture)


async def _guard(entry: Entry) -> tuple[int, str]:
    while True:
        await asyncio.sleep(ASK_EVERY_S)
        now = utc_now()
        verdict = await in_thread(entry.gate.verdict, Action.SUPERVISE, now)
        if not verdict.allowed:
            return ENDED, " ".join(map(str, verdict.reasons))
        standing = await in_thread(standing_of, entry.gate, entry.desktop.pk, now=now)
        if standing.over:
            return DESKTOP_OVER, standing.over
