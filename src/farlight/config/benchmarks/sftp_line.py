"""A long line: everything passes a relay that holds it back for a while, in each direction, at any rate."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

READ_BYTES = 1 << 18


@contextmanager
def far_away(port: int, delay_s: float) -> Iterator[int]:
    """Let a port of this machine be far away: the value is the port that it is reached by.

    Parameters
    ----------
    delay_s : float
        How long each byte is on its way, to and fro alike.
    """
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="long-line")
    thread.start()

    async def begin() -> asyncio.Server:
        return await asyncio.start_server(lambda r, w: _relay(r, w, port, delay_s), "127.0.0.1", 0)

    try:
        server = asyncio.run_coroutine_threadsafe(begin(), loop).result()
        yield int(server.sockets[0].getsockname()[1])
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()


async def _relay(near: asyncio.StreamReader, back: asyncio.StreamWriter, port: int, delay_s: float) -> None:
    far, there = await asyncio.open_connection("127.0.0.1", port)
    with suppress(ConnectionError):
        await asyncio.gather(_pass_on(near, there, delay_s), _pass_on(far, back, delay_s))


async def _pass_on(source: asyncio.StreamReader, target: asyncio.StreamWriter, delay_s: float) -> None:
    """Pass on what comes, late, as fast as it comes."""
    loop, under_way = asyncio.get_running_loop(), asyncio.Queue[tuple[float, bytes]]()

    async def arrive() -> None:
        while True:
            due_s, part = await under_way.get()
            await asyncio.sleep(max(0.0, due_s - loop.time()))
            if not part:
                target.close()
                return
            target.write(part)
            await target.drain()

    arriving = loop.create_task(arrive())
    while part := await source.read(READ_BYTES):
        under_way.put_nowait((loop.time() + delay_s, part))
    under_way.put_nowait((loop.time() + delay_s, b""))
    await arriving
