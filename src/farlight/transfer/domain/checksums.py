"""Checksums of files: kept in one piece for a run, written as ``sha256sum -c`` and as aria2 read them."""

import json
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from farlight.transfer.types import Checksum, FileEntry

_FIELDS = ("name", "size_bytes", "modified_ns", "inode", "sha256", "crc32")
_ESCAPED = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r"})


def packed(checksums: Iterable[Checksum]) -> bytes:
    """Put checksums into few bytes."""
    rows = [[getattr(one, field) for field in _FIELDS] for one in checksums]
    return zlib.compress(json.dumps(rows, separators=(",", ":")).encode())


def unpacked(content: bytes) -> list[Checksum]:
    """Read what ``packed`` wrote."""
    return [Checksum(**dict(zip(_FIELDS, row, strict=True))) for row in json.loads(zlib.decompress(content))]


@dataclass(frozen=True)
class Sums:
    """The checksums that are known."""

    by_name: Mapping[str, Checksum]

    def of(self, entry: FileEntry) -> Checksum | None:
        """Return a file's, as long as it is as it was read."""
        found = self.by_name.get(entry.name)
        return found if found is not None and found.is_of(entry) else None

    def unknown(self, entries: Iterable[FileEntry]) -> list[FileEntry]:
        """Return the files that none are known of."""
        return [entry for entry in entries if self.of(entry) is None]


NO_SUMS = Sums({})


def sums_of(checksums: Iterable[Checksum]) -> Sums:
    """Return checksums, to be looked up."""
    return Sums({one.name: one for one in checksums})


def checksum_lines(folder: str, entries: Sequence[FileEntry], sums: Sums) -> bytes:
    r"""Write a list that ``sha256sum -c`` checks beside the unpacked folder.

    A name with a backslash or a line's end is written as GNU coreutils do: ``\\`` and ``\n``, and a backslash before
    the line. A file whose sum is not known stands there as a comment.
    """
    return b"".join(_line("/".join((folder, *entry.path)), sums.of(entry)) for entry in _ordered(entries))


def _line(name: str, known: Checksum | None) -> bytes:
    written = name.translate(_ESCAPED)
    if known is None:
        return f"# not known yet: {written}\n".encode("utf-8", "surrogateescape")
    mark = "\\" if written != name else ""
    return f"{mark}{known.sha256}  {written}\n".encode("utf-8", "surrogateescape")


def metalink(folder: str, entries: Sequence[FileEntry], sums: Sums, address: Callable[[str], str]) -> bytes:
    """Write a Metalink (RFC 5854): each file with its length, its sum where that is known, and where it is.

    Parameters
    ----------
    folder : str
        Name of the folder that the files are saved in.
    entries : sequence of FileEntry
        The files.
    sums : Sums
        What is known of them.
    address : callable
        Gives the whole address of a file's name.
    """
    files = "".join(_metalink_file(folder, entry, sums.of(entry), address(entry.name)) for entry in _ordered(entries))
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<metalink xmlns="urn:ietf:params:xml:ns:metalink">\n'
    return f"{head}<generator>Farlight</generator>\n{files}</metalink>\n".encode()


def _metalink_file(folder: str, entry: FileEntry, known: Checksum | None, url: str) -> str:
    digest = f'<hash type="sha-256">{known.sha256}</hash>' if known else ""
    name = quoteattr(f"{folder}/{entry.name}")
    return f"<file name={name}><size>{entry.size_bytes}</size>{digest}<url>{escape(url)}</url></file>\n"


def _ordered(entries: Sequence[FileEntry]) -> list[FileEntry]:
    return sorted(entries, key=lambda entry: entry.path)
