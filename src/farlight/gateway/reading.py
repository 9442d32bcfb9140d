"""Reading a part of a file: at once when it lies in memory, else in a thread, so that one slow disk holds up nobody."""

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


def read_into(file: int, space: memoryview, offset: int) -> int:
    """Read what lies at a place; return how much, less only at the end of the file. It may wait for the disk."""
    return os.preadv(file, [space], offset)
