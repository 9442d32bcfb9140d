"""A tar archive that is laid out before its first byte is sent (POSIX.1-2001, pax interchange format)."""

import tarfile
from collections.abc import Iterator, Sequence

from farlight.transfer.domain.layouts import Layout
from farlight.transfer.types import FileEntry, FileSlice, Piece

BLOCK_BYTES = tarfile.BLOCKSIZE
END = bytes(2 * BLOCK_BYTES)
"""Two blocks of zeros end an archive."""


class TarLayout(Layout):
    """A tar archive."""

    media_type = "application/x-tar"
    ending = "tar"

    @property
    def size_bytes(self) -> int:
        """Length of the whole archive."""
        return self._starts[-1] + len(END)

    def _member_bytes(self, number: int) -> int:
        entry = self._entries[number]
        return len(self._header(entry)) + _padded(entry.size_bytes)

    def _member(self, number: int) -> Sequence[Piece]:
        entry = self._entries[number]
        whole = FileSlice(entry=entry, offset_bytes=0, length_bytes=entry.size_bytes)
        return [self._header(entry), whole, bytes(_padded(entry.size_bytes) - entry.size_bytes)]

    def _end(self) -> Iterator[Piece]:
        yield END

    def _header(self, entry: FileEntry) -> bytes:
        member = tarfile.TarInfo("/".join((self._folder, *entry.path)))
        member.size, member.mtime, member.mode = entry.size_bytes, entry.modified_ns // 10**9, 0o644
        return member.tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape")


def _padded(size_bytes: int) -> int:
    return -(-size_bytes // BLOCK_BYTES) * BLOCK_BYTES
