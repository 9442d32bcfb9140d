"""What an address gives: its length, its name, what tells its states apart, and where each byte comes from."""

import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from farlight.transfer.domain.archives import ArchiveLayout
from farlight.transfer.domain.ranges import Span
from farlight.transfer.types import FileEntry, FileSlice, Piece

SHOWN_IN_BROWSERS = ("text/plain", "image/png", "image/jpeg", "image/webp", "image/gif", "application/pdf")
"""What a browser may show instead of saving it: none of these runs scripts."""

_AS_TEXT = (".log", ".txt", ".phil", ".dat", ".inp", ".lp")


@dataclass(frozen=True)
class FileRepresentation:
    """A file, as it is."""

    entry: FileEntry

    @property
    def name(self) -> str:
        """What to save it as."""
        return self.entry.last_name

    @property
    def media_type(self) -> str:
        """What it is, judged by its name."""
        if self.name.lower().endswith(_AS_TEXT):
            return "text/plain"
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    @property
    def size_bytes(self) -> int:
        """Length of the whole."""
        return self.entry.size_bytes

    @property
    def modified_at(self) -> datetime:
        """When it was changed last."""
        return self.entry.modified_at

    @property
    def tag(self) -> str:
        """Tells its states apart."""
        state = (self.entry.path, self.entry.inode, self.entry.size_bytes, self.entry.modified_ns)
        return sha256(repr(state).encode()).hexdigest()[:32]

    def pieces(self, span: Span) -> Iterator[Piece]:
        """What stands in a part of it."""
        yield FileSlice(entry=self.entry, offset_bytes=span.start, length_bytes=span.length_bytes)


@dataclass(frozen=True)
class ArchiveRepresentation:
    """Many files as one tar archive."""

    name: str
    layout: ArchiveLayout
    media_type: str = "application/x-tar"

    @property
    def size_bytes(self) -> int:
        """Length of the whole."""
        return self.layout.size_bytes

    @property
    def modified_at(self) -> datetime:
        """When the file that was changed last was changed."""
        return datetime.fromtimestamp(self.layout.newest_ns / 1e9, tz=UTC)

    @property
    def tag(self) -> str:
        """Tells its states apart."""
        return self.layout.tag

    def pieces(self, span: Span) -> Iterator[Piece]:
        """What stands in a part of it."""
        return self.layout.pieces(span)


Representation = FileRepresentation | ArchiveRepresentation
