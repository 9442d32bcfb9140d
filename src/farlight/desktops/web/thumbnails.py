"""The websocket of staff who see a desktop from afar: a WebP when something changed, at most one a second."""

import asyncio
from contextlib import aclosing, suppress

from farlight.desktops.adapters.thumbnails import thumbnails
from farlight.desktops.domain.addresses import SMALL_PREFIX
from farlight.desktops.queries import Sight
from farlight.desktops.web.entrance import Entry, admitted
from farlight.desktops.web.keeper import desktop_keeper
from farlight.desktops.web.view import DESKTOP_OVER, ENDED, in_thread
from farlight.desktops.web.wire import Wire
from farlight.kernel.asgi import Receive, Scope, Send, comes_from_our_page, refuse_websocket


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
    sight = Sight(gate=entry.gate, desktop_id=entry.desktop.pk, is_small=True)
    async with aclosing(desktop_keeper().standings(sight)) as standings:
        async for standing in standings:
            if standing.over:
                break
    return (DESKTOP_OVER if standing.may_look else ENDED), standing.over
