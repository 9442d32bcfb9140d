"""Sheets: sent by dropping a file or pasting rows, mended where they are wrong, taken over, taken back, given back."""

import csv
import io
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from farlight.beamtime.public import proposal_for
from farlight.beamtime.types import ProposalAction
from farlight.kernel.errors import Conflict, Invalid, Objection
from farlight.kernel.paging import whole_number
from farlight.kernel.time import utc_now
from farlight.people.public import person_of
from farlight.samples.adapters.sheet_files import FileFormat
from farlight.samples.adapters.xlsx_writing import Annotated, annotated_workbook
from farlight.samples.domain.sheets.delimited import separator_of
from farlight.samples.domain.sheets.grid import MOST_BYTES
from farlight.samples.domain.sheets.states import SheetState
from farlight.samples.models import Sheet
from farlight.samples.queries.pages import editable_proposals
from farlight.samples.queries.profiles import known_profiles
from farlight.samples.queries.sheets import check_of, content_of, sheet_for, sheets_of
from farlight.samples.queries.techniques import current_techniques
from farlight.samples.services.importing import correct_sheet, describe_sheet, discard_sheet, keep_sheet
from farlight.samples.services.importing_taking import take_sheet
from farlight.samples.services.importing_undoing import undo_sheet
from farlight.samples.web.answering import kept_file, shown
from farlight.samples.web.sheet_pages import sheet_page

_EDIT = ProposalAction.EDIT_SAMPLES
SHEETS_SHOWN = 50


@login_required
@require_safe
def sheet_list(request: HttpRequest) -> HttpResponse:
    """Ask for a sheet, and show those that were sent before."""
    person = person_of(request)
    proposals = editable_proposals(person)
    wanted = request.GET.get("proposal", "")
    chosen = next((one for one in proposals if one.code == wanted), proposals[0] if proposals else None)
    context = {
        "proposals": proposals,
        "chosen": chosen,
        "sheets": sheets_of(person, chosen.code)[:SHEETS_SHOWN] if chosen else [],
        "techniques": current_techniques().values(),
        "profiles": known_profiles().values(),
    }
    return shown(request, "sheets", context, here="sheets")


@login_required
@require_POST
def sheet_send(request: HttpRequest) -> HttpResponse:
    """Keep a file or pasted rows, and show what is wrong with them."""
    person = person_of(request)
    proposal = proposal_for(person, request.POST.get("proposal", ""), _EDIT)
    file = request.FILES.get("file")
    content: bytes | list[list[str]]
    content = file.read(MOST_BYTES + 1) if file else pasted(request.POST.get("rows", ""))
    if not content and file is None:
        messages.error(request, "Nothing was sent. Choose a file, or paste rows.")
        return redirect(f"{reverse('samples:sheet_list')}?proposal={proposal.code}")
    name = (file.name if file else "") or ""
    sheet = keep_sheet(proposal=proposal.code, content=content, name=name, now=utc_now(), by=person)
    return redirect("samples:sheet_detail", code=sheet.code)


def pasted(text: str) -> list[list[str]]:
    """Return pasted rows; a spreadsheet puts tabs between cells, others whatever divides the rows best."""
    plain = text.strip("\r\n")
    if not plain.strip():
        return []
    separator = "\t" if "\t" in plain else separator_of(plain)
    return list(csv.reader(io.StringIO(plain), delimiter=separator))


@login_required
@require_safe
def sheet_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show a sheet: how it is read, all that is wrong with it, and what it would do."""
    return _show(request, sheet_for(person_of(request), code))


def _show(request: HttpRequest, sheet: Sheet, refused: tuple[Objection, ...] = ()) -> HttpResponse:
    page = sheet_page(sheet)
    context = {"page": page, "sheet": sheet, "refused": refused, "is_draft": sheet.state == SheetState.DRAFT}
    part = "#sheet" if request.headers.get("HX-Request") else ""
    return render(request, f"samples/sheet.html{part}", {**context, "here": "sheets"}, status=422 if refused else 200)


@login_required
@require_POST
def sheet_correct(request: HttpRequest, code: str) -> HttpResponse:
    """Put a text into the cells that have the same thing wrong."""
    text = request.POST.get("suggestion") or request.POST.get("text", "")
    places = [place.partition(":") for place in request.POST.get("cells", "").split(",") if place]
    numbers = [(whole_number(row), whole_number(column)) for row, _, column in places]
    cells = {(row, column): text for row, column in numbers if row is not None and column is not None}
    return _after(request, code, lambda sheet: correct_sheet(sheet=sheet, cells=cells))


@login_required
@require_POST
def sheet_describe(request: HttpRequest, code: str) -> HttpResponse:
    """Say how a sheet is to be read: technique, known sheet, columns, what counts for all rows."""
    said = request.POST
    columns = {key.removeprefix("column:"): said[key] for key in said if key.startswith("column:")}
    before = {key.removeprefix("was:"): said[key] for key in said if key.startswith("was:")}
    options: dict[str, object] = {
        "technique": said.get("technique", ""),
        "profile": said.get("profile", ""),
        "defaults": {key.removeprefix("default:"): said[key] for key in said if key.startswith("default:")},
        "makes_substances": "makes_substances" in said,
    }
    changed = {column: meaning for column, meaning in columns.items() if before.get(column) != meaning}
    person = person_of(request)

    def describe(sheet: Sheet) -> None:
        mapping = {**sheet.options.get("mapping", {}), **changed}
        describe_sheet(sheet=sheet, options={**options, "mapping": mapping}, now=utc_now(), by=person)

    return _after(request, code, describe)


@login_required
@require_POST
def sheet_substances(request: HttpRequest, code: str) -> HttpResponse:
    """Let the substances that the proposal does not have yet be made when a sheet is taken over."""
    person, options = person_of(request), {"makes_substances": True}
    return _after(request, code, lambda sheet: describe_sheet(sheet=sheet, options=options, now=utc_now(), by=person))


@login_required
@require_POST
def sheet_take(request: HttpRequest, code: str) -> HttpResponse:
    """Take a sheet over."""
    person = person_of(request)
    sheet = sheet_for(person, code, _EDIT)
    try:
        taken = take_sheet(sheet=sheet, now=utc_now(), by=person)
    except (Invalid, Conflict) as refusal:
        return _show(request, sheet_for(person, code), _objections(refusal))
    counts = taken.counts
    messages.success(request, f"Taken over: {counts['new']} new samples, {counts['changed']} changed.")
    return redirect("samples:sheet_detail", code=taken.code)


@login_required
@require_POST
def sheet_undo(request: HttpRequest, code: str) -> HttpResponse:
    """Take a sheet back."""
    person = person_of(request)
    sheet = sheet_for(person, code, _EDIT)
    try:
        undo_sheet(sheet=sheet, now=utc_now(), by=person)
    except (Invalid, Conflict) as refusal:
        return _show(request, sheet, _objections(refusal))
    messages.success(request, "The sheet is taken back; everything is as before.")
    return redirect("samples:sheet_detail", code=code)


@login_required
@require_POST
def sheet_discard(request: HttpRequest, code: str) -> HttpResponse:
    """Throw a kept sheet away."""
    sheet = sheet_for(person_of(request), code, _EDIT)
    discard_sheet(sheet=sheet, now=utc_now())
    messages.success(request, "The sheet is thrown away; nothing was changed.")
    return redirect(f"{reverse('samples:sheet_list')}?proposal={sheet.proposal.code}")


@login_required
@require_safe
def sheet_annotated(request: HttpRequest, code: str) -> HttpResponse:
    """Give a sheet back with comments in its cells."""
    sheet = sheet_for(person_of(request), code)
    check = check_of(sheet)
    content = b"" if sheet.corrections else content_of(sheet)
    book = annotated_workbook(Annotated(content=content, reading=check.reading, problems=check.problems))
    stem = (sheet.file_name or sheet.code).rpartition(".")[0] or sheet.code
    return kept_file(book, f"{stem}-checked.xlsx", FileFormat.XLSX.media_type)


def _after(request: HttpRequest, code: str, act: Callable[[Sheet], object]) -> HttpResponse:
    """Change a kept sheet, and show it as it is then."""
    person = person_of(request)
    sheet = sheet_for(person, code, _EDIT)
    try:
        act(sheet)
    except (Invalid, Conflict) as refusal:
        return _show(request, sheet, _objections(refusal))
    if not request.headers.get("HX-Request"):
        return redirect("samples:sheet_detail", code=code)
    return _show(request, sheet_for(person, code))


def _objections(refusal: Invalid | Conflict) -> tuple[Objection, ...]:
    return refusal.objections if isinstance(refusal, Invalid) else (Objection(message=refusal.message),)
