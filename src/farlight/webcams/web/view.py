"""The websocket of somebody who looks through a camera, beside Django.

The browser says ``{"width": 640}`` when it can take a picture, and gets one message with a JPEG: the newest that it has
not had, never more often than the camera allows. So nothing queues up on a thin line, and nobody waits for a slow one.
The gate is asked twice a second.
"""

import asyncio
import json
import time
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from asgiref.sync import sync_to_async

from farlight.beamlines.types import CameraDefinition
from farlight.beamtime.public import Gate, session_summary, take_ticket
from farlight.beamtime.types import Action, SessionSummary, ShownTicket
from farlight.kernel.asgi import Receive, Scope, Send, comes_from_our_page, refuse_websocket
from farlight.kernel.errors import FarlightError, Unavailable
from farlight.kernel.time import utc_now
from farlight.leases.public import Over, open_channel, watched
from farlight.leases.types import Channel, ChannelKind
from farlight.webcams.access import camera_of, switch_of
from farlight.webcams.adapters.feeds import feeds
from farlight.webcams.domain.addresses import PREFIX, opens
from farlight.webcams.domain.pace import Pace, width_for
from farlight.webcams.services import viewing
from farlight.webcams.web.gatekeeper import gatekeeper

RELOAD_S = 3.0
"""Whoever leaves and comes back so soon has only turned a page, and nobody is told."""
FAULT_PAUSE_S = 2.0
NARROWEST_PX, USUAL_PX = 16, 640
ENDED, GONE = 4403, 1011


@dataclass
class View:
    """Somebody who looks."""

    session: SessionSummary
    camera: CameraDefinition
    gate: Gate
    channel: Channel
    wanted: asyncio.Event = field(default_factory=asyncio.Event)
    width_px: int = USUAL_PX
    had: int = 0
    """Number of the picture that was sent last."""


async def camera_view(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer for ``/cam/<session>/<camera>/<ticket>``."""
    view = await _view_of(scope) if comes_from_our_page(scope) else None
    if view is None:
        await refuse_websocket(receive, send)
        return
    await receive()
    await send({"type": "websocket.accept"})
    await _in_thread(viewing.begin_view, **_who(view), person=view.gate.person, now=utc_now())
    try:
        async with watched(view.channel, view.gate.credential) as over:
            await _look(view, over, receive, send)
    finally:
        _in_background(_leave(view))


async def _view_of(scope: Scope) -> View | None:
    parts = scope["path"].removeprefix(PREFIX).split("/")
    if len(parts) != len(("session", "camera", "ticket")):
        return None
    address = str((scope.get("client") or ("",))[0])
    return await _in_thread(_admitted, *parts, address)  # type: ignore[no-any-return]


def _admitted(session: str, camera: str, ticket: str, address: str) -> View | None:
    now = utc_now()
    shown: ShownTicket | None = take_ticket(text=ticket, opens=opens(session, camera), now=now)
    if shown is None:
        return None
    gate = Gate(person=shown.person, credential=shown.credential, session=shown.session)
    try:
        seen = session_summary(shown.session)
        definition = camera_of(seen.beamline, camera)
        if not gate.verdict(Action.WATCH, now).allowed or not switch_of(seen.beamline).is_on:
            return None
        channel = open_channel(
            person=shown.person,
            session_code=shown.session,
            kind=ChannelKind.WEBCAM,
            now=now,
            credential=shown.credential,
            address=address,
        )
    except FarlightError:
        return None
    return View(session=seen, camera=definition, gate=gate, channel=channel)


async def _look(view: View, over: Over, receive: Receive, send: Send) -> None:
    """Send pictures until the browser goes, the gate closes, or the channel is closed."""
    hearing = asyncio.create_task(_hear(view, receive))
    sending = asyncio.create_task(_send_pictures(view, send))
    ending = {asyncio.create_task(_guard(view)), asyncio.create_task(_closed(over))}
    work = {hearing, sending, *ending}
    try:
        done, _ = await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)
    if hearing in done:
        return
    said = " ".join(task.result() for task in ending & done)
    with suppress(TimeoutError, OSError):
        async with asyncio.timeout(1.0):
            close = {"code": ENDED if ending & done else GONE, "reason": said[:100] or "The camera is closed."}
            await send({"type": "websocket.close", **close})


async def _closed(over: Over) -> str:
    return (await over.wait()).label


async def _hear(view: View, receive: Receive) -> None:
    while (message := await receive())["type"] == "websocket.receive":
        width = _width_in(message.get("text") or "")
        if width is not None:
            view.width_px = width
            view.wanted.set()


def _width_in(text: str) -> int | None:
    try:
        said = json.loads(text)
    except ValueError:
        return None
    width = said.get("width") if isinstance(said, dict) else None
    return max(NARROWEST_PX, width) if isinstance(width, int) else None


async def _send_pictures(view: View, send: Send) -> None:
    feed, pace = feeds.of(view.camera, view.session.beamline), Pace(view.camera.max_rate_hz)
    with feed.watched():
        while True:
            await view.wanted.wait()
            await asyncio.sleep(pace.wait_s(time.monotonic()))
            try:
                picture = await feed.newer_than(view.had)
            except Unavailable as fault:
                await send({"type": "websocket.send", "text": json.dumps({"fault": fault.message})})
                await asyncio.sleep(FAULT_PAUSE_S)
                continue
            view.had = picture.number
            jpeg = await picture.as_wide_as(width_for(view.width_px, view.camera.max_width_px))
            if jpeg:
                view.wanted.clear()
                pace.sent(time.monotonic())
                await send({"type": "websocket.send", "bytes": jpeg})


async def _guard(view: View) -> str:
    """Return once the person may look no more, with the reasons."""
    return await gatekeeper.over(view.gate, view.session.beamline, view.channel.code)


def _who(view: View) -> dict[str, Any]:
    return {"session": view.session, "camera": view.camera.code, "code": view.channel.code}


async def _leave(view: View) -> None:
    await asyncio.sleep(RELOAD_S)
    await _in_thread(viewing.end_view, **_who(view), now=utc_now())


_background: set[asyncio.Task[None]] = set()


def _in_background(work: Coroutine[Any, Any, None]) -> None:
    task = asyncio.get_running_loop().create_task(work)
    _background.add(task)
    task.add_done_callback(_background.discard)


async def _in_thread(function: Any, *args: Any, **kwargs: Any) -> Any:
    """Run a database function in a pool thread; the connection stays with the thread, not with the view."""
    return await sync_to_async(function, thread_sensitive=False)(*args, **kwargs)
