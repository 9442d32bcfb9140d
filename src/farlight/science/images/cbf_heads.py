"""The text at the beginning of CBF files, plain or packed."""

import bz2
import gzip
from collections.abc import Callable, Mapping
from io import BufferedIOBase
from pathlib import Path

BINARY_START = b"\x0c\x1a\x04\xd5"
"""What the pixels begin with (imgCIF dictionary)."""
HEAD_BYTES = 1 << 16
"""So much of a file holds its header for certain."""


def _opened(path: Path) -> BufferedIOBase:
    return path.open("rb")


def _unzipped(path: Path) -> BufferedIOBase:
    return gzip.GzipFile(path)


def _unbzipped(path: Path) -> BufferedIOBase:
    return bz2.BZ2File(path)


_OPENERS: Mapping[str, Callable[[Path], BufferedIOBase]] = {
    ".cbf": _opened,
    ".cbf.gz": _unzipped,
    ".cbf.bz2": _unbzipped,
}


def cbf_head(path: Path) -> str:
    """Return the text of a CBF file up to its pixels; empty for files of another kind, and for damaged ones."""
    opener = _opener(path)
    if opener is None:
        return ""
    try:
        with opener(path) as file:
            head = file.read(HEAD_BYTES)
    except (OSError, EOFError):
        return ""
    return head.partition(BINARY_START)[0].decode("latin-1")


def unpacked_cbf(path: Path) -> bytes:
    """Return all bytes of a CBF file, unpacked.

    Raises
    ------
    OSError, EOFError
        When it is missing or damaged.
    """
    with (_opener(path) or _opened)(path) as file:
        return file.read()


def _opener(path: Path) -> Callable[[Path], BufferedIOBase] | None:
    name = path.name.lower()
    return next((opener for ending, opener in _OPENERS.items() if name.endswith(ending)), None)
