"""A tar archive that is laid out before its first byte is sent (POSIX.1-2001, pax interchange format).

From the names, lengths and times of the files follows every byte that is not theirs. So the length is known beforehand,
any part can be asked for, and the same files give the same bytes: a broken download goes on where it broke.
"""

import tarfile
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import accumulate

from farlight.transfer.domain.ranges import Span
from farlight.transfer.types import FileEntry, FileSlice, Piece

BLOCK_BYTES = tarfile.BLOCKSIZE
END = bytes(2 * BLOCK_BYTES)
"""Two blocks of zeros end an archive."""


class ArchiveLayout:
    """Where each byte of an archive comes from.

    Parameters
    ----------
    folder : str
        Name of the folder that everything lies in after unpacking.
    entries : sequence of FileEntry
        The files. They are archived in the order of their names.
    """

    def __init__(self, folder: str, entries: Sequence[FileEntry]) -> None:
        self._folder = folder
        self._entries = sorted(entries, key=lambda entry: entry.path)
        lengths = (len(self._header(entry)) + _padded(entry.size_bytes) for entry in self._entries)
        self._starts = [0, *accumulate(lengths)]

    @property
    def size_bytes(self) -> int:
        """Length of the whole archive."""
        return self._starts[-1] + len(END)

    @property
    def tag(self) -> str:
        """Changes whenever a file comes, goes, or changes."""
        digest = sha256(self._folder.encode())
        for entry in self._entries:
            digest.update(repr((entry.path, entry.size_bytes, entry.modified_ns, entry.inode)).encode())
        return digest.hexdigest()[:32]

    @property
    def newest_ns(self) -> int:
        """When the file that changed last was changed: nanoseconds since 1970; 0 without files."""
        return max((entry.modified_ns for entry in self._entries), default=0)

    def pieces(self, span: Span) -> Iterator[Piece]:
        """What stands in a part of the archive, in order."""
        index = bisect_right(self._starts, span.start) - 1
        for number in range(index, len(self._entries)):
            if self._starts[number] >= span.stop:
                return
            yield from _clipped(self._member(number), self._starts[number], span)
        yield from _clipped([END], self._starts[-1], span)

    def _member(self, number: int) -> list[Piece]:
        entry = self._entries[number]
        whole = FileSlice(entry=entry, offset_bytes=0, length_bytes=entry.size_bytes)
        return [self._header(entry), whole, bytes(_padded(entry.size_bytes) - entry.size_bytes)]

    def _header(self, entry: FileEntry) -> bytes:
        member = tarfile.TarInfo("/".join((self._folder, *entry.path)))
        member.size, member.mtime, member.mode = entry.size_bytes, entry.modified_ns // 10**9, 0o644
        return member.tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape")


def _padded(size_bytes: int) -> int:
    return -(-size_bytes // BLOCK_BYTES) * BLOCK_BYTES


def _clipped(pieces: Sequence[Piece], position: int, span: Span) -> Iterator[Piece]:
    """Cut pieces that begin at a position to what lies in a span."""
    for piece in pieces:
        length = len(piece) if isinstance(piece, bytes) else piece.length_bytes
        start, stop = max(span.start - position, 0), min(span.stop - position, length)
        if start < stop and isinstance(piece, bytes):
            yield piece[start:stop]
        elif start < stop and isinstance(piece, FileSlice):
            yield FileSlice(entry=piece.entry, offset_bytes=piece.offset_bytes + start, length_bytes=stop - start)
        position += length
