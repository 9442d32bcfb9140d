"""What the pages of files show."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from pydantic import TypeAdapter

from farlight.beamtime.public import session_for
from farlight.beamtime.types import Action
from farlight.people.types import Actor
from farlight.transfer.access import run_files, session_files
from farlight.transfer.domain.addresses import Scope, file_address
from farlight.transfer.domain.checksums import Sums, sums_of, unpacked
from farlight.transfer.domain.downloads import OPEN
from farlight.transfer.domain.selections import folders_of
from farlight.transfer.domain.showing import TEXT_MOST_BYTES, Look, look_of, rows_of
from farlight.transfer.models import ChecksumList, Download, GlobusShare, TransferPolicy
from farlight.transfer.types import FileEntry, TransferDefinition

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
    scope: Scope
    """What the page shows, to be taken as a whole."""
    files: int
    """How many files there are, folders not counted."""
    size_bytes: int
    """Of these files together."""
    left_out: int
    """How many entries the page does not show."""


def folder_page(person: Actor, code: str, folder: str) -> FilesPage:
    """Return one folder of a session; NotFound when the person may not know of it, or there is none."""
    entries = session_files(person, code).entries(folder)
    return _page(entries, Scope(session=code, folder=folder))


def run_page(person: Actor, code: str, number: int) -> FilesPage:
    """Return all files of a run; NotFound when the person may not know of it, or there is none."""
    return _page(run_files(person, code, number).files(), Scope(session=code, run=number))


def _page(entries: list[FileEntry], scope: Scope) -> FilesPage:
    rows = (Row(entry=e, url="" if e.is_folder else scope.file_address(e.name)) for e in entries[:MOST_ROWS])
    files = [entry for entry in entries if not entry.is_folder]
    size = sum(entry.size_bytes for entry in files)
    left_out = max(len(entries) - MOST_ROWS, 0)
    return FilesPage(rows=tuple(rows), scope=scope, files=len(files), size_bytes=size, left_out=left_out)


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


def known_sums(session: str, entries: Iterable[FileEntry]) -> Sums:
    """Return the checksums that are known of files of a session; only the lists are read that they may stand in."""
    lists = ChecksumList.objects.filter(session__code=session)
    wanted = {f"{folder}/" for entry in entries for folder in folders_of(entry.name)}
    keys = [key for key, folders in lists.values_list("pk", "folders") if any(f"{f}/" in wanted for f in folders)]
    found = lists.filter(pk__in=keys).values_list("packed", flat=True)
    return sums_of(one for content in found for one in unpacked(bytes(content)))


def file_view(person: Actor, code: str, name: str) -> FileView:
    """Return a file of a session with what its page shows; NotFound when there is none, for this person."""
    files = session_files(person, code)
    entry = files.entry(name)
    look = look_of(entry.name)
    view = FileView(entry=entry, url=file_address(code, entry.name), look=look)
    if look not in {Look.TEXT, Look.TABLE}:
        return view
    text = files.beginning(entry, TEXT_MOST_BYTES).decode("utf-8-sig", "replace")
    return replace(view, text=text, rows=tuple(rows_of(text)) if look is Look.TABLE else ())


_POLICY = TypeAdapter(TransferDefinition)


def policy() -> TransferDefinition:
    """Return what the facility file says of transfers."""
    row = TransferPolicy.objects.first()
    return _POLICY.validate_python(row.settings) if row else TransferDefinition()


@dataclass(frozen=True, kw_only=True)
class DownloadRow:
    """A line of the table of who took what."""

    code: str
    person: str
    words: str
    """What was taken."""
    way: str
    address: str
    client: str
    """The program that took it, by its own word; all browsers are one."""
    state: str
    files: int
    size_bytes: int
    sent_bytes: int
    rate_bytes_per_s: float
    began_at: datetime
    ended_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it is still under way."""
        return self.state in OPEN

    @property
    def percent(self) -> int:
        """How much of what was begun was sent; a hundred only when all was."""
        return 100 if self.sent_bytes >= self.size_bytes else self.sent_bytes * 100 // self.size_bytes

    @property
    def left_s(self) -> float | None:
        """How long it will take at the present rate; None while nothing moves."""
        left = self.size_bytes - self.sent_bytes
        return left / self.rate_bytes_per_s if self.rate_bytes_per_s > 0 and left > 0 else None


def downloads_of(person: Actor, code: str, *, limit: int = 100) -> list[DownloadRow]:
    """Return who took what of a session, newest first, for a person who may read its files.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    NotAllowed
        When the person may not read its files, with every reason.
    """
    session = session_for(person, code, Action.READ_FILES)
    rows = Download.objects.filter(session_id=session.id).select_related("person")[:limit]
    return [_download_row(row) for row in rows]


def _download_row(row: Download) -> DownloadRow:
    more = f" and {row.files - 1} more" if row.files > 1 else ""
    return DownloadRow(
        code=row.code,
        person=row.person.full_name,
        words=f"{row.words}{more}",
        way=row.way,
        address=row.address,
        client="a browser" if row.client.startswith("Mozilla/") else row.client,
        state=row.state,
        files=row.files,
        size_bytes=row.size_bytes,
        sent_bytes=row.sent_bytes,
        rate_bytes_per_s=row.rate_bytes_per_s,
        began_at=row.began_at,
        ended_at=row.ended_at,
    )


def open_downloads() -> dict[str, list[list[object]]]:
    """Return how far the downloads are that are under way, by session; for the streams of those sessions."""
    found: dict[str, list[list[object]]] = defaultdict(list)
    fields = ("session__code", "code", "state", "sent_bytes", "size_bytes")
    for session, *rest in Download.objects.filter(state__in=OPEN).order_by("pk").values_list(*fields):
        found[session].append(rest)
    return dict(found)


def globus_page(session: str) -> str:
    """Return the page of a session's guest collection; empty while there is none."""
    row = GlobusShare.objects.filter(session__code=session).exclude(collection="").first()
    return f"https://app.globus.org/file-manager?origin_id={row.collection}" if row else ""
