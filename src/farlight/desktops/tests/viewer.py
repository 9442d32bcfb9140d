"""A viewer as a program: what noVNC says, said by Python."""

import asyncio
import struct
import time

from websockets.exceptions import ConnectionClosed

from farlight.desktops.domain.rfb.client import PIXEL_FORMAT, set_encodings, update_request
from farlight.desktops.domain.rfb.raw import raw_rectangles
from farlight.desktops.domain.rfb.server import ServerKind, server_message

KEY_A = 0x61


class Viewer:
    """Somebody's connection to a desktop, past the handshake."""

    def __init__(self, socket):
        self.socket = socket
        self._bytes = bytearray()
        self.size_px = (0, 0)

    async def read(self, count):
        while len(self._bytes) < count:
            self._bytes += await self.socket.recv()
        part = bytes(self._bytes[:count])
        del self._bytes[:count]
        return part

    async def enter(self, encodings=(0,)):
        await self.read(12)
        await self.socket.send(b"RFB 003.008\n")
        assert await self.read(2) == b"\x01\x01"
        await self.socket.send(b"\x01")
        assert await self.read(4) == bytes(4)
        await self.socket.send(b"\x01")
        head = await self.read(24)
        self.size_px = struct.unpack(">HH", head[:4])
        await self.read(struct.unpack(">I", head[-4:])[0])
        await self.socket.send(b"\0\0\0\0" + PIXEL_FORMAT + set_encodings(list(encodings)))
        return self

    async def ask(self, *, incremental=True):
        await self.socket.send(update_request(*self.size_px, incremental=incremental))

    async def hear(self):
        """The next message of the desktop."""
        return await server_message(self.read)

    async def update(self):
        while (message := await self.hear()).kind is not ServerKind.UPDATE:
            pass
        return message.raw

    async def picture(self):
        """The whole screen, as its bytes."""
        await self.ask(incremental=False)
        return b"".join(pixels or b"" for _, pixels in raw_rectangles(await asyncio.wait_for(self.update(), 5)))

    async def press(self, symbol=KEY_A):
        await self.socket.send(struct.pack(">BBxxI", 4, 1, symbol) + struct.pack(">BBxxI", 4, 0, symbol))

    async def until_closed(self):
        """How long it took until the server closed, with which code and why."""
        begun_s = time.monotonic()
        try:
            while True:
                await self.socket.recv()
        except ConnectionClosed as closed:
            return time.monotonic() - begun_s, closed.rcvd.code, closed.rcvd.reason
