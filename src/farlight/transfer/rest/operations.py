"""The operations: lists of files, and files."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponseBase
from ninja import Query, Router, Schema

from farlight.kernel.paging import LARGEST_PAGE, page_of
from farlight.people.public import credential_in, person_of
from farlight.transfer.access import OpenFiles, run_files, session_files
from farlight.transfer.domain.addresses import Scope
from farlight.transfer.domain.representations import FileRepresentation
from farlight.transfer.queries import known_sums
from farlight.transfer.rest.answers import answer
from farlight.transfer.rest.serving import serve
from farlight.transfer.types import FileEntry

Address = Callable[[str], str]

router = Router(tags=["files"])

Limit = Annotated[int, Query(ge=1, le=LARGEST_PAGE * 5)]


class FileOut(Schema):
    """A file or folder."""

    name: str
    """From the session's folder on."""
    is_folder: bool
    size_bytes: int
    modified_at: datetime
    url: str | None
    """Where its bytes are; None for a folder."""


class FilesOut(Schema):
    """A page of files."""

    items: list[FileOut]
    next_cursor: str | None


@router.get("/sessions/{code}/files", operation_id="list_session_files", response=FilesOut)
def list_session_files(
    request: HttpRequest, code: str, folder: str = "", cursor: str = "", limit: Limit = 500
) -> dict[str, object]:
    """Return what lies in one of a session's folders; without a folder, in the session's own."""
    found = session_files(person_of(request), code).entries(folder)
    return _page(found, cursor, limit, Scope(session=code).file_address)


@router.get("/sessions/{code}/runs/{number}/files", operation_id="list_run_files", response=FilesOut)
def list_run_files(
    request: HttpRequest, code: str, number: int, cursor: str = "", limit: Limit = 500
) -> dict[str, object]:
    """Return every file of a run: what was collected, and what its processing wrote."""
    found = run_files(person_of(request), code, number).files()
    return _page(found, cursor, limit, Scope(session=code, run=number).file_address)


def _page(entries: Sequence[FileEntry], cursor: str, limit: int, address: Address) -> dict[str, object]:
    rest = [entry for entry in sorted(entries, key=lambda entry: entry.name) if entry.name > cursor]
    page = page_of(rest[: limit + 1], limit=limit, cursor=lambda entry: entry.name)
    return {"items": [_fields(entry, address) for entry in page.items], "next_cursor": page.next_cursor}


def _fields(entry: FileEntry, address: Address) -> dict[str, object]:
    fields = {name: getattr(entry, name) for name in ("name", "is_folder", "size_bytes", "modified_at")}
    return {**fields, "url": None if entry.is_folder else address(entry.name)}


async def session_file(request: HttpRequest, code: str, path: str, *, show: bool = False) -> HttpResponseBase:
    """Return a file of a session, or ranges of its bytes; ``show`` lets a browser show text and pictures."""
    return await sync_to_async(_file)(request, code, None, path, show=show)


async def run_file(request: HttpRequest, code: str, number: int, path: str, *, show: bool = False) -> HttpResponseBase:
    """Return a file of a run, or ranges of its bytes; ``show`` lets a browser show text and pictures."""
    return await sync_to_async(_file)(request, code, number, path, show=show)


def _file(request: HttpRequest, code: str, number: int | None, path: str, *, show: bool) -> HttpResponseBase:
    files = _files(request, code, number)
    entry = files.entry(path)
    sums = known_sums(files.session, [entry])
    return answer(request, files, FileRepresentation(entry, sums.of(entry)), inline=show)


def _files(request: HttpRequest, code: str, number: int | None) -> OpenFiles:
    person, credential = person_of(request), credential_in(request.headers, login=request.session.session_key)
    if number is None:
        return session_files(person, code, credential)
    return run_files(person, code, number, credential)


serve(router, "/sessions/{code}/files/{path:path}", session_file)
serve(router, "/sessions/{code}/runs/{number}/files/{path:path}", run_file)
