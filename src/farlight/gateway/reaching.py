"""The gateway's own connection to a computer of a beamline: exactly to what the facility file says."""

import asyncio
import logging
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from importlib import import_module

from farlight.beamlines.public import is_played, may_be_meant, numbers_of
from farlight.beamlines.types import ComputerDefinition
from farlight.gateway.computers import Closed

log = logging.getLogger(__name__)

CONNECT_S = 10.0

_playing: set[asyncio.Task[None]] = set()


async def reach(computer: ComputerDefinition) -> socket.socket:
    """Return a connection to a computer.

    The gateway itself looks its name up, and connects to what it found: what the client takes the name for counts for
    nothing.

    Raises
    ------
    Closed
        When it does not answer, or its name leads where no computer of a beamline can be.
    """
    try:
        async with asyncio.timeout(CONNECT_S):
            return await _played(computer) if is_played(computer) else await _connected(computer)
    except TimeoutError:
        raise Closed(f"{computer.name} does not answer.") from None
    except OSError as error:
        log.warning("%s is not reached: %s", computer.name, error)
        raise Closed(f"{computer.name} cannot be reached: {error.strerror or error}.") from None


async def _connected(computer: ComputerDefinition) -> socket.socket:
    loop, host = asyncio.get_running_loop(), computer.address or computer.name
    found = await loop.getaddrinfo(host, computer.port, type=socket.SOCK_STREAM)
    meant = found if numbers_of(host) else [one for one in found if may_be_meant(str(one[4][0]))]
    if not meant:
        log.error("the name %s of the facility file leads to the gateway itself, or nowhere", host)
        raise Closed(f"{computer.name} cannot be reached: its name leads nowhere.")
    last: OSError | None = None
    for family, kind, protocol, _, address in meant:
        line = socket.socket(family, kind, protocol)
        line.setblocking(False)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            await loop.sock_connect(line, address)
        except OSError as error:
            line.close()
            last = error
        except asyncio.CancelledError:
            line.close()
            raise
        else:
            return line
    raise last or OSError("no address")


async def _played(computer: ComputerDefinition) -> socket.socket:
    """Connect to a function that plays a computer, in this process."""
    module, _, name = computer.address.partition(":")
    play: Callable[[socket.socket], Awaitable[None]] = getattr(import_module(module), name)
    ours, its = await _pair()
    task = asyncio.ensure_future(_play(play, its))
    _playing.add(task)
    task.add_done_callback(_playing.discard)
    return ours


async def _pair() -> tuple[socket.socket, socket.socket]:
    """Return the two ends of a line on the loopback address; the library wants to know a number of each."""
    loop = asyncio.get_running_loop()
    with socket.create_server(("127.0.0.1", 0), backlog=1) as door:
        door.setblocking(False)
        ours = socket.socket()
        ours.setblocking(False)
        await loop.sock_connect(ours, door.getsockname())
        its, address = await loop.sock_accept(door)
    if address != ours.getsockname():
        ours.close()
        its.close()
        raise ConnectionRefusedError("somebody else came")
    return ours, its


async def _play(play: Callable[[socket.socket], Awaitable[None]], line: socket.socket) -> None:
    with suppress(OSError):  # the gateway let go of its end
        await play(line)
