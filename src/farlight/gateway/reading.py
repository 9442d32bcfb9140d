"""Reading a part of a file: at once when it lies in memory, else in a thread, so that one slow disk holds up nobody."""

import asyncio
import errno
import os

_NOT_AT_ONCE = {errno.EAGAIN, errno.EOPNOTSUPP, errno.EINVAL}


def read_at_once(file: int, size_bytes: int, offset: int) -> bytes | None:
    """Return what lies in memory; None when the disk would have to be waited for."""
    buffer = bytearray(size_bytes)
    try:
        count = os.preadv(file, [buffer], offset, os.RWF_NOWAIT)
    except OSError as error:
        if error.errno in _NOT_AT_ONCE:
            return None
        raise
    if count == size_bytes:
        return bytes(buffer)
    return None  # the rest lies on the disk, or this is the end: the thread tells


async def read_patiently(file: int, size_bytes: int, offset: int) -> bytes:
    """Return what lies at a place, less at the end of the file."""
    return await asyncio.to_thread(os.pread, file, size_bytes, offset)
