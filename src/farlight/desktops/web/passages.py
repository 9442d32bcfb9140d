"""The way of a viewer to a desktop: by RFB to a VNC server, or by Guacamole's protocol to `guacd`."""

import asyncio
from functools import partial
from typing import Protocol

from farlight.desktops.adapters.guacd import GuacdLine, joined
from farlight.desktops.adapters.guacd_keeper import connection_in
from farlight.desktops.adapters.places import folder_of, found
from farlight.desktops.adapters.vnc_client import connected
from farlight.desktops.types import ClipboardPolicy, DesktopPlace, GuacdAddress, ViewerRole
from farlight.desktops.web.bridge import Bridge
from farlight.desktops.web.guacamole_bridge import GuacamoleBridge
from farlight.desktops.web.wire import Wire


class Passage(Protocol):
    """What a view needs of such a way."""

    role: ViewerRole

    def become(self, role: ViewerRole) -> None:
        """Have another role from now on."""

    async def run(self, wire: Wire) -> None:
        """Pass on in both directions until one side goes."""

    def close(self) -> None:
        """Hang up at once."""


async def opened(place: DesktopPlace, clipboard: ClipboardPolicy) -> Passage:
    """Return a way to a desktop, for somebody who only looks on so far.

    Raises
    ------
    Unavailable
        When there is none now, with the reason.
    """
    if place.guacd is None:
        return Bridge(await connected(await asyncio.to_thread(found, place)), clipboard)
    join = partial(_joined, place.guacd, place.folder)
    return GuacamoleBridge(join, await join(is_read_only=True), clipboard)


async def _joined(guacd: GuacdAddress, code: str, *, is_read_only: bool) -> GuacdLine:
    number = await asyncio.to_thread(connection_in, folder_of(code))
    return await joined(guacd, number, is_read_only=is_read_only)
