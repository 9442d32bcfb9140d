"""Files from the disk to the line by the kernel: no byte of them passes through Python (``sendfile(2)``).

The server offers it to what answers as the extension ``farlight.sendfile`` of the scope, on plain lines only: where
uvicorn itself speaks TLS, bytes must pass through it. Reading goes on in threads of the session, so that a slow disk
holds nobody else up, and a client that takes nothing only keeps a callback waiting.
"""

import asyncio
import os
from collections.abc import Callable

from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from farlight.kernel.disks import Disk

EXTENSION = "farlight.sendfile"
AT_ONCE_BYTES = 8 << 20


class LineCutError(ConnectionError):
    """The client went away."""


class FileSender:
    """Sends parts of files as the body of one answer.

    Parameters
    ----------
    cycle : RequestResponseCycle
        The answer; its head must have been sent, and all that comes before the part.
    """

    def __init__(self, cycle: RequestResponseCycle) -> None:
        self._cycle = cycle

    async def __call__(
        self, disk: Disk, file: int, offset_bytes: int, count_bytes: int, sent: Callable[[int], None]
    ) -> int:
        """Send a part of an open file.

        Parameters
        ----------
        disk : Disk
            Where it lies.
        file : int
            Its descriptor.
        offset_bytes, count_bytes : int
            Which part.
        sent : callable
            Called with the number of bytes each time that some were sent.

        Returns
        -------
        int
            How many bytes were sent: fewer than wanted when the file ends before.

        Raises
        ------
        LineCutError
            When the client went away.
        """
        await self._emptied()
        line = os.dup(self._cycle.transport.get_extra_info("socket").fileno())
        done = 0
        try:
            while done < count_bytes:
                count = await self._some(disk, line, file, offset_bytes + done, min(AT_ONCE_BYTES, count_bytes - done))
                if count == 0:
                    break
                done += count
                self._cycle.expected_content_length -= count
                sent(count)
        finally:
            os.close(line)
        return done

    async def _emptied(self) -> None:
        """Wait until what was written before has left."""
        transport, flow = self._cycle.transport, self._cycle.flow
        transport.set_write_buffer_limits(high=0)  # the flow is paused as long as there is anything
        while transport.get_write_buffer_size() and not self._cycle.disconnected:
            await flow.drain()
            await asyncio.sleep(0)
        transport.set_write_buffer_limits()
        self._refuse_when_cut()

    async def _some(self, disk: Disk, line: int, file: int, offset: int, count: int) -> int:
        while True:
            self._refuse_when_cut()
            reading = asyncio.ensure_future(disk.run(_send, line, file, offset, count))
            try:
                sent = await asyncio.shield(reading)
            except asyncio.CancelledError:
                await asyncio.wait([reading])
                raise
            if sent is not None:
                return sent
            await self._writable(line)

    async def _writable(self, line: int) -> None:
        loop = asyncio.get_running_loop()
        writable: asyncio.Future[None] = loop.create_future()
        loop.add_writer(line, _settle, writable)
        try:
            await writable
        finally:
            loop.remove_writer(line)

    def _refuse_when_cut(self) -> None:
        if self._cycle.disconnected or self._cycle.transport.is_closing():
            raise LineCutError("The client went away.")


def _settle(writable: asyncio.Future[None]) -> None:
    if not writable.done():
        writable.set_result(None)


def _send(line: int, file: int, offset: int, count: int) -> int | None:
    """Send what the line takes at once; None when it takes nothing now."""
    try:
        return os.sendfile(line, file, offset, count)
    except BlockingIOError:
        return None
    except (BrokenPipeError, ConnectionResetError) as error:
        raise LineCutError("The client went away.") from error
