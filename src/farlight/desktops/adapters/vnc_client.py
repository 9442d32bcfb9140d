"""The proxy's own connection to a VNC server, with the password that no browser ever sees (RFC 6143, section 7.1)."""

import asyncio
import os
import struct
from dataclasses import dataclass

from farlight.desktops.domain.passwords import answer_to
from farlight.kernel.errors import Unavailable

VERSION = b"RFB 003.008\n"
CONNECT_S = 5.0
NO_PASSWORD, VNC_PASSWORD = 1, 2
_SHARED = b"\x01"
_SERVER_INIT_BYTES = 24


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a VNC server listens."""

    path: str = ""
    """Of a socket of this machine; empty for another machine's."""
    host: str = ""
    port: int = 0
    password: bytes = b""


@dataclass
class Upstream:
    """A connection that is ready for messages."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    server_init: bytes
    """Size, pixel format and name, as the server said them."""

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height."""
        width, height = struct.unpack(">HH", self.server_init[:4])
        return width, height


async def connected(place: Place) -> Upstream:
    """Connect as one viewer among others.

    Raises
    ------
    Unavailable
        When the server does not answer, or not as it should.
    """
    try:
        async with asyncio.timeout(CONNECT_S):
            reader, writer = await _opened(place)
    except (OSError, TimeoutError) as error:
        raise Unavailable("The desktop does not answer.") from error
    try:
        async with asyncio.timeout(CONNECT_S):
            return Upstream(reader, writer, await _shaken(reader, writer, place.password))
    except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
        writer.close()
        raise Unavailable("The desktop does not let the proxy in.") from error
    except Unavailable:
        writer.close()
        raise


async def _opened(place: Place) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    if not place.path:
        return await asyncio.open_connection(place.host, place.port)
    folder = os.open(os.path.dirname(place.path), os.O_PATH)  # noqa: PTH120 - sockets' paths may be 107 letters long
    try:
        return await asyncio.open_unix_connection(f"/proc/self/fd/{folder}/{os.path.basename(place.path)}")  # noqa: PTH119 - as above
    finally:
        os.close(folder)


async def _shaken(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, password: bytes) -> bytes:
    await reader.readexactly(len(VERSION))
    writer.write(VERSION)
    count = (await reader.readexactly(1))[0]
    kinds = await reader.readexactly(count) if count else b""
    wanted = VNC_PASSWORD if password else NO_PASSWORD
    if wanted not in kinds:
        raise Unavailable("The desktop wants another way to log in.")
    writer.write(bytes([wanted]))
    if password:
        writer.write(answer_to(await reader.readexactly(16), password))
    if await reader.readexactly(4) != bytes(4):
        raise Unavailable("The desktop refuses the password.")
    writer.write(_SHARED)
    head = await reader.readexactly(_SERVER_INIT_BYTES)
    (name_bytes,) = struct.unpack(">I", head[-4:])
    return head + await reader.readexactly(min(name_bytes, 1024))
