"""A viewer of a desktop behind guacd as a program: what Guacamole's client says, said by Python."""

import asyncio
import time

from websockets.exceptions import ConnectionClosed

from farlight.desktops.adapters.guacd_pictures import Picture
from farlight.desktops.domain.guacamole.instructions import Instruction, Parser

KEY_A = 0x61


class GuacamoleViewer:
    """Somebody's connection to a desktop."""

    def __init__(self, socket):
        self.socket = socket
        self.heard, self.anew = [], 0
        self._parser, self._picture = Parser(), Picture()

    async def say(self, opcode, *args):
        await self.socket.send(Instruction(opcode, tuple(map(str, args))).text.encode())

    async def press(self, symbol=KEY_A):
        await self.say("key", symbol, 1)
        await self.say("key", symbol, 0)

    async def hear(self, timeout_s):
        """Hear and draw what comes within so long."""
        end_s = time.monotonic() + timeout_s
        while (left_s := end_s - time.monotonic()) > 0:
            try:
                piece = await asyncio.wait_for(self.socket.recv(), left_s)
            except TimeoutError:
                return self
            for heard in self._parser.feed(piece):
                self.heard.append(heard)
                if heard == Instruction("", ("anew",)):
                    self.anew, self._picture = self.anew + 1, Picture()
                self._picture.draw(heard)
        return self

    def colour(self):
        """The colour in the middle of the screen."""
        image = self._picture.flat()
        return "#%02x%02x%02x" % image.getpixel((image.width // 2, image.height // 2))  # noqa: UP031 - shorter

    def opcodes(self):
        return {heard.opcode for heard in self.heard}

    async def until_closed(self):
        """How long it took until the server closed, with which code and why."""
        begun_s = time.monotonic()
        try:
            while True:
                await self.socket.recv()
        except ConnectionClosed as closed:
            return time.monotonic() - begun_s, closed.rcvd.code, closed.rcvd.reason
