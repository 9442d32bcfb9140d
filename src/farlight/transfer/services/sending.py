"""Sending pieces, one at a time: nothing is read before the client took what came before.

A guard asks each second whether the person may still read. When not, or when a file became shorter meanwhile, the line
is cut before the promised length, so that no client takes a part for the whole.
"""

import asyncio
import logging
import os
from collections.abc import AsyncGenerator, Iterable
from types import TracebackType

from asgiref.sync import sync_to_async

from farlight.transfer.access import OpenFiles
from farlight.transfer.adapters.storage import SessionStorage
from farlight.transfer.errors import AccessEnded, TransferBroken
from farlight.transfer.types import FileSlice, Piece

log = logging.getLogger(__name__)

READ_BYTES = 1 << 20
ASK_EVERY_S = 1.0


async def send_pieces(files: OpenFiles, pieces: Iterable[Piece]) -> AsyncGenerator[bytes]:
    """Give the bytes of a body, in order.

    Raises
    ------
    TransferBroken
        When a file vanished or became shorter.
    AccessEnded
        When the person may not read the files any more.
    """
    async with _Guard(files):
        for piece in pieces:
            if isinstance(piece, bytes):
                yield piece
                continue
            async for part in _parts(files.storage, piece):
                yield part


async def _parts(storage: SessionStorage, piece: FileSlice) -> AsyncGenerator[bytes]:
    with storage.opened(piece.entry) as file:
        position, stop = piece.offset_bytes, piece.offset_bytes + piece.length_bytes
        while position < stop:
            part = await asyncio.to_thread(_read, file, min(READ_BYTES, stop - position), position, piece.entry.name)
            position += len(part)
            yield part


def _read(file: int, length_bytes: int, position: int, name: str) -> bytes:
    try:
        part = os.pread(file, length_bytes, position)
    except OSError as error:
        raise TransferBroken(f"The file {name!r} cannot be read any more: {error.strerror}.") from error
    if not part:
        raise TransferBroken(f"The file {name!r} became shorter while it was sent.")
    return part


class _Guard:
    """Ends the task that sends when its person may not read any more, even while the client takes nothing."""

    def __init__(self, files: OpenFiles) -> None:
        self._files = files
        self._ended = False

    async def __aenter__(self) -> None:
        self._sender = asyncio.current_task()
        self._watch = asyncio.create_task(self._look())

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._watch.cancel()
        if isinstance(error, TransferBroken):
            log.warning("a transfer from %s was cut: %s", self._files.session, error.message)
        if self._ended and isinstance(error, asyncio.CancelledError):
            raise AccessEnded(f"Access to the files of {self._files.session} ended.") from error

    async def _look(self) -> None:
        still_holds = sync_to_async(self._files.permission.still_holds, thread_sensitive=False)
        await asyncio.sleep(ASK_EVERY_S)
        while await still_holds():  # noqa: ASYNC110 - it asks the database, which sets no event here
            await asyncio.sleep(ASK_EVERY_S)
        self._ended = True
        log.info("access to the files of %s ended during a transfer", self._files.session)
        if self._sender is not None:
            self._sender.cancel()
