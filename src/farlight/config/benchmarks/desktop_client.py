"""A viewer of a desktop as a program: the same for Farlight and for its peer."""

import asyncio
import socket
import struct
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from farlight.desktops.adapters.vnc_client import NO_PASSWORD, VNC_PASSWORD
from farlight.desktops.domain.passwords import answer_to
from farlight.desktops.domain.rfb.client import PIXEL_FORMAT, set_encodings, update_request
from farlight.desktops.domain.rfb.server import ServerKind, server_message

RAW, TIGHT, QUALITY_8 = 0, 7, -24
THIN_LINE_BITS_S = 1_000_000
_SMALL_BUFFER_BYTES = 16_384
_KEY = 0x61
PATIENCE_S, OPEN_S = 5.0, 10.0
"""So long a picture may take to come, and a line to open."""


class Viewer:
    """A connection, past the handshake."""

    def __init__(self, line: ClientConnection, patience_s: float) -> None:
        self._line, self._patience_s = line, patience_s
        self._bytes = bytearray()
        self._size_px = (0, 0)

    async def read(self, count: int) -> bytes:
        """Return exactly so many bytes."""
        while len(self._bytes) < count:
            said = await self._line.recv()
            self._bytes += said if isinstance(said, bytes) else said.encode()
        part = bytes(self._bytes[:count])
        del self._bytes[:count]
        return part

    async def enter(self, password: bytes, encodings: list[int]) -> None:
        """Shake hands, with a password where the other side wants one."""
        await self.read(12)
        await self._line.send(b"RFB 003.008\n")
        kinds = await self.read((await self.read(1))[0])
        await self._line.send(bytes([VNC_PASSWORD if VNC_PASSWORD in kinds else NO_PASSWORD]))
        if VNC_PASSWORD in kinds:
            await self._line.send(answer_to(await self.read(16), password))
        await self.read(4)
        await self._line.send(b"\x01")
        head = await self.read(24)
        width, height = struct.unpack(">HH", head[:4])
        self._size_px = (width, height)
        await self.read(struct.unpack(">I", head[-4:])[0])
        await self._line.send(b"\0\0\0\0" + PIXEL_FORMAT + set_encodings(encodings))

    async def update(self, *, incremental: bool = True) -> int:
        """Ask for an update and return how many bytes it has."""
        await self._line.send(update_request(*self._size_px, incremental=incremental))
        return await self._heard()

    async def _heard(self) -> int:
        async with asyncio.timeout(self._patience_s):
            while (message := await server_message(self.read)).kind is not ServerKind.UPDATE:
                pass
        return len(message.raw)

    async def key_to_pixel_s(self) -> float:
        """Press a key, and return how long it took until a pixel changed, in seconds."""
        await self._line.send(update_request(*self._size_px, incremental=True))
        begun_s = time.perf_counter()
        await self._line.send(struct.pack(">BBxxI", 4, 1, _KEY) + struct.pack(">BBxxI", 4, 0, _KEY))
        await self._heard()
        return time.perf_counter() - begun_s

    async def frames(self, for_s: float) -> int:
        """Take updates as fast as they come, for so long; return how many."""
        end_s, count = time.monotonic() + for_s, 0
        while time.monotonic() < end_s:
            await self.update()
            count += 1
        return count

    async def take_slowly(self) -> None:
        """Take updates for ever, as over a line of 1 Mbit/s."""
        while True:  # noqa: ASYNC110 - the sleep is the line
            await asyncio.sleep(8 * await self.update() / THIN_LINE_BITS_S)


@asynccontextmanager
async def viewer_at(
    address: str,
    *,
    password: bytes = b"",
    encodings: tuple[int, ...],
    thin: bool = False,
    patience_s: float = PATIENCE_S,
) -> AsyncIterator[Viewer]:
    """Look at a desktop by its websocket."""
    place = urlsplit(address)
    line = socket.socket()
    if thin:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _SMALL_BUFFER_BYTES)
    line.setblocking(False)
    await asyncio.get_running_loop().sock_connect(line, (place.hostname, place.port))
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    spoken, most = [Subprotocol("binary")], 1 if thin else 16
    async with connect(
        address,
        sock=line,
        compression=None,
        subprotocols=spoken,
        max_size=None,
        max_queue=most,
        open_timeout=max(patience_s, OPEN_S),
    ) as opened:
        viewer = Viewer(opened, patience_s)
        await viewer.enter(password, list(encodings))
        yield viewer
