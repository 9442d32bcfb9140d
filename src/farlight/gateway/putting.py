"""Writing an upload: parts that came meanwhile go to the disk together, those of one file by one thread at a time.

A thread that comes back from the disk waits for the event loop to let go of the interpreter: once for many parts, not
for each. And a disk that hangs holds one thread for each upload to it, not all that there are.
"""

import asyncio
import itertools
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from farlight.kernel.disks import Disk

TOGETHER = 256
"""So many parts at most are written together, and so many pieces given to the system at once; Linux takes 1024."""
TOGETHER_BYTES = 4 << 20
"""When so much is written its client hears of it."""


@dataclass(eq=False)
class Part:
    """Bytes that came, in one piece or several, and the place that they are for."""

    offset: int
    pieces: Sequence[memoryview]
    size_bytes: int
    tell: Callable[[OSError | None], None]
    """Called when they are written, or could not be."""

    @property
    def end(self) -> int:
        """Where the next part begins."""
        return self.offset + self.size_bytes


class Putting:
    """The parts of one upload on their way to the disk.

    Parameters
    ----------
    file : int
        Descriptor of what is written.
    disk : Disk
        Where it lies.
    """

    def __init__(self, file: int, disk: Disk) -> None:
        self._file, self._disk = file, disk
        self._waiting: list[Part] = []
        self._writing: asyncio.Task[None] | None = None

    async def write(self, data: bytes, offset: int) -> int:
        """Write a part, and return how long it is.

        Raises
        ------
        OSError
            When the system does not take it.
        """
        written: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def tell(error: OSError | None) -> None:
            if written.done():
                return  # nobody waits for it any more
            if error is None:
                written.set_result(len(data))
            else:
                written.set_exception(error)

        self.put(Part(offset, [memoryview(data)], len(data), tell))
        return await written

    def put(self, part: Part) -> None:
        """Write a part when its turn comes, and tell then."""
        self._waiting.append(part)
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_waiting())

    async def finish(self) -> None:
        """Wait until nothing is written any more: what it was for may have gone meanwhile."""
        if self._writing is not None:
            await asyncio.wait({self._writing})

    async def _write_waiting(self) -> None:
        while self._waiting:
            parts, self._waiting = self._waiting, []
            for row in rows_of(parts):
                try:
                    await self._disk.run(write_row, self._file, row)
                except OSError as error:
                    _tell(row, error)
                else:
                    _tell(row, None)
        self._writing = None


def _tell(row: Sequence[Part], error: OSError | None) -> None:
    for part in row:
        part.tell(error)


def rows_of(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Give parts that follow each other together, in the order in which they came."""
    row: list[Part] = []
    for part in parts:
        is_next = row and part.offset == row[-1].end
        if row and not (is_next and len(row) < TOGETHER and part.end - row[0].offset <= TOGETHER_BYTES):
            yield row
            row = []
        row.append(part)
    if row:
        yield row


def write_row(file: int, row: Sequence[Part]) -> None:
    """Write all of parts that follow each other; OSError when the system takes less."""
    offset, views = row[0].offset, [piece for part in row for piece in part.pieces]
    while views:
        written = os.pwritev(file, views[:TOGETHER], offset)
        offset += written
        lengths = list(itertools.accumulate(map(len, views)))
        whole = sum(length <= written for length in lengths)
        rest = written - (lengths[whole - 1] if whole else 0)
        views = [view[rest:] if number == 0 else view for number, view in enumerate(views[whole:])]
