"""Between one viewer and a desktop: every message is read whole, both ways, and let through by the viewer's role.

Each viewer has a connection of its own to the VNC server, which packs for each what has changed since the last it took:
who takes slowly gets fewer frames, and nobody else does (decision 47).
"""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from farlight.desktops.adapters.vnc_client import VERSION, Upstream
from farlight.desktops.domain.hands import HeldKeys, hears_clipboard, kinds_let_through
from farlight.desktops.domain.quality import LineQuality
from farlight.desktops.domain.rfb.client import (
    ClientKind,
    ClientMessage,
    Read,
    client_message,
    encodings_in,
    set_encodings,
)
from farlight.desktops.domain.rfb.encodings import allowed_encodings
from farlight.desktops.domain.rfb.server import ServerKind, server_message
from farlight.desktops.types import ClipboardPolicy, ViewerRole
from farlight.desktops.web.wire import Wire, until_one_ends

SendBytes = Callable[[bytes], Awaitable[None]]
_NO_SECURITY = bytes([1, 1])
"""One way, none: who comes has shown a ticket already."""


@dataclass
class Bridge:
    """One viewer's way to a desktop."""

    upstream: Upstream
    clipboard: ClipboardPolicy
    role: ViewerRole = ViewerRole.OBSERVER
    frames: int = 0
    """Updates that were sent to the viewer."""
    dropped: int = 0
    """Messages of the viewer that were not let through."""
    held: HeldKeys = field(default_factory=HeldKeys)
    quality: LineQuality = field(default_factory=LineQuality)
    _asked: list[int] = field(default_factory=list)

    async def greet(self, read: Read, send: SendBytes) -> None:
        """Shake hands as a server does that wants no password."""
        await send(VERSION)
        await read(len(VERSION))
        await send(_NO_SECURITY)
        await read(1)
        await send(bytes(4))
        await read(1)
        await send(self.upstream.server_init)

    async def run(self, wire: Wire) -> None:
        """Shake hands, then pass on in both directions until one side goes."""
        await self.greet(wire.read, wire.send)
        await bridged(self, wire.read, wire.send)

    def close(self) -> None:
        """Hang up at once."""
        self.upstream.writer.close()

    def become(self, role: ViewerRole) -> None:
        """Have another role from now on; what an operator held down is let go."""
        if self.role is ViewerRole.OPERATOR and role is not ViewerRole.OPERATOR:
            self.upstream.writer.write(self.held.let_go())
        self.role = role

    async def listen_to_viewer(self, read: Read) -> None:
        """Pass on what the viewer may say, until the viewer goes.

        Raises
        ------
        UnknownMessageError
            When the viewer says what nobody may say.
        """
        while True:
            message = await client_message(read)
            if message.kind not in kinds_let_through(self.role, self.clipboard):
                self.dropped += 1
                continue
            self.held.follow(message)
            self.upstream.writer.write(self._as_passed_on(message))
            await self.upstream.writer.drain()

    def _as_passed_on(self, message: ClientMessage) -> bytes:
        if message.kind is ClientKind.SET_ENCODINGS:
            self._asked = encodings_in(message.raw)
            return set_encodings(allowed_encodings(self._asked, self.quality.level))
        return message.raw

    async def listen_to_desktop(self, send: SendBytes) -> None:
        """Pass on what the desktop says, as fast as the viewer takes it, until the desktop goes."""
        while True:
            message = await server_message(self.upstream.reader.readexactly)
            if message.kind is ServerKind.CUT_TEXT and not hears_clipboard(self.role, self.clipboard):
                continue
            begun_s = time.monotonic()
            await send(message.raw)
            if message.kind is ServerKind.UPDATE:
                self.frames += 1
                self._fit_quality(begun_s)

    def _fit_quality(self, begun_s: float) -> None:
        now_s = time.monotonic()
        if self.quality.sent(now_s - begun_s, now_s) and self._asked:
            self.upstream.writer.write(set_encodings(allowed_encodings(self._asked, self.quality.level)))


async def bridged(bridge: Bridge, read: Read, send: SendBytes) -> None:
    """Pass on in both directions until one side goes; then let go what was held down."""
    try:
        await until_one_ends(bridge.listen_to_viewer(read), bridge.listen_to_desktop(send))
    finally:
        bridge.become(ViewerRole.OBSERVER)
        bridge.upstream.writer.close()
