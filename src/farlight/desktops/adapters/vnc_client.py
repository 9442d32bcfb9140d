"""The proxy's own connection to a VNC server, with the password that no browser ever sees (RFC 6143, section 7.1)."""

import asyncio
import os
import ssl
import struct
from contextlib import suppress
from dataclasses import dataclass
from weakref import WeakKeyDictionary, WeakValueDictionary

from farlight.desktops.domain.passwords import answer_to
from farlight.desktops.errors import PasswordRefused
from farlight.kernel.errors import Unavailable

VERSION = b"RFB 003.008\n"
CONNECT_S = 5.0
TURN_S = 30.0
"""So long a viewer waits for those before; each takes some milliseconds."""
NO_PASSWORD, VNC_PASSWORD, VENCRYPT = 1, 2, 19
X509_PASSWORD = 261
"""VeNCrypt's kind with a certificate of the server and VNC's own password inside (github.com/rfbproto, 7.2.19)."""
_SHARED = b"\x01"
_VENCRYPT_VERSION = bytes([0, 2])
_INSTRUMENT = "Its computer does not answer: is it switched on, and does its VNC server run?"
_ASKS_FOR_ONE = "The desktop wants a password. Staff: name a file with it as `password_file` in the facility file."
_SERVER_INIT_BYTES = 24


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a VNC server listens."""

    path: str = ""
    """Of a socket of this machine; empty for another machine's."""
    host: str = ""
    port: int = 0
    password: bytes = b""
    certificate: str = ""
    """The one that the server must show, as PEM; the line to it is encrypted then."""


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

    async def leave(self) -> None:
        """Hang up, and wait until it is so."""
        await _hang_up(self.writer)


async def connected(place: Place) -> Upstream:
    """Connect as one viewer among others; those who come to the same server at the same time do so in turn.

    TigerVNC takes the sixth caller at once, who has not shown the password yet, for somebody who guesses it, and lets
    nobody from there in for ten seconds.

    Raises
    ------
    Unavailable
        When the server does not answer, or not as it should.
    """
    turn = _turn_at(place)
    try:
        async with asyncio.timeout(TURN_S):
            await turn.acquire()
    except TimeoutError as error:
        raise Unavailable("Too many want to see the desktop at the same time. Try again soon.") from error
    try:
        return await _connected(place)
    finally:
        turn.release()


_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, WeakValueDictionary[str, asyncio.Lock]] = WeakKeyDictionary()


def _turn_at(place: Place) -> asyncio.Lock:
    turns = _turns.setdefault(asyncio.get_running_loop(), WeakValueDictionary())
    return turns.setdefault(place.path or f"{place.host}:{place.port}", asyncio.Lock())


async def _connected(place: Place) -> Upstream:
    try:
        async with asyncio.timeout(CONNECT_S):
            reader, writer = await _opened(place)
    except (OSError, TimeoutError) as error:
        raise Unavailable(
            _INSTRUMENT if place.host and not place.certificate else "The desktop does not answer."
        ) from error
    try:
        async with asyncio.timeout(CONNECT_S):
            return Upstream(reader, writer, await _shaken(reader, writer, place))
    except ssl.SSLError as error:
        await _hang_up(writer)
        raise Unavailable("The desktop's server is not the one that was started.") from error
    except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
        await _hang_up(writer)
        raise Unavailable("The desktop does not let the proxy in.") from error
    except Unavailable:
        await _hang_up(writer)
        raise


async def _hang_up(writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()
    with suppress(OSError):
        await writer.wait_closed()


async def _opened(place: Place) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    if not place.path:
        return await asyncio.open_connection(place.host, place.port)
    folder = os.open(os.path.dirname(place.path), os.O_PATH)  # noqa: PTH120 - sockets' paths may be 107 letters long
    try:
        return await asyncio.open_unix_connection(f"/proc/self/fd/{folder}/{os.path.basename(place.path)}")  # noqa: PTH119 - as above
    finally:
        os.close(folder)


async def _shaken(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, place: Place) -> bytes:
    await reader.readexactly(len(VERSION))
    writer.write(VERSION)
    count = (await reader.readexactly(1))[0]
    if not count:
        raise PasswordRefused("The desktop lets nobody in for a while, after wrong passwords.")
    kinds = await reader.readexactly(count)
    wanted = VENCRYPT if place.certificate else VNC_PASSWORD if place.password else NO_PASSWORD
    if wanted not in kinds:
        asks = VNC_PASSWORD in kinds and not place.password
        raise Unavailable(_ASKS_FOR_ONE if asks else "The desktop wants another way to log in.")
    writer.write(bytes([wanted]))
    if wanted == VENCRYPT:
        await _encrypt(reader, writer, place.certificate)
    if place.password:
        writer.write(answer_to(await reader.readexactly(16), place.password))
    if await reader.readexactly(4) != bytes(4):
        raise PasswordRefused("The desktop refuses the password. Staff: put the right one into its `password_file`.")
    writer.write(_SHARED)
    head = await reader.readexactly(_SERVER_INIT_BYTES)
    (name_bytes,) = struct.unpack(">I", head[-4:])
    return head + await reader.readexactly(min(name_bytes, 1024))


async def _encrypt(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, certificate: str) -> None:
    """Go on inside TLS with the server that has a certificate, and with no other."""
    await reader.readexactly(2)
    writer.write(_VENCRYPT_VERSION)
    if await reader.readexactly(1) != b"\0":
        raise Unavailable("The desktop wants another way to log in.")
    count = (await reader.readexactly(1))[0]
    if X509_PASSWORD not in struct.unpack(f">{count}I", await reader.readexactly(4 * count)):
        raise Unavailable("The desktop wants another way to log in.")
    writer.write(struct.pack(">I", X509_PASSWORD))
    await reader.readexactly(1)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False  # it is known by itself, not by the name of a node
    context.load_verify_locations(cadata=certificate)
    await writer.start_tls(context)
