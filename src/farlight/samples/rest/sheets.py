"""Sheets by REST: checked, kept, mended, taken over, taken back, given back."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from ninja import Body, File, Form, Query, Router, Schema, UploadedFile

from farlight.beamtime.public import proposal_for
from farlight.beamtime.types import ProposalAction
from farlight.kernel.time import utc_now
from farlight.people.public import person_of
from farlight.samples.adapters.sheet_files import FileFormat, given_back_file, template_file
from farlight.samples.adapters.xlsx_reading import read_sheet
from farlight.samples.adapters.xlsx_writing import Annotated as AnnotatedSheet
from farlight.samples.adapters.xlsx_writing import annotated_workbook
from farlight.samples.domain.sheets.grid import MOST_BYTES, grid_of
from farlight.samples.queries.exporting import profile_for, results_of, samples_given_out, sheet_given_back
from farlight.samples.queries.known import current_types, known_of
from farlight.samples.queries.profiles import known_profiles
from farlight.samples.queries.sheets import check_of, options_from, sheet_check, sheet_for, sheets_of
from farlight.samples.queries.techniques import technique_named
from farlight.samples.rest.sheet_schemas import (
    CorrectSheetIn,
    ProfileOut,
    SheetCheckOut,
    SheetOptionsIn,
    SheetRowsIn,
    SheetSummaryOut,
    check_out,
    options_in,
    profile_out,
    summary_out,
)
from farlight.samples.services.importing import correct_sheet, describe_sheet, discard_sheet, keep_sheet
from farlight.samples.services.importing_taking import send_and_take, take_sheet
from farlight.samples.services.importing_undoing import undo_sheet

router = Router(tags=["sheets"])
_EDIT = ProposalAction.EDIT_SAMPLES


class SendQuery(Schema):
    """What becomes of a sheet that is sent."""

    commit: bool = False
    """Take it over at once if nothing is wrong with it; else it is only checked."""
    keep: bool = False
    """Keep it, to be mended and taken over later."""


@router.get("/sheet-profiles", operation_id="list_sheet_profiles", response=list[ProfileOut])
def list_sheet_profiles(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001 - the library's signature
    """Return the sheets that are known, with their columns."""
    return [profile_out(profile) for profile in known_profiles().values()]


class TemplateQuery(Schema):
    """As what a template is wanted."""

    format: FileFormat = FileFormat.XLSX
    proposal: str = ""
    """Its substances are in the drop-down."""


@router.get("/techniques/{code}/template", operation_id="sheet_template", response={200: None})
def sheet_template(request: HttpRequest, code: str, wanted: Annotated[TemplateQuery, Query()]) -> HttpResponse:
    """Return a sheet of a technique to fill in: a workbook with drop-downs, or the bare headings as CSV."""
    person = person_of(request)
    substances: tuple[str, ...] = ()
    if wanted.proposal:
        proposal_for(person, wanted.proposal, ProposalAction.SEE_SAMPLES)
        substances = known_of(wanted.proposal).substances
    content = template_file(technique_named(code), current_types(), substances, wanted.format)
    return as_file(content, f"{code}-template.{wanted.format.value}", wanted.format)


@router.post("/proposals/{code}/sheets", operation_id="send_sheet", response=SheetCheckOut)
def send_sheet(
    request: HttpRequest,
    code: str,
    file: Annotated[UploadedFile, File()],
    wanted: Annotated[SendQuery, Query()],
    options: Annotated[SheetOptionsIn, Form()],
) -> dict[str, Any]:
    """Check a sheet: every problem at once, with cell and remedy. Nothing is changed unless ``commit`` is said."""
    person = person_of(request)
    proposal_for(person, code, _EDIT)
    return _answer(code, file.read(MOST_BYTES + 1), file.name or "", options_in(options), wanted, person)


@router.post("/proposals/{code}/sheets/rows", operation_id="send_sheet_rows", response=SheetCheckOut)
def send_sheet_rows(
    request: HttpRequest, code: str, wanted: Annotated[SendQuery, Query()], body: Annotated[SheetRowsIn, Body()]
) -> dict[str, Any]:
    """Check rows that were typed or pasted, as ``send_sheet`` does a file."""
    person = person_of(request)
    proposal_for(person, code, _EDIT)
    return _answer(code, body.rows, "", options_in(body), wanted, person)


def _answer(
    proposal: str, content: bytes | list[list[str]], name: str, options: dict[str, Any], wanted: SendQuery, person: Any
) -> dict[str, Any]:
    sent = {"proposal": proposal, "content": content, "name": name, "options": options, "now": utc_now(), "by": person}
    if wanted.commit:
        sheet, check = send_and_take(**sent)
        return check_out(check, sheet)
    if wanted.keep:
        sheet = keep_sheet(**sent)
        return check_out(check_of(sheet), sheet)
    reading = read_sheet(content, name=name) if isinstance(content, bytes) else grid_of(content)
    return check_out(sheet_check(proposal, reading, options_from(options)), None)


@router.post("/proposals/{code}/sheets/annotated", operation_id="annotate_sheet", response={200: None})
def annotate_sheet(
    request: HttpRequest, code: str, file: Annotated[UploadedFile, File()], options: Annotated[SheetOptionsIn, Form()]
) -> HttpResponse:
    """Return the same sheet as a workbook with comments in its cells and a list of all problems; nothing is kept."""
    proposal_for(person_of(request), code, _EDIT)
    content = file.read(MOST_BYTES + 1)
    reading = read_sheet(content, name=file.name or "")
    check = sheet_check(code, reading, options_from(options_in(options)))
    book = annotated_workbook(AnnotatedSheet(content=content, reading=reading, problems=check.problems))
    return as_file(book, f"{(file.name or 'sheet').rpartition('.')[0] or 'sheet'}-checked.xlsx", FileFormat.XLSX)


@router.get("/proposals/{code}/sheets", operation_id="list_sheets", response=list[SheetSummaryOut])
def list_sheets(request: HttpRequest, code: str) -> list[dict[str, Any]]:
    """Return the sheets of a proposal, newest first: those taken over, and your own that are kept."""
    return [summary_out(sheet) for sheet in sheets_of(person_of(request), code)[:200]]


@router.get("/sheets/{sheet}", operation_id="check_sheet", response=SheetCheckOut)
def check_sheet(request: HttpRequest, sheet: str) -> dict[str, Any]:
    """Return how a kept sheet reads now, with every problem."""
    row = sheet_for(person_of(request), sheet)
    return check_out(check_of(row), row)


@router.patch("/sheets/{sheet}", operation_id="describe_sheet", response=SheetCheckOut)
def describe(request: HttpRequest, sheet: str, body: Annotated[SheetOptionsIn, Body()]) -> dict[str, Any]:
    """Say how a kept sheet is to be read: technique, known sheet, what columns mean; it is remembered."""
    person = person_of(request)
    row = sheet_for(person, sheet, _EDIT)
    row = describe_sheet(sheet=row, options=options_in(body), now=utc_now(), by=person)
    return check_out(check_of(row), row)


@router.patch("/sheets/{sheet}/cells", operation_id="correct_sheet", response=SheetCheckOut)
def correct(request: HttpRequest, sheet: str, body: CorrectSheetIn) -> dict[str, Any]:
    """Put other texts into cells of a kept sheet, and check it again."""
    row = sheet_for(person_of(request), sheet, _EDIT)
    row = correct_sheet(sheet=row, cells={(cell.row, cell.column): cell.text for cell in body.cells})
    return check_out(check_of(row), row)


@router.post("/sheets/{sheet}/take", operation_id="take_sheet", response=SheetSummaryOut)
def take(request: HttpRequest, sheet: str) -> dict[str, Any]:
    """Make the samples of a kept sheet the proposal's: all at once, or nothing, and once."""
    person = person_of(request)
    return summary_out(take_sheet(sheet=sheet_for(person, sheet, _EDIT), now=utc_now(), by=person))


@router.post("/sheets/{sheet}/undo", operation_id="undo_sheet", response=SheetSummaryOut)
def undo(request: HttpRequest, sheet: str) -> dict[str, Any]:
    """Take a sheet back, while nothing was done with what it brought."""
    person = person_of(request)
    return summary_out(undo_sheet(sheet=sheet_for(person, sheet, _EDIT), now=utc_now(), by=person))


@router.delete("/sheets/{sheet}", operation_id="discard_sheet", response={204: None})
def discard(request: HttpRequest, sheet: str) -> HttpResponse:
    """Throw a kept sheet away."""
    discard_sheet(sheet=sheet_for(person_of(request), sheet, _EDIT), now=utc_now())
    return HttpResponse(status=204)


class FormatQuery(Schema):
    """As what a sheet is wanted."""

    format: FileFormat = FileFormat.XLSX


@router.get("/sheets/{sheet}/file", operation_id="sheet_given_back", response={200: None})
def give_back(request: HttpRequest, sheet: str, wanted: Annotated[FormatQuery, Query()]) -> HttpResponse:
    """Return a sheet that was taken over, with positions, states and best results as they are now."""
    person = person_of(request)
    row = sheet_for(person, sheet)
    given = sheet_given_back(row, results_of(person, row.proposal.code, ()))
    stem = (row.file_name or row.code).rpartition(".")[0] or row.code
    content = given_back_file(given.rows, given.numbers, wanted.format)
    return as_file(content, f"{stem}-now.{wanted.format.value}", wanted.format)


class ExportQuery(Schema):
    """Which samples are given out, and how."""

    technique: str = ""
    """Code of a technique; there are no samples of none."""
    profile: str = ""
    format: FileFormat = FileFormat.XLSX


@router.get("/proposals/{code}/samples/export", operation_id="export_samples", response={200: None})
def export_samples(request: HttpRequest, code: str, wanted: Annotated[ExportQuery, Query()]) -> HttpResponse:
    """Return all samples of a proposal that follow a technique, as its own template or as a known sheet."""
    person = person_of(request)
    proposal_for(person, code, ProposalAction.SEE_SAMPLES)
    results = results_of(person, code, ())
    given = samples_given_out(code, technique_named(wanted.technique), profile_for(wanted.profile), results)
    content = given_back_file(given.rows, given.numbers, wanted.format)
    return as_file(content, f"{code}-{wanted.technique}.{wanted.format.value}", wanted.format)


def as_file(content: bytes, name: str, kind: FileFormat) -> HttpResponse:
    """Answer with a file to be kept."""
    response = HttpResponse(content, content_type=kind.media_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
