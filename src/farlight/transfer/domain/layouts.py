"""An archive that is laid out before its first byte is sent.

From the names, lengths and times of the files follows where every byte stands. So the length is known beforehand, any
part can be asked for, and the same files give the same bytes: a broken download goes on where it broke.
"""

from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import accumulate
from typing import ClassVar

from farlight.transfer.domain.ranges import Span
from farlight.transfer.types import FileEntry, Piece


class Layout(ABC):
    """Where each byte of an archive comes from.

    Parameters
    ----------
    folder : str
        Name of the folder that everything lies in after unpacking.
    entries : sequence of FileEntry
        The files. They are archived in the order of their names.
    """

    media_type: ClassVar[str]
    ending: ClassVar[str]

    def __init__(self, folder: str, entries: Sequence[FileEntry]) -> None:
        self._folder = folder
        self._entries = sorted(entries, key=lambda entry: entry.path)
        lengths = (self._member_bytes(number) for number in range(len(self._entries)))
        self._starts = [0, *accumulate(lengths)]

    @abstractmethod
    def _member_bytes(self, number: int) -> int:
        """Length of a file with all that belongs to it."""

    @abstractmethod
    def _member(self, number: int) -> Sequence[Piece]:
        """What a file becomes."""

    @abstractmethod
    def _end(self) -> Iterator[Piece]:
        """What stands behind all files."""

    @property
    @abstractmethod
    def size_bytes(self) -> int:
        """Length of the whole archive."""

    @property
    def name(self) -> str:
        """What to save it as."""
        return f"{self._folder}.{self.ending}"

    @property
    def tag(self) -> str:
        """Changes whenever a file comes, goes, or changes."""
        digest = sha256(f"{self.ending} {self._folder}".encode())
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
        yield from _clipped(self._end(), self._starts[-1], span)


def length_of(piece: Piece) -> int:
    """How many bytes a piece is."""
    return len(piece) if isinstance(piece, bytes) else piece.length_bytes


def _clipped(pieces: Iterator[Piece] | Sequence[Piece], position: int, span: Span) -> Iterator[Piece]:
    """Cut pieces that begin at a position to what lies in a span."""
    for piece in pieces:
        length = length_of(piece)
        start, stop = max(span.start - position, 0), min(span.stop - position, length)
        if start < stop and isinstance(piece, bytes):
            yield piece[start:stop]
        elif start < stop and not isinstance(piece, bytes):
            yield replace(piece, offset_bytes=piece.offset_bytes + start, length_bytes=stop - start)
        position += length
        if position >= span.stop:
            return
