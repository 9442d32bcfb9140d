"""What is seen of a session's files."""

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, kw_only=True)
class FileEntry:
    """A file or folder in a session's folder."""

    path: tuple[str, ...]
    """Its name, and those of the folders it lies in, as they are on disk, from the session's folder on."""
    name: str
    """The same as people and addresses write it: parts joined by ``/``, unprintable characters as ``\\x0a``."""
    is_folder: bool
    size_bytes: int
    """Length of a file; 0 for a folder."""
    modified_ns: int
    """When the content was changed last: nanoseconds since 1970."""
    inode: int
    """Number of the file on its disk: tells a file from another one put in its place."""

    @property
    def last_name(self) -> str:
        """Its own name, without the folders."""
        return self.name.rpartition("/")[2]

    @property
    def modified_at(self) -> datetime:
        """When the content was changed last."""
        return datetime.fromtimestamp(self.modified_ns / 1e9, tz=UTC)


@dataclass(frozen=True, kw_only=True)
class FileSlice:
    """A part of a file that is to be sent."""

    entry: FileEntry
    offset_bytes: int
    length_bytes: int


Piece = bytes | FileSlice
"""What a body is made of: bytes as they are, or a part of a file."""
