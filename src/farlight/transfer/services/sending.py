"""Sending pieces, one at a time: nothing is read before the client took what came before.

A guard asks each second whether the person may still read. When not, or when a file became shorter meanwhile, the line
is cut before the promised length, so that no client takes a part for the whole.
"""

import asyncio
import logging
import os
import zlib
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from contextlib import aclosing
from types import TracebackType
from typing import cast

from asgiref.sync import sync_to_async

from farlight.kernel.disks import Disk, disk_of
from farlight.transfer.access import OpenFiles
from farlight.transfer.domain.checksums import NO_SUMS, Sums
from farlight.transfer.domain.downloads import DownloadState
from farlight.transfer.errors import AccessEnded, TransferBroken
from farlight.transfer.services.guarding import ASK_EVERY_S, Guarded, sending_keeper
from farlight.transfer.services.progress import Progress
from farlight.transfer.services.summing import checksum_of
from farlight.transfer.types import FileEntry, FileSlice, Piece

SendFile = Callable[[Disk, int, int, int, Callable[[int], None]], Awaitable[int]]
"""What the server may offer: sends a part of an open file by the kernel, after all that was given before."""

log = logging.getLogger(__name__)

READ_BYTES = 1 << 20
TOGETHER_BYTES = 1 << 16
BY_KERNEL_BYTES = 1 << 18


class Sending:
    """One answer under way: whose files, and the CRC-32 of those that are known or were sent whole already."""

    def __init__(
        self,
        files: OpenFiles,
        sums: Sums | None = None,
        progress: Progress | None = None,
        send_file: SendFile | None = None,
    ) -> None:
        self.files = files
        self.disk = disk_of(files.session)
        self.progress = progress
        self.send_file = send_file
        self._counts = sums is not None
        self._sums = sums or NO_SUMS
        self._counted: dict[FileEntry, int] = {}

    def note_sent(self, count: int) -> None:
        """Note that so many bytes left."""
        if self.progress is not None:
            self.progress.sent(count)

    def wants_sum_of(self, entry: FileEntry) -> bool:
        """Whether the sum of a file is needed and nobody has read it yet."""
        return self._counts and entry not in self._counted and self._sums.of(entry) is None

    def count(self, entry: FileEntry, crc32: int) -> None:
        """Note the sum of a file that was read."""
        self._counted[entry] = crc32

    async def crc32_of(self, entry: FileEntry) -> int:
        """Return the sum of a file; one that is not known is read now.

        Raises
        ------
        TransferBroken
            When the file vanished or changed.
        """
        known = self._sums.of(entry)
        if known is not None:
            return known.crc32
        if entry not in self._counted:
            found = await self.disk.run(checksum_of, self.files.storage, entry)
            if found is None:
                raise TransferBroken(f"The file {entry.name!r} changed while it was sent.")
            self._counted[entry] = found.crc32
        return self._counted[entry]


async def send_pieces(sending: Sending, pieces: Iterable[Piece]) -> AsyncGenerator[bytes]:
    """Give the bytes of a body, in order; small pieces come together.

    Raises
    ------
    TransferBroken
        When a file vanished or became shorter.
    AccessEnded
        When the person may not read the files any more.
    """
    async with _Guard(sending), aclosing(_all_parts(sending, pieces)) as parts:
        async for part in parts:
            yield part
            sending.note_sent(len(part))


async def _all_parts(sending: Sending, pieces: Iterable[Piece]) -> AsyncGenerator[bytes]:
    small = bytearray()
    for piece in pieces:
        if isinstance(piece, FileSlice):
            if small:
                yield bytes(small)
                small.clear()
            async for part in _parts(sending, piece):
                yield part
            continue
        small += piece if isinstance(piece, bytes) else piece.bytes_with(await sending.crc32_of(piece.entry))
        if len(small) >= TOGETHER_BYTES:
            yield bytes(small)
            small.clear()
    if small:
        yield bytes(small)


async def _parts(sending: Sending, piece: FileSlice) -> AsyncGenerator[bytes]:
    entry = piece.entry
    counts = piece.length_bytes == entry.size_bytes and sending.wants_sum_of(entry)
    crc32 = 0
    async with sending.disk.holding(sending.files.storage.opened(entry)) as file:
        if sending.send_file is not None and not counts and piece.length_bytes >= BY_KERNEL_BYTES:
            await _send_by_kernel(sending, sending.send_file, file, piece)
            return
        position, stop = piece.offset_bytes, piece.offset_bytes + piece.length_bytes
        while position < stop:
            part = await sending.disk.run(_read, file, min(READ_BYTES, stop - position), position, entry.name)
            crc32 = zlib.crc32(part, crc32) if counts else 0
            position += len(part)
            yield part
    if counts:
        sending.count(entry, crc32)


async def _send_by_kernel(sending: Sending, send_file: SendFile, file: int, piece: FileSlice) -> None:
    try:
        sent = await send_file(sending.disk, file, piece.offset_bytes, piece.length_bytes, sending.note_sent)
    except ConnectionError as error:
        raise asyncio.CancelledError from error
    except OSError as error:
        raise TransferBroken(f"The file {piece.entry.name!r} cannot be read any more: {error.strerror}.") from error
    if sent < piece.length_bytes:
        raise TransferBroken(f"The file {piece.entry.name!r} became shorter while it was sent.")


def _read(file: int, length_bytes: int, position: int, name: str) -> bytes:
    try:
        part = os.pread(file, length_bytes, position)
    except OSError as error:
        raise TransferBroken(f"The file {name!r} cannot be read any more: {error.strerror}.") from error
    if not part:
        raise TransferBroken(f"The file {name!r} became shorter while it was sent.")
    return part


class _Guard:
    """Ends the task that sends when its person may not read any more, even while the client takes nothing.

    Each second it is also written down how far the sending is, and at its end how it came out.
    """

    def __init__(self, sending: Sending) -> None:
        self._files = sending.files
        self._progress = sending.progress
        self._ended = self._is_over = False

    async def __aenter__(self) -> None:
        sender = cast("asyncio.Task[object]", asyncio.current_task())
        self._watch = asyncio.create_task(self._look())
        self._watch.add_done_callback(lambda watch: self._end(watch, sender))

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_over = True
        self._watch.cancel()
        await asyncio.gather(self._watch, return_exceptions=True)
        if isinstance(error, TransferBroken):
            log.warning("a transfer from %s was cut: %s", self._files.session, error.message)
        if self._progress is not None:
            await asyncio.shield(sync_to_async(self._progress.end)(self._outcome(error)))
        if self._ended and isinstance(error, asyncio.CancelledError):
            raise AccessEnded(f"Access to the files of {self._files.session} ended.") from error

    def _outcome(self, error: BaseException | None) -> DownloadState | None:
        if self._ended:
            return DownloadState.REVOKED
        return None if error is None else DownloadState.INTERRUPTED

    async def _look(self) -> None:
        """Return when the person may not read any more, or somebody closed the channel."""
        keeper, one = sending_keeper(), Guarded(self._files.permission, self._progress)
        leave = keeper.guard(one)
        try:
            goes_on = True
            while goes_on:
                await asyncio.sleep(ASK_EVERY_S)
                goes_on = await keeper.goes_on(one)
        finally:
            leave()

    def _end(self, watch: "asyncio.Task[None]", sender: "asyncio.Task[object]") -> None:
        """Cut the sending: also when the watch itself failed, for nothing is sent that nobody watches over."""
        if self._is_over:
            return
        self._ended = True
        fault = None if watch.cancelled() else watch.exception()
        if fault is not None:
            log.error("what is sent from %s cannot be watched over", self._files.session, exc_info=fault)
        else:
            log.info("access to the files of %s ended during a transfer", self._files.session)
        sender.cancel()
