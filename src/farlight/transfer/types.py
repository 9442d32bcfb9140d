"""What is seen of a session's files."""

from collections.abc import Callable, Sequence
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


@dataclass(frozen=True, kw_only=True)
class SummedPiece:
    """A part of bytes that hold the CRC-32 of a file, which is known at the latest when they are sent."""

    entry: FileEntry
    write: Callable[[Sequence[int]], bytes]
    """Makes the whole bytes from the sum."""
    length_bytes: int
    offset_bytes: int = 0

    def bytes_with(self, crc32: int) -> bytes:
        """The part, for a sum."""
        return self.write([crc32])[self.offset_bytes : self.offset_bytes + self.length_bytes]


Piece = bytes | FileSlice | SummedPiece
"""What a body is made of: bytes as they are, a part of a file, or bytes that tell its sum."""


@dataclass(frozen=True, kw_only=True)
class Checksum:
    """What a file held when it was read: its sums, and what tells whether it is still that file."""

    name: str
    size_bytes: int
    modified_ns: int
    inode: int
    sha256: str
    """In hexadecimal digits."""
    crc32: int

    def is_of(self, entry: FileEntry) -> bool:
        """Whether the file is still as it was read."""
        state = (entry.name, entry.size_bytes, entry.modified_ns, entry.inode)
        return state == (self.name, self.size_bytes, self.modified_ns, self.inode)


@dataclass(frozen=True, kw_only=True)
class GlobusDefinition:
    """How Globus is spoken with. The client's secret is a setting of the installation, not of this file."""

    client_id: str
    """Of the application that is registered with Globus."""
    gcs_address: str
    """Name of the host with the manager interface of Globus Connect Server."""
    mapped_collection: str
    """Identifier of the collection that holds the facility's data."""
    collection_root: str = "/"
    """Where the root of the data lies in that collection."""
    identity_domain: str
    """What follows the login name in a person's identity: ``facility.org``."""


@dataclass(frozen=True, kw_only=True)
class TransferDefinition:
    """How files leave the facility."""

    https_most_bytes: int | None = None
    """An archive that is larger is not sent by HTTPS; without it every one is."""
    globus_above_bytes: int = 20_000_000_000
    """Above this Globus is the way that is named first, where there is one."""
    sftp_host: str = ""
    """Name of the host that speaks SFTP; while empty, there is none."""
    sftp_port: int = 22
    globus: GlobusDefinition | None = None
