"""Many files at once: archives, lists of checksums, Metalinks, selections."""

from collections.abc import Awaitable, Callable
from enum import StrEnum

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponseBase
from ninja import Field, Router, Schema

from farlight.kernel.time import utc_now
from farlight.people.public import credential_in, person_of
from farlight.transfer.access import Choice, chosen_files
from farlight.transfer.domain.addresses import Scope
from farlight.transfer.domain.archives import TarLayout
from farlight.transfer.domain.checksums import checksum_lines, metalink
from farlight.transfer.domain.layouts import Layout
from farlight.transfer.domain.representations import ArchiveRepresentation, TextRepresentation
from farlight.transfer.domain.selections import MOST_NAMES
from farlight.transfer.domain.ways import refuse_what_is_too_large
from farlight.transfer.domain.zips import ZipLayout
from farlight.transfer.queries import known_sums, policy
from farlight.transfer.rest.answers import answer
from farlight.transfer.rest.serving import serve
from farlight.transfer.services.selecting import choose_files
from farlight.transfer.services.summing import sums_at_hand

router = Router(tags=["files"])


class ArchiveForm(StrEnum):
    """How files are put together."""

    TAR = "tar"
    ZIP = "zip"


_LAYOUTS: dict[ArchiveForm, type[Layout]] = {ArchiveForm.TAR: TarLayout, ArchiveForm.ZIP: ZipLayout}


class SelectionIn(Schema):
    """Files and folders to take together."""

    names: list[str] = Field(max_length=MOST_NAMES)
    """From the session's folder on."""
    run: int | None = None
    """Number of the run whose files they are."""


class SelectionOut(Schema):
    """Where the chosen files are."""

    code: str
    tar_url: str
    zip_url: str
    checksums_url: str
    metalink_url: str


@router.post("/sessions/{code}/selections", operation_id="choose_files", response=SelectionOut)
def choose(request: HttpRequest, code: str, body: SelectionIn) -> dict[str, str]:
    """Choose files and folders; the same ones have the same addresses, whoever asks."""
    scope = choose_files(session=code, run=body.run, names=body.names, by=person_of(request), now=utc_now())
    return {
        "code": scope.selection,
        "tar_url": scope.address("archive.tar"),
        "zip_url": scope.address("archive.zip"),
        "checksums_url": scope.address("checksums.sha256"),
        "metalink_url": scope.address("files.meta4"),
    }


def archive(request: HttpRequest, scope: Scope, form: ArchiveForm) -> HttpResponseBase:
    """Answer with all files of a scope as one archive."""
    choice = _chosen(request, scope)
    refuse_what_is_too_large(scope, choice.size_bytes, policy())
    layout = _LAYOUTS[form](scope.name, choice.entries)
    sums = known_sums(choice.files.session, choice.entries) if form is ArchiveForm.ZIP else None
    return answer(request, choice.files, ArchiveRepresentation(layout, f"{scope.words} as {form}"), sums=sums)


def checksums(request: HttpRequest, scope: Scope) -> HttpResponseBase:
    """Answer with the checksums of a scope's files."""
    choice = _chosen(request, scope)
    content = checksum_lines(scope.name, choice.entries, sums_at_hand(choice))
    return _text(request, choice, f"{scope.name}.sha256", "text/plain", content)


def links(request: HttpRequest, scope: Scope) -> HttpResponseBase:
    """Answer with a Metalink to a scope's files."""
    choice = _chosen(request, scope)

    def address(name: str) -> str:
        return request.build_absolute_uri(scope.file_address(name))

    content = metalink(scope.name, choice.entries, sums_at_hand(choice), address)
    return _text(request, choice, f"{scope.name}.meta4", "application/metalink4+xml", content)


def _text(request: HttpRequest, choice: Choice, name: str, media_type: str, content: bytes) -> HttpResponseBase:
    shown = TextRepresentation(name=name, media_type=media_type, content=content, modified_at=utc_now())
    return answer(request, choice.files, shown)


def _chosen(request: HttpRequest, scope: Scope) -> Choice:
    credential = credential_in(request.headers, login=request.session.session_key)
    return chosen_files(person_of(request), scope, credential)


Answer = Callable[..., HttpResponseBase]


def _later(function: Answer, *arguments: object) -> Awaitable[HttpResponseBase]:
    return sync_to_async(function)(*arguments)


async def session_archive(request: HttpRequest, code: str, form: ArchiveForm, folder: str = "") -> HttpResponseBase:
    """Return one of a session's folders as a tar or zip archive; ranges of it go on where a line broke."""
    return await _later(archive, request, Scope(session=code, folder=folder.strip("/")), form)


async def run_archive(request: HttpRequest, code: str, number: int, form: ArchiveForm) -> HttpResponseBase:
    """Return everything of a run as a tar or zip archive; ranges of it go on where a line broke."""
    return await _later(archive, request, Scope(session=code, run=number), form)


async def selection_archive(request: HttpRequest, code: str, selection: str, form: ArchiveForm) -> HttpResponseBase:
    """Return chosen files as a tar or zip archive; ranges of it go on where a line broke."""
    return await _later(archive, request, Scope(session=code, selection=selection), form)


async def session_checksums(request: HttpRequest, code: str, folder: str = "") -> HttpResponseBase:
    """Return the SHA-256 of the files of a folder, as ``sha256sum -c`` reads them beside the unpacked archive."""
    return await _later(checksums, request, Scope(session=code, folder=folder.strip("/")))


async def run_checksums(request: HttpRequest, code: str, number: int) -> HttpResponseBase:
    """Return the SHA-256 of a run's files, as ``sha256sum -c`` reads them beside the unpacked archive."""
    return await _later(checksums, request, Scope(session=code, run=number))


async def selection_checksums(request: HttpRequest, code: str, selection: str) -> HttpResponseBase:
    """Return the SHA-256 of chosen files, as ``sha256sum -c`` reads them beside the unpacked archive."""
    return await _later(checksums, request, Scope(session=code, selection=selection))


async def session_metalink(request: HttpRequest, code: str, folder: str = "") -> HttpResponseBase:
    """Return a Metalink (RFC 5854) to the files of a folder."""
    return await _later(links, request, Scope(session=code, folder=folder.strip("/")))


async def run_metalink(request: HttpRequest, code: str, number: int) -> HttpResponseBase:
    """Return a Metalink (RFC 5854) to a run's files."""
    return await _later(links, request, Scope(session=code, run=number))


async def selection_metalink(request: HttpRequest, code: str, selection: str) -> HttpResponseBase:
    """Return a Metalink (RFC 5854) to chosen files."""
    return await _later(links, request, Scope(session=code, selection=selection))


for place, archive_of, checksums_of, links_of in (
    ("/sessions/{code}", session_archive, session_checksums, session_metalink),
    ("/sessions/{code}/runs/{number}", run_archive, run_checksums, run_metalink),
    ("/sessions/{code}/selections/{selection}", selection_archive, selection_checksums, selection_metalink),
):
    serve(router, f"{place}/archive.{{form}}", archive_of)
    serve(router, f"{place}/checksums.sha256", checksums_of)
    serve(router, f"{place}/files.meta4", links_of)
