"""The websocket of somebody who has a desktop open, beside Django.

It speaks RFB with noVNC on one side and with the VNC server on the other, or Guacamole's protocol with `guacd`. What
the person may do is asked twice a second, for all views of the process together; control that came or went counts from
then on. The lease closes it like any other channel.
"""

import asyncio
import logging
from contextlib import AsyncExitStack, aclosing, suppress
from dataclasses import dataclass, field
from typing import Any

from asgiref.sync import sync_to_async

from farlight.desktops.domain.addresses import PREFIX
from farlight.desktops.domain.guacamole.instructions import MalformedInstructionError
from farlight.desktops.domain.rfb.client import UnknownMessageError
from farlight.desktops.errors import PasswordRefused
from farlight.desktops.queries import Sight, standings_of
from farlight.desktops.services import viewing
from farlight.desktops.services.control import lay_down_control
from farlight.desktops.types import ViewerRole
from farlight.desktops.web.entrance import Entry, admitted, control_channel
from farlight.desktops.web.keeper import desktop_keeper
from farlight.desktops.web.passages import Passage, opened
from farlight.desktops.web.wire import GoneError, Wire
from farlight.kernel.asgi import Receive, Scope, Send, comes_from_our_page, refuse_websocket
from farlight.kernel.errors import FarlightError, NotAllowed, Unavailable
from farlight.kernel.time import utc_now
from farlight.leases.public import Over, watched
from farlight.leases.types import Channel, Ending

log = logging.getLogger(__name__)

SUBPROTOCOL = "binary"
ENDED, DESKTOP_OVER, NO_ANSWER, REFUSED, NONSENSE = 4403, 4410, 4503, 4504, 4400


@dataclass
class View:
    """Somebody who has a desktop open."""

    entry: Entry
    channel: Channel
    wire: Wire
    bridge: Passage
    hands: AsyncExitStack = field(default_factory=AsyncExitStack)
    """The channel of keyboard and pointer, while the person has them."""
    hands_over: Over | None = None

    @property
    def sight(self) -> Sight:
        """The view, as it is watched over."""
        return Sight(gate=self.entry.gate, desktop_id=self.entry.desktop.pk, channel=self.channel.code)


async def desktop_view(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer for ``/desk/<session>/<desktop>/<ticket>``."""
    entry = await in_thread(admitted, scope, PREFIX, small=False) if comes_from_our_page(scope) else None
    if entry is None or entry.channel is None:
        await refuse_websocket(receive, send)
        return
    await receive()
    chosen = SUBPROTOCOL if SUBPROTOCOL in scope.get("subprotocols", ()) else None
    await send({"type": "websocket.accept", "subprotocol": chosen})
    wire = Wire(receive, send)
    await in_thread(viewing.begin_view, **_who(entry), person=entry.gate.person, now=utc_now())
    try:
        async with watched(entry.channel, entry.gate.credential) as over:
            await _look(entry, entry.channel, wire, over)
    finally:
        await asyncio.shield(in_thread(viewing.end_view, **_who(entry), now=utc_now()))


async def _look(entry: Entry, channel: Channel, wire: Wire, over: Over) -> None:
    """Pass on until something ends it, and hang up."""
    try:
        bridge = await opened(entry.place, entry.clipboard)
    except PasswordRefused as error:
        await _hang_up(wire, REFUSED, error.message)
        return
    except Unavailable as error:
        await _hang_up(wire, NO_ANSWER, error.message)
        return
    view = View(entry, channel, wire, bridge)
    async with view.hands:
        code, words = await _until_over(view, over)
        await _hang_up(wire, code, words)


async def _hang_up(wire: Wire, code: int, words: str) -> None:
    """Close the websocket: before anything is written down, so that nobody looks on while the disk is slow."""
    with suppress(TimeoutError, OSError):
        await wire.close(code, words)


async def _until_over(view: View, over: Over) -> tuple[int, str]:
    """Pass on until something ends it; return how the websocket is to be closed."""
    passing = asyncio.create_task(_pass_on(view))
    guarding = asyncio.create_task(_guard(view))
    ending = asyncio.create_task(over.wait())
    work = {passing, guarding, ending}
    try:
        done, _ = await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)
        view.bridge.close()
    if ending in done:
        return ENDED, ending.result().label
    return guarding.result() if guarding in done else passing.result()


async def _pass_on(view: View) -> tuple[int, str]:
    try:
        await view.bridge.run(view.wire)
    except GoneError:
        return 1000, ""
    except (UnknownMessageError, MalformedInstructionError) as error:
        log.warning("desktop %s of %s: %s", view.entry.desktop.kind, view.entry.session.code, error)
        return NONSENSE, str(error)
    except (OSError, asyncio.IncompleteReadError, Unavailable) as error:
        words = error.message if isinstance(error, Unavailable) else "The desktop's server went away."
        (standing,) = await in_thread(standings_of, [view.sight], now=utc_now())
        return (DESKTOP_OVER, standing.over) if standing.over else (NO_ANSWER, words)
    return 1000, ""


async def _guard(view: View) -> tuple[int, str]:
    """Follow what the person may do; return once there is nothing more to look at, with the reasons."""
    async with aclosing(desktop_keeper().standings(view.sight)) as standings:
        async for standing in standings:
            if standing.over:
                break
            await _follow_hands(view, standing.role)
    return (DESKTOP_OVER if standing.may_look else ENDED), standing.over


async def _follow_hands(view: View, role: ViewerRole) -> None:
    """Have the role that one's standing says; hands that somebody closed are laid down."""
    if view.hands_over is not None and view.hands_over.ending not in {None, Ending.LEFT}:
        await _become(view, ViewerRole.OBSERVER)
        with suppress(FarlightError):
            parts = {"session": view.entry.session.code, "name": view.entry.desktop.kind}
            await in_thread(lay_down_control, **parts, by=view.entry.gate.person, now=utc_now())
    elif role is not view.bridge.role:
        await _become(view, role)


async def _become(view: View, role: ViewerRole) -> None:
    """Change the role; keyboard and pointer are a channel of their own, open as long as one has them."""
    if role is ViewerRole.OPERATOR:
        try:
            channel = await in_thread(control_channel, view.entry)
        except NotAllowed:
            return
        view.hands_over = await view.hands.enter_async_context(watched(channel, view.entry.gate.credential))
    view.bridge.become(role)
    if role is not ViewerRole.OPERATOR and view.hands_over is not None:
        view.hands_over = None
        await view.hands.aclose()


def _who(entry: Entry) -> dict[str, Any]:
    return {"desktop": entry.desktop, "code": entry.channel.code if entry.channel else ""}


async def in_thread(function: Any, *args: Any, **kwargs: Any) -> Any:
    """Run a database function in a pool thread; the connection stays with the thread, not with the view."""
    return await sync_to_async(function, thread_sensitive=False)(*args, **kwargs)
