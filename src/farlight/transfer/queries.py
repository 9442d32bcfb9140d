"""What the pages of files show."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace

from farlight.people.types import Actor
from farlight.transfer.access import run_files, session_files
from farlight.transfer.domain.addresses import archive_address, file_address, run_archive_address, run_file_address
from farlight.transfer.domain.showing import TEXT_MOST_BYTES, Look, look_of, rows_of
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
    def is_shown(self) -> bool:
        """Whether there is a page that shows it."""
        return not self.entry.is_folder and look_of(self.entry.name) is not Look.NONE


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


@dataclass(frozen=True, kw_only=True)
class FileView:
    """A file and what its page shows of it."""

    entry: FileEntry
    url: str
    look: Look
    text: str = ""
    """Its beginning, when it is text."""
    rows: tuple[list[str], ...] = ()
    """Its first rows, when it is a table."""

    @property
    def is_cut(self) -> bool:
        """Whether the page shows only the beginning."""
        return self.look in {Look.TEXT, Look.TABLE} and self.entry.size_bytes > TEXT_MOST_BYTES


def file_view(person: Actor, code: str, name: str) -> FileView:
    """Return a file of a session with what its page shows; NotFound when there is none, for this person."""
    files = session_files(person, code)
    entry = files.entry(name)
    look = look_of(entry.name)
    view = FileView(entry=entry, url=file_address(code, entry.name), look=look)
    if look not in {Look.TEXT, Look.TABLE}:
        return view
    with files.storage.opened(entry) as file:
        text = os.pread(file, TEXT_MOST_BYTES, 0).decode("utf-8-sig", "replace")
    return replace(view, text=text, rows=tuple(rows_of(text)) if look is Look.TABLE else ())
