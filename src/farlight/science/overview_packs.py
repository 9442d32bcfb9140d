"""All overviews of a run in one file: made beforehand, found by one look into an index.

The file begins with 64 bytes: a mark, the version, how many images, cell size, then what tells the image files that it
was made from (device, number, size, time). An index follows, 16 bytes an image: where the entry begins, its length, its
CRC-32; then the entries, in the order in which they were made. An entry is written before the record that tells of it,
and a record lies within one page; so whoever reads sees an entry whole or not at all, also after a crash, and the
CRC-32 catches what a power cut may still do.
"""

import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

Marks = tuple[int, ...]
"""What changes when the image files are replaced: device, number, size, time in ns."""

_MAGIC = b"FLOVRVW1"
_HEAD = struct.Struct("<8sIIQQQQ16x")
_RECORD = struct.Struct("<QII")
_NO_RECORD = (0, 0, 0)


class PackWriter:
    """Adds overviews to a pack; one at a time."""

    def __init__(self, descriptor: int, images: int) -> None:
        self._descriptor = descriptor
        self._images = images
        index = os.pread(descriptor, _RECORD.size * images, _HEAD.size)
        self.present = {number for number, record in enumerate(_RECORD.iter_unpack(index), 1) if record != _NO_RECORD}
        """Numbers, from 1, of the images whose overviews are there."""

    def add(self, image: int, entry: bytes) -> None:
        """Add the overview of an image, counted from 1.

        Raises
        ------
        OSError
            When there is no room on the disk: what was there is still whole.
        """
        at = os.lseek(self._descriptor, 0, os.SEEK_END)
        written = 0
        while written < len(entry):
            written += os.pwrite(self._descriptor, entry[written:], at + written)
        record = _RECORD.pack(at, len(entry), zlib.crc32(entry))
        os.pwrite(self._descriptor, record, _HEAD.size + _RECORD.size * (image - 1))
        self.present.add(image)


@contextmanager
def pack_to_write(path: Path, *, images: int, cell_px: int, marks: Marks) -> Iterator[PackWriter]:
    """Open a pack, made anew when there is none for these images.

    Raises
    ------
    OSError
        When it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    head = _HEAD.pack(_MAGIC, images, cell_px, *marks)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
    try:
        if os.pread(descriptor, _HEAD.size, 0) != head:
            os.close(descriptor)
            descriptor = _begun(path, head, images)
        yield PackWriter(descriptor, images)
    finally:
        os.close(descriptor)


def _begun(path: Path, head: bytes, images: int) -> int:
    """Put an empty pack in the place of another; who reads the other goes on reading it."""
    unnamed = path.with_name(f"{path.name}.part")
    unnamed.write_bytes(head + bytes(_RECORD.size * images))
    unnamed.chmod(0o640)
    unnamed.replace(path)
    return os.open(path, os.O_RDWR | os.O_CLOEXEC)


def overview_in(path: Path, image: int, *, cell_px: int, marks: Marks) -> bytes | None:
    """Return the overview of an image, counted from 1; None when it is not in the pack, or the pack is of others."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        return _entry(descriptor, image, cell_px, marks)
    finally:
        os.close(descriptor)


def _entry(descriptor: int, image: int, cell_px: int, marks: Marks) -> bytes | None:
    head = os.pread(descriptor, _HEAD.size, 0)
    if len(head) < _HEAD.size:
        return None
    magic, images, packed_cell_px, *packed_marks = _HEAD.unpack(head)
    if (magic, packed_cell_px, tuple(packed_marks)) != (_MAGIC, cell_px, marks) or not 1 <= image <= images:
        return None
    record = os.pread(descriptor, _RECORD.size, _HEAD.size + _RECORD.size * (image - 1))
    at, length, checksum = _RECORD.unpack(record) if len(record) == _RECORD.size else _NO_RECORD
    entry = os.pread(descriptor, length, at) if length else b""
    return entry if length and len(entry) == length and zlib.crc32(entry) == checksum else None
