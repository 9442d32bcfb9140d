"""Reading a part of a file: at once when it lies in memory, else in a thread, so that one slow disk holds up nobody."""

import asyncio
import errno
import os

_NOT_AT_ONCE = {errno.EAGAIN, errno.EOPNOTSUPP, errno.EINVAL}


def read_into_at_once(file: int, space: memoryview, offset: int) -> int | None:
    """Read what lies in memory; None when the disk would have to be waited for.

    Less than there is space for is read at the end of the file only; whether nothing at all is left the thread tells.
    """
    try:
        count = os.preadv(file, [space], offset, os.RWF_NOWAIT)
    except OSError as error:
        if error.errno in _NOT_AT_ONCE:
            return None
        raise
    if count == len(space) or (count and offset + count == os.fstat(file).st_size):
        return count
    return None


async def read_into_patiently(file: int, space: memoryview, offset: int) -> int:
    """Read what lies at a place; return how much, less only at the end of the file."""
    return await asyncio.to_thread(os.preadv, file, [space], offset)


async def read_patiently(file: int, size_bytes: int, offset: int) -> bytes:
    """Return what lies at a place, less at the end of the file."""
    return await asyncio.to_thread(os.pread, file, size_bytes, offset)
