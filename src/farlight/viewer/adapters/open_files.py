"""Files that are open for reading stretches of bytes: kept for a while, shared, never more than so many.

A descriptor is closed only when nobody reads by it: a number that is closed too early may mean another file at once.
"""

import errno
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from farlight.science.images import ImageNotReadyError

OPEN_MAX = 256
"""Files that are kept open though nobody reads them."""
FRESH_S = 30.0
"""After so long a path is opened anew: it may have become another file."""
_NOT_AT_HAND = {errno.EAGAIN, errno.EOPNOTSUPP, errno.EINVAL}
_AT_ONCE = getattr(os, "RWF_NOWAIT", None)


@dataclass
class _Open:
    descriptor: int
    opened_s: float
    readers: int = 0
    is_kept: bool = True


class OpenFiles:
    """Lends descriptors; several threads may ask."""

    def __init__(self, open_max: int = OPEN_MAX) -> None:
        self._open_max = open_max
        self._open: OrderedDict[Path, _Open] = OrderedDict()
        self._lock = threading.Lock()

    @contextmanager
    def lent(self, path: Path) -> Iterator[int]:
        """Lend a descriptor of a file for the time of the block.

        Raises
        ------
        ImageNotReadyError
            When the file is gone.
        """
        held = self._taken(path)
        try:
            yield held.descriptor
        finally:
            self._given_back(held)

    def has(self, path: Path) -> bool:
        """Whether a file can be lent without opening it."""
        held = self._open.get(path)
        return held is not None and time.monotonic() - held.opened_s < FRESH_S

    def _taken(self, path: Path) -> _Open:
        with self._lock:
            held = self._fresh(path)
            if held is not None:
                held.readers += 1
                return held
        opened = _Open(_descriptor_of(path), time.monotonic(), readers=1)
        with self._lock:
            if path in self._open:
                self._leave(path)
            self._open[path] = opened
            while len(self._open) > self._open_max:
                self._leave(next(iter(self._open)))
        return opened

    def _fresh(self, path: Path) -> _Open | None:
        if not self.has(path):
            return None
        self._open.move_to_end(path)
        return self._open[path]

    def _given_back(self, held: _Open) -> None:
        with self._lock:
            held.readers -= 1
            if not held.is_kept and not held.readers:
                os.close(held.descriptor)

    def _leave(self, path: Path) -> None:
        """Keep a file no longer; the last of its readers closes it."""
        held = self._open.pop(path)
        held.is_kept = False
        if not held.readers:
            os.close(held.descriptor)

    def close(self) -> None:
        """Close all that nobody reads."""
        with self._lock:
            for path in list(self._open):
                self._leave(path)


def _descriptor_of(path: Path) -> int:
    try:
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError as missing:
        message = f"The file {path.name} is missing."
        raise ImageNotReadyError(message, "Look whether it was moved or deleted.") from missing


def read_at_once(descriptor: int, size_bytes: int, offset_bytes: int) -> memoryview | None:
    """Return bytes that are in memory, without waiting for any disk; None when some are not, or nobody can tell."""
    if _AT_ONCE is None:
        return None
    room = np.empty(size_bytes, np.uint8).data
    try:
        read_bytes = os.preadv(descriptor, [room], offset_bytes, _AT_ONCE)
    except OSError as error:
        if error.errno in _NOT_AT_HAND:
            return None
        raise
    return room if read_bytes == size_bytes else None


open_files = OpenFiles()
"""The files that this process reads stretches of."""
