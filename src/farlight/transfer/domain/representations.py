"""What an address gives: its length, its name, what tells its states apart, and where each byte comes from."""

import mimetypes
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from farlight.transfer.domain.layouts import Layout
from farlight.transfer.domain.ranges import Span
from farlight.transfer.types import Checksum, FileEntry, FileSlice, Piece

SHOWN_IN_BROWSERS = ("text/plain", "image/png", "image/jpeg", "image/webp", "image/gif", "application/pdf")
"""What a browser may show instead of saving it: none of these runs scripts."""

_AS_TEXT = (".log", ".txt", ".phil", ".dat", ".inp", ".lp")


@dataclass(frozen=True)
class FileRepresentation:
    """A file, as it is."""

    entry: FileEntry
    known: Checksum | None = None
    """What it holds, when it was read and is still as it was."""

    @property
    def name(self) -> str:
        """What to save it as."""
        return self.entry.last_name

    @property
    def what(self) -> str:
        """What it is, as people say it."""
        return self.entry.name

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
    def tags(self) -> tuple[str, ...]:
        """What tells its states apart: its content where that is known, and what the disk says of it."""
        state = (self.entry.path, self.entry.inode, self.entry.size_bytes, self.entry.modified_ns)
        by_state = sha256(repr(state).encode()).hexdigest()[:32]
        return (f"sha256-{self.known.sha256}", by_state) if self.known else (by_state,)

    @property
    def digest(self) -> str:
        """Value of the header ``Repr-Digest`` (RFC 9530); empty when the content is not known."""
        if self.known is None:
            return ""
        return f"sha-256=:{b64encode(bytes.fromhex(self.known.sha256)).decode()}:"

    def pieces(self, span: Span) -> Iterator[Piece]:
        """What stands in a part of it."""
        yield FileSlice(entry=self.entry, offset_bytes=span.start, length_bytes=span.length_bytes)


@dataclass(frozen=True)
class ArchiveRepresentation:
    """Many files as one archive."""

    layout: Layout
    what: str = ""
    """What it holds, as people say it."""
    digest: str = ""

    @property
    def name(self) -> str:
        """What to save it as."""
        return self.layout.name

    @property
    def media_type(self) -> str:
        """What it is."""
        return self.layout.media_type

    @property
    def size_bytes(self) -> int:
        """Length of the whole."""
        return self.layout.size_bytes

    @property
    def modified_at(self) -> datetime:
        """When the file that was changed last was changed."""
        return datetime.fromtimestamp(self.layout.newest_ns / 1e9, tz=UTC)

    @property
    def tags(self) -> tuple[str, ...]:
        """What tells its states apart."""
        return (self.layout.tag,)

    def pieces(self, span: Span) -> Iterator[Piece]:
        """What stands in a part of it."""
        return self.layout.pieces(span)


@dataclass(frozen=True, kw_only=True)
class TextRepresentation:
    """A text that is made when it is asked for: a list of checksums, a Metalink."""

    name: str
    media_type: str
    content: bytes
    modified_at: datetime
    digest: str = ""

    @property
    def size_bytes(self) -> int:
        """Length of the whole."""
        return len(self.content)

    @property
    def tags(self) -> tuple[str, ...]:
        """What tells its states apart."""
        return (f"sha256-{sha256(self.content).hexdigest()}",)

    def pieces(self, span: Span) -> Iterator[Piece]:
        """What stands in a part of it."""
        yield self.content[span.start : span.stop]


Representation = FileRepresentation | ArchiveRepresentation | TextRepresentation
