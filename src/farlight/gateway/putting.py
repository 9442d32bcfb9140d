"""Writing an upload: parts that came meanwhile go to the disk together, those of one file by one thread at a time.

A thread that comes back from the disk waits for the event loop to let go of the interpreter: once for many parts, not
for each. And a disk that hangs holds one thread for each upload to it, not all that there are.
"""

import asyncio
import itertools
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

TOGETHER = 256
"""So many parts at most are given to the system at once; Linux takes 1024."""


@dataclass(eq=False)
class Part:
    """Bytes that came, and the place that they are for."""

    offset: int
    data: bytes
    written: "asyncio.Future[int]"

    @property
    def end(self) -> int:
        """Where the next part begins."""
        return self.offset + len(self.data)


class Putting:
    """The parts of one upload on their way to the disk.

    Parameters
    ----------
    file : int
        Descriptor of what is written.
    """

    def __init__(self, file: int) -> None:
        self._file = file
        self._waiting: list[Part] = []
        self._writing: asyncio.Task[None] | None = None

    async def write(self, data: bytes, offset: int) -> int:
        """Write a part, and return how long it is.

        Raises
        ------
        OSError
            When the system does not take it.
        """
        part = Part(offset, data, asyncio.get_running_loop().create_future())
        self._waiting.append(part)
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_waiting())
        return await part.written

    async def finish(self) -> None:
        """Wait until nothing is written any more: what it was for may have gone meanwhile."""
        if self._writing is not None:
            await asyncio.wait({self._writing})

    async def _write_waiting(self) -> None:
        while self._waiting:
            parts, self._waiting = self._waiting, []
            for row in rows_of(parts):
                try:
                    await asyncio.to_thread(write_row, self._file, row)
                except OSError as error:
                    _tell(row, error)
                else:
                    _tell(row, None)
        self._writing = None


def _tell(row: Sequence[Part], error: OSError | None) -> None:
    for part in row:
        if part.written.done():
            continue  # nobody waits for it any more
        if error is None:
            part.written.set_result(len(part.data))
        else:
            part.written.set_exception(error)


def rows_of(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Give parts that follow each other together, in the order in which they came."""
    row: list[Part] = []
    for part in parts:
        if row and (part.offset != row[-1].end or len(row) == TOGETHER):
            yield row
            row = []
        row.append(part)
    if row:
        yield row


def write_row(file: int, row: Sequence[Part]) -> None:
    """Write all of parts that follow each other; OSError when the system takes less."""
    offset, views = row[0].offset, [memoryview(part.data) for part in row]
    while views:
        written = os.pwritev(file, views, offset)
        offset += written
        lengths = list(itertools.accumulate(map(len, views)))
        whole = sum(length <= written for length in lengths)
        rest = written - (lengths[whole - 1] if whole else 0)
        views = [view[rest:] if number == 0 else view for number, view in enumerate(views[whole:])]
