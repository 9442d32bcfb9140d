"""What the pages of files show."""

from collections.abc import Iterator
from dataclasses import dataclass

from farlight.people.types import Actor
from farlight.transfer.access import run_files, session_files
from farlight.transfer.domain.addresses import archive_address, file_address, run_archive_address, run_file_address
from farlight.transfer.domain.representations import SHOWN_IN_BROWSERS, FileRepresentation
from farlight.transfer.types import FileEntry

MOST_ROWS = 2000
"""A page shows so many files; the archive and the REST interface give all."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of a table of files."""

    entry: FileEntry
    url: str
    """Where its bytes are; empty for a folder."""

    @property
    def is_shown_in_browsers(self) -> bool:
        """Whether a browser can show it."""
        return FileRepresentation(self.entry).media_type in SHOWN_IN_BROWSERS


@dataclass(frozen=True, kw_only=True)
class FilesPage:
    """A table of files."""

    rows: tuple[Row, ...]
    archive_url: str
    files: int
    """How many files there are, folders not counted."""
    size_bytes: int
    """Of these files together."""
    left_out: int
    """How many entries the page does not show."""


def folder_page(person: Actor, code: str, folder: str) -> FilesPage:
    """Return one folder of a session; NotFound when the person may not know of it, or there is none."""
    entries = session_files(person, code).storage.entries(folder)
    rows = (Row(entry=e, url="" if e.is_folder else file_address(code, e.name)) for e in entries[:MOST_ROWS])
    return _page(entries, rows, archive_address(code, folder))


def run_page(person: Actor, code: str, number: int) -> FilesPage:
    """Return all files of a run; NotFound when the person may not know of it, or there is none."""
    entries = run_files(person, code, number).files()
    rows = (Row(entry=e, url=run_file_address(code, number, e.name)) for e in entries[:MOST_ROWS])
    return _page(entries, rows, run_archive_address(code, number))


def _page(entries: list[FileEntry], rows: Iterator[Row], archive_url: str) -> FilesPage:
    files = [entry for entry in entries if not entry.is_folder]
    size = sum(entry.size_bytes for entry in files)
    left_out = max(len(entries) - MOST_ROWS, 0)
    return FilesPage(rows=tuple(rows), archive_url=archive_url, files=len(files), size_bytes=size, left_out=left_out)


def steps_to(folder: str) -> list[tuple[str, str]]:
    """Return the way to a folder, for its page's head: each folder's own name, and its name from the session on."""
    parts = folder.split("/") if folder else []
    return [(part, "/".join(parts[: depth + 1])) for depth, part in enumerate(parts)]
