"""Sending answers: small ones at once, stretches of files piece by piece, never faster than the reader takes them."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from farlight.science.images import StoredChunk
from farlight.viewer.adapters.open_files import open_files, read_at_once
from farlight.viewer.domain.ranges import stretch_of

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Headers = Sequence[tuple[bytes, bytes]]

PIECE_BYTES = 1 << 18
"""What is held for a reader who takes nothing."""
FOREVER = (b"cache-control", b"private, max-age=31536000, immutable")
NEVER = (b"cache-control", b"no-store")
AS_IT_IS = (b"x-content-type-options", b"nosniff")
BYTES = (b"content-type", b"application/octet-stream")
_log = logging.getLogger(__name__)


async def send_whole(send: Send, status: int, headers: Headers, body: bytes | memoryview, *, with_body: bool) -> None:
    """Send an answer that is at hand."""
    length = (b"content-length", b"%d" % len(body))
    await send({"type": "http.response.start", "status": status, "headers": [*headers, AS_IT_IS, length]})
    await send({"type": "http.response.body", "body": body if with_body else b""})


async def refuse(send: Send, status: int, words: str, *, more: Headers = ()) -> None:
    """Send a refusal; it is never kept."""
    plain = (b"content-type", b"text/plain; charset=utf-8")
    await send_whole(send, status, [plain, NEVER, *more], words.encode(), with_body=True)


async def send_stretch(
    send: Send, receive: Receive, place: StoredChunk, wanted: bytes, *, with_body: bool, headers: Headers
) -> None:
    """Send the packed bytes of an image, or the part of them that ``Range`` asks for, straight from the file."""
    head = [*headers, AS_IT_IS, (b"accept-ranges", b"bytes")]
    try:
        stretch = stretch_of(wanted, place.size_bytes) if wanted else None
    except ValueError:
        outside = (b"content-range", b"bytes */%d" % place.size_bytes)
        await refuse(send, 416, "The image has no such bytes.", more=[outside])
        return
    first, size_bytes = stretch or (0, place.size_bytes)
    if stretch:
        head.append((b"content-range", b"bytes %d-%d/%d" % (first, first + size_bytes - 1, place.size_bytes)))
    head.append((b"content-length", b"%d" % size_bytes))
    if not open_files.has(place.path):
        await asyncio.to_thread(_open_beforehand, place)
    with open_files.lent(place.path) as descriptor:
        await send({"type": "http.response.start", "status": 206 if stretch else 200, "headers": head})
        if not with_body:
            await send({"type": "http.response.body", "body": b""})
        elif size_bytes <= PIECE_BYTES:
            piece = await _piece(descriptor, size_bytes, place.offset_bytes + first)
            await send({"type": "http.response.body", "body": piece})
        else:
            await _send_pieces(send, receive, descriptor, place.offset_bytes + first, size_bytes)


def _open_beforehand(place: StoredChunk) -> None:
    with open_files.lent(place.path):
        pass


async def _send_pieces(send: Send, receive: Receive, descriptor: int, offset_bytes: int, size_bytes: int) -> None:
    """Send piece by piece; each waits until the reader has taken the one before; who goes away gets no more."""
    end = offset_bytes + size_bytes
    async with leaving(receive) as left:
        while offset_bytes < end and not left.done():
            wanted = min(PIECE_BYTES, end - offset_bytes)
            piece = await _piece(descriptor, wanted, offset_bytes)
            offset_bytes += wanted
            await send({"type": "http.response.body", "body": piece, "more_body": offset_bytes < end})


async def _piece(descriptor: int, size_bytes: int, offset_bytes: int) -> bytes | memoryview:
    """Return bytes of a file: at once when they are in memory, else by a thread that waits for the disk."""
    piece = read_at_once(descriptor, size_bytes, offset_bytes)
    return piece if piece is not None else await asyncio.to_thread(os.pread, descriptor, size_bytes, offset_bytes)


@asynccontextmanager
async def leaving(receive: Receive) -> AsyncIterator[asyncio.Task[None]]:
    """Watch for the reader's going away: the task is done then."""
    task = asyncio.get_running_loop().create_task(_until_gone(receive))
    try:
        yield task
    finally:
        task.cancel()


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
