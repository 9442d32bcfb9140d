"""The operations: lists of files, files, archives."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Annotated

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponseBase
from ninja import Query, Router, Schema

from farlight.kernel.paging import LARGEST_PAGE, page_of
from farlight.people.public import ApiKeyOrSessionAsync, credential_in, person_of
from farlight.transfer.access import OpenFiles, run_files, session_files
from farlight.transfer.domain.addresses import file_address, run_file_address
from farlight.transfer.domain.archives import ArchiveLayout
from farlight.transfer.domain.representations import ArchiveRepresentation, FileRepresentation
from farlight.transfer.rest.answers import answer
from farlight.transfer.types import FileEntry

Address = Callable[[str], str]
Operation = Callable[..., Awaitable[HttpResponseBase]]

router = Router(tags=["files"])

Limit = Annotated[int, Query(ge=1, le=LARGEST_PAGE * 5)]
BYTES = {200: {"description": "The bytes, or with Range a part of them (206).", "content": {"*/*": {}}}}


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
    found = session_files(person_of(request), code).storage.entries(folder)
    return _page(found, cursor, limit, partial(file_address, code))


@router.get("/sessions/{code}/runs/{number}/files", operation_id="list_run_files", response=FilesOut)
def list_run_files(
    request: HttpRequest, code: str, number: int, cursor: str = "", limit: Limit = 500
) -> dict[str, object]:
    """Return every file of a run: what was collected, and what its processing wrote."""
    found = run_files(person_of(request), code, number).files()
    return _page(found, cursor, limit, partial(run_file_address, code, number))


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


async def session_archive(request: HttpRequest, code: str, folder: str = "") -> HttpResponseBase:
    """Return one of a session's folders as a tar archive; ranges of it go on where a line broke."""
    return await sync_to_async(_archive)(request, code, None, folder)


async def run_archive(request: HttpRequest, code: str, number: int) -> HttpResponseBase:
    """Return everything of a run as a tar archive; ranges of it go on where a line broke."""
    return await sync_to_async(_archive)(request, code, number, "")


def _file(request: HttpRequest, code: str, number: int | None, path: str, *, show: bool) -> HttpResponseBase:
    files = _files(request, code, number)
    return answer(request, files, FileRepresentation(files.entry(path)), inline=show)


def _archive(request: HttpRequest, code: str, number: int | None, folder: str) -> HttpResponseBase:
    files = _files(request, code, number)
    entries = list(files.storage.files_below(folder)) if number is None else files.files()
    part = f"run-{number:03d}" if number is not None else folder.replace("/", "-")
    name = "-".join(filter(None, (code, part)))
    return answer(request, files, ArchiveRepresentation(f"{name}.tar", ArchiveLayout(name, entries)))


def _files(request: HttpRequest, code: str, number: int | None) -> OpenFiles:
    person, credential = person_of(request), credential_in(request.headers, login=request.session.session_key)
    if number is None:
        return session_files(person, code, credential)
    return run_files(person, code, number, credential)


def _serve(path: str, operation: Operation) -> None:
    """Enter an operation under GET and HEAD; the description names GET alone."""
    for method in ("GET", "HEAD"):
        router.api_operation(
            [method],
            path,
            operation_id=operation.__name__,
            auth=ApiKeyOrSessionAsync(),
            include_in_schema=method == "GET",
            openapi_extra={"responses": BYTES},
        )(operation)


_serve("/sessions/{code}/files/{path:path}", session_file)
_serve("/sessions/{code}/runs/{number}/files/{path:path}", run_file)
_serve("/sessions/{code}/archive.tar", session_archive)
_serve("/sessions/{code}/runs/{number}/archive.tar", run_archive)
