"""Sheets that were sent: how they read now, and which there are."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Q, QuerySet

from farlight.beamtime.public import proposal_for
from farlight.beamtime.types import ProposalAction
from farlight.kernel.errors import NotFound
from farlight.kernel.ids import OPAQUE_CODE
from farlight.people.types import Actor
from farlight.samples.domain.sheets.checking import CheckOptions, SheetCheck, checked
from farlight.samples.domain.sheets.grid import FileKind, Row, SheetReading
from farlight.samples.domain.sheets.layouts import Wishes
from farlight.samples.domain.sheets.problems import Severity, SheetProblem, Trouble
from farlight.samples.domain.sheets.states import SheetState
from farlight.samples.models import Sheet, SheetFile, SheetHabit, SheetRow
from farlight.samples.queries.known import known_of
from farlight.samples.queries.named import samples_with_keys
from farlight.samples.queries.profiles import known_profiles
from farlight.samples.queries.techniques import current_techniques
from farlight.samples.types import SampleSummary

MOST_SHOWN = 500


def sheet_check(proposal: str, reading: SheetReading, options: CheckOptions) -> SheetCheck:
    """Check a sheet against what a proposal has; nothing is kept."""
    return checked(reading, known_of(proposal), current_techniques(), known_profiles(), options)


def check_of(sheet: Sheet) -> SheetCheck:
    """Check a kept sheet as it is now, with its corrections."""
    return sheet_check(sheet.proposal.code, reading_of(sheet), options_from(sheet.options))


def reading_of(sheet: Sheet) -> SheetReading:
    """Return the rows of a kept sheet with what was corrected in them."""
    return corrected(reading_from(sheet.reading), sheet.corrections)


def sheet_for(person: Actor, code: str, to: ProposalAction = ProposalAction.SEE_SAMPLES) -> Sheet:
    """Return the row of a sheet; one that is not taken over yet is seen by who sent it only.

    Raises
    ------
    NotFound
        When there is none, or the person may not know of it.
    NotAllowed
        When the person may not do this, with every reason.
    """
    row = Sheet.objects.select_related("proposal", "by").filter(code=code).first() if OPAQUE_CODE.match(code) else None
    if row is None:
        raise NotFound
    proposal_for(person, row.proposal.code, to)
    if row.taken_at is None and row.by_id != person.pk:
        raise NotFound
    return row


def sheet_coded(code: str) -> Sheet:
    """Return the row of a sheet, for machines; NotFound when there is none."""
    row = Sheet.objects.select_related("proposal", "by").filter(code=code).first()
    if row is None:
        raise NotFound(f"There is no sheet {code!r}.")
    return row


def content_of(sheet: Sheet) -> bytes:
    """Return the file of a sheet as it came; empty when it came as rows."""
    row = SheetFile.objects.filter(sheet=sheet).first()
    return bytes(row.content) if row else b""


def sheets_of(person: Actor, proposal: str) -> QuerySet[Sheet]:
    """Return the sheets of a proposal, newest first: those that were taken over, and one's own drafts.

    Raises
    ------
    NotFound
        When the person may not know of the proposal.
    """
    proposal_for(person, proposal, ProposalAction.SEE_SAMPLES)
    rows = Sheet.objects.filter(proposal__code=proposal).defer("reading").select_related("by")
    return rows.filter(Q(taken_at__isnull=False) | Q(by_id=person.pk, state=SheetState.DRAFT.value))


def habit_of(person: Actor, headings: tuple[str, ...]) -> dict[str, Any]:
    """Return how somebody said last time that a sheet with these headings is to be read; nothing when never."""
    rows = SheetHabit.objects.filter(person_id=person.pk, headings_hash=headings_hash(headings))
    return rows.values_list("options", flat=True).first() or {}


def headings_hash(headings: tuple[str, ...]) -> str:
    """Return a digest of headings, whatever their capitals."""
    return hashlib.sha256("\x1f".join(text.strip().casefold() for text in headings).encode()).hexdigest()


def content_hash(reading: SheetReading, options: Mapping[str, Any]) -> str:
    """Return a digest of rows and of how they are read."""
    rows = [[row.number, *(text.strip() for text in row.texts)] for row in reading.rows]
    plain = json.dumps([rows, options], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def reading_to(reading: SheetReading) -> dict[str, Any]:
    """Return a reading as JSON."""
    return {
        "kind": reading.kind.value,
        "sheet": reading.sheet,
        "delimiter": reading.delimiter,
        "encoding": reading.encoding,
        "rows": [[row.number, list(row.texts), row.kinds] for row in reading.rows],
        "problems": [{name: getattr(problem, name) for name in SheetProblem.__slots__} for problem in reading.problems],
    }


def reading_from(record: Mapping[str, Any]) -> SheetReading:
    """Return a reading from JSON."""
    return SheetReading(
        kind=FileKind(record["kind"]),
        sheet=record["sheet"],
        delimiter=record["delimiter"],
        encoding=record["encoding"],
        rows=tuple(Row(number, tuple(texts), kinds) for number, texts, kinds in record["rows"]),
        problems=tuple(
            SheetProblem(**{**one, "trouble": Trouble(one["trouble"]), "severity": Severity(one["severity"])})
            for one in record["problems"]
        ),
    )


def corrected(reading: SheetReading, corrections: Mapping[str, str]) -> SheetReading:
    """Put what was corrected into the cells; what was said of those cells while reading holds no more."""
    if not corrections:
        return reading
    by_row: dict[int, dict[int, str]] = {}
    for place, text in corrections.items():
        row, _, column = place.partition(":")
        by_row.setdefault(int(row), {})[int(column)] = text
    rows = tuple(_with(row, by_row[row.number]) if row.number in by_row else row for row in reading.rows)
    kept = tuple(p for p in reading.problems if p.row is None or p.column not in by_row.get(p.row, {}))
    return replace(reading, rows=rows, problems=kept)


def _with(row: Row, cells: Mapping[int, str]) -> Row:
    width = max(len(row.texts), max(cells) + 1)
    texts = [*row.texts, *[""] * (width - len(row.texts))]
    kinds = list(row.kinds.ljust(width, "t"))
    for column, text in cells.items():
        texts[column], kinds[column] = text, "t"
    return Row(row.number, tuple(texts), "".join(kinds))


def options_from(record: Mapping[str, Any]) -> CheckOptions:
    """Return what the sender says of a sheet, from JSON."""
    mapping = {int(column): meaning for column, meaning in record.get("mapping", {}).items()}
    wishes = Wishes(technique=record.get("technique", ""), profile=record.get("profile", ""), mapping=mapping or None)
    return CheckOptions(
        wishes=wishes,
        defaults={key: text for key, text in record.get("defaults", {}).items() if text},
        makes_substances=bool(record.get("makes_substances", False)),
    )


def samples_of_sheet(sheet: Sheet) -> tuple[SampleSummary, ...]:
    """Return the samples that a sheet declared or changed, in its order; none before it is taken over."""
    keys = list(SheetRow.objects.filter(sheet=sheet, sample__isnull=False).values_list("sample_id", flat=True))
    found = samples_with_keys(keys[:MOST_SHOWN])
    return tuple(found[key] for key in keys[:MOST_SHOWN])
