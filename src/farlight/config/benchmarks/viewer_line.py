"""A thin line between a browser and a server on this machine: so many bits a second for all connections, and a delay.

Chromium's own throttling does not reach what workers fetch; this does, as it knows nothing of browsers.
"""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread

PIECE_BYTES = 8192
_BITS = 8


class Schedule:
    """When what is sent now arrives: one piece after the other, whoever sends it."""

    def __init__(self, bits_per_s: float, delay_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._bits_per_s, self._delay_s, self._clock = bits_per_s, delay_s, clock
        self._free_s = 0.0

    def arrival_s(self, size_bytes: int) -> float:
        """Return the clock's time at which a piece that is sent now has arrived; the line is busy until then."""
        self._free_s = max(self._free_s, self._clock()) + size_bytes * _BITS / self._bits_per_s
        return self._free_s + self._delay_s


@contextmanager
def thin_line(port: int, *, bits_per_s: float, round_trip_s: float) -> Iterator[int]:
    """Pass on what comes for a port of the loopback address; yield the port to speak to instead.

    Parameters
    ----------
    bits_per_s : float
        What the line carries, in each direction, for all connections together.
    round_trip_s : float
        Half of it is the delay of each direction.
    """
    loop = asyncio.new_event_loop()
    ways = [Schedule(bits_per_s, round_trip_s / 2) for _ in range(2)]

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        their_reader, their_writer = await asyncio.open_connection("127.0.0.1", port)
        with suppress(asyncio.CancelledError):  # the line is taken down
            await asyncio.gather(_carry(reader, their_writer, ways[0]), _carry(their_reader, writer, ways[1]))

    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()
    starting = asyncio.start_server(connected, "127.0.0.1", 0)
    server = asyncio.run_coroutine_threadsafe(starting, loop).result()
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        asyncio.run_coroutine_threadsafe(_end(server), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: Schedule) -> None:
    """Pass on one direction of a connection, each piece when it is due; the end of it too."""
    under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(maxsize=64)
    delivering = asyncio.create_task(_deliver(under_way, writer))
    try:
        while piece := await reader.read(PIECE_BYTES):
            await under_way.put((way.arrival_s(len(piece)), piece))
    except ConnectionError:
        pass
    await under_way.put((0.0, b""))
    await delivering


async def _deliver(under_way: "asyncio.Queue[tuple[float, bytes]]", writer: asyncio.StreamWriter) -> None:
    is_open = True
    while True:
        due_s, piece = await under_way.get()
        if not piece:
            break
        await asyncio.sleep(max(0.0, due_s - time.monotonic()))
        try:
            writer.write(piece)
            await writer.drain()
        except ConnectionError:
            is_open = False
    if is_open:
        writer.close()


async def _end(server: asyncio.Server) -> None:
    server.close()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
