"""A websocket's messages as a row of bytes, as RFB wants them."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from farlight.kernel.asgi import Receive, Send

_CLOSE_REASON_BYTES = 120


class GoneError(ConnectionError):
    """The browser is not there any more."""


class Wire:
    """Reads exactly so many bytes of what a browser sends, and sends it bytes."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self._bytes = bytearray()

    async def read(self, count: int) -> bytes:
        """Return so many bytes; GoneError when the browser went before they were there."""
        while len(self._bytes) < count:
            await self._hear()
        part = bytes(self._bytes[:count])
        del self._bytes[:count]
        return part

    async def some(self) -> bytes:
        """Return what comes next, however much; GoneError when the browser went."""
        while not self._bytes:
            await self._hear()
        return await self.read(len(self._bytes))

    async def _hear(self) -> None:
        message = await self._receive()
        if message["type"] != "websocket.receive":
            raise GoneError
        self._bytes += message.get("bytes") or b""

    async def send(self, data: bytes) -> None:
        """Send bytes, and wait while the browser takes them slowly."""
        await self._send({"type": "websocket.send", "bytes": data})

    async def until_gone(self) -> None:
        """Hear nothing until the browser goes."""
        while (await self._receive())["type"] == "websocket.receive":
            pass

    async def close(self, code: int, reason: str) -> None:
        """Close with a code and with words that fit."""
        words = reason.encode()[:_CLOSE_REASON_BYTES].decode(errors="ignore")
        async with asyncio.timeout(1.0):
            await self._send({"type": "websocket.close", "code": code, "reason": words})


async def until_one_ends(*directions: Coroutine[Any, Any, None]) -> None:
    """Do several things at once until one of them ends or fails; the others are cut off, and its failure is raised."""
    work = {asyncio.create_task(direction) for direction in directions}
    try:
        done, _ = await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)
