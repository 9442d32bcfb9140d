"""What sheets look like by REST."""

import json
from datetime import datetime
from typing import Any

from ninja import Field, Schema

from farlight.kernel.errors import Invalid, Objection
from farlight.kernel.paging import whole_number
from farlight.samples.domain.sheets.checking import PlannedRow, RowAction, SheetCheck
from farlight.samples.domain.sheets.headings import ColumnMatch
from farlight.samples.domain.sheets.problems import Severity, SheetProblem, Trouble, column_letter
from farlight.samples.domain.sheets.profiles import Profile
from farlight.samples.domain.sheets.states import SheetState
from farlight.samples.models import Sheet


class ProfileColumnOut(Schema):
    """A column of a known sheet."""

    heading: str
    means: list[str]
    is_required: bool


class ProfileOut(Schema):
    """A known sheet."""

    code: str
    title: str
    about: str
    technique: str
    has_headings: bool
    columns: list[ProfileColumnOut]


class SheetOptionsIn(Schema):
    """How a sheet is to be read; what is left out is found out."""

    technique: str | None = None
    profile: str | None = None
    mapping: str | None = Field(None, description='JSON: meaning by column from 0, such as {"3": "slot"}.')
    defaults: str | None = Field(None, description="JSON: what counts for rows that say nothing, by meaning.")
    makes_substances: bool | None = None


class SheetRowsIn(SheetOptionsIn):
    """Rows that were typed or pasted."""

    rows: list[list[str]] = Field(max_length=20_000)


class CellIn(Schema):
    """A cell, and what shall stand in it."""

    row: int = Field(description="As the spreadsheet counts, from 1.")
    column: int = Field(description="From 0.")
    text: str


class CorrectSheetIn(Schema):
    """Cells to correct."""

    cells: list[CellIn] = Field(max_length=20_000)


class SheetProblemOut(Schema):
    """One thing that is wrong."""

    cell: str
    row: int | None
    column: str
    heading: str
    value: str
    severity: Severity
    trouble: Trouble
    message: str
    remedy: str
    suggestion: str | None


class SheetColumnOut(Schema):
    """What a column was taken for."""

    column: str
    heading: str
    means: list[str]
    likeness: float


class SheetRowOut(Schema):
    """What a row declares."""

    row: int
    action: RowAction
    name: str
    texts: dict[str, str]
    values: dict[str, Any]


class SheetCheckOut(Schema):
    """What a sheet is, what is wrong with it, and what it would do."""

    sheet: str
    """Code, when it is kept or taken over."""
    state: SheetState | None
    may_be_taken: bool
    technique: str
    profile: str
    counts: dict[str, int]
    columns: list[SheetColumnOut]
    problems: list[SheetProblemOut]
    rows: list[SheetRowOut]


class SheetSummaryOut(Schema):
    """A sheet."""

    code: str
    proposal: str
    state: SheetState
    file_name: str
    technique: str
    profile: str
    counts: dict[str, int]
    sent_at: datetime
    taken_at: datetime | None
    by: str


def profile_out(profile: Profile) -> dict[str, Any]:
    """Return a known sheet as REST shows it."""
    columns = [{"heading": c.heading, "means": list(c.means), "is_required": c.is_required} for c in profile.columns]
    return {
        **{name: getattr(profile, name) for name in ProfileOut.model_fields if name != "columns"},
        "columns": columns,
    }


def options_in(body: SheetOptionsIn) -> dict[str, Any]:
    """Return what was said of a sheet.

    Raises
    ------
    Invalid
        When mapping or defaults are no JSON of texts.
    """
    said: dict[str, Any] = {}
    for name in ("technique", "profile", "makes_substances"):
        if getattr(body, name) is not None:
            said[name] = getattr(body, name)
    for name in ("mapping", "defaults"):
        text = getattr(body, name)
        if text:
            said[name] = _texts_in(name, text)
    return said


def _texts_in(name: str, text: str) -> dict[str, str]:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    is_right = isinstance(found, dict) and all(isinstance(value, str) for value in found.values())
    if is_right and name == "mapping":
        is_right = all(whole_number(key) is not None for key in found)
    if not is_right:
        mend = 'It looks like {"3": "slot"}.' if name == "mapping" else 'It looks like {"container": "ABC-1"}.'
        raise Invalid([Objection(message=f"The {name} cannot be read.", mend=mend, field=name)])
    result: dict[str, str] = found
    return result


def problem_out(problem: SheetProblem) -> dict[str, Any]:
    """Return a problem as REST shows it."""
    names = ("cell", "row", "heading", "value", "severity", "trouble", "message", "remedy", "suggestion")
    return {**{name: getattr(problem, name) for name in names}, "column": problem.letter}


def check_out(check: SheetCheck, sheet: Sheet | None) -> dict[str, Any]:
    """Return a check as REST and the command line show it."""
    layout = check.layout
    return {
        "sheet": sheet.code if sheet else "",
        "state": sheet.state if sheet else None,
        "may_be_taken": check.may_be_taken,
        "technique": layout.technique.code if layout else "",
        "profile": layout.profile.code if layout and layout.profile else "",
        "counts": check.counts,
        "columns": [column_out(one) for one in (layout.columns if layout else ())],
        "problems": [problem_out(problem) for problem in check.problems],
        "rows": [row_out(row) for row in check.rows],
    }


def column_out(column: ColumnMatch) -> dict[str, Any]:
    """Return what a column was taken for."""
    names = {"heading": column.heading, "means": list(column.means), "likeness": column.likeness}
    return {"column": column_letter(column.column), **names}


def row_out(row: PlannedRow) -> dict[str, Any]:
    """Return what a row declares, and what it would do."""
    said = row.declared
    about = {"row": said.row, "name": said.texts.get("name", ""), "texts": said.texts, "values": said.values}
    return {"action": row.action, **about}


def summary_out(sheet: Sheet) -> dict[str, Any]:
    """Return a sheet as REST shows it."""
    names = ("code", "state", "file_name", "technique", "profile", "counts", "sent_at", "taken_at")
    return {
        **{name: getattr(sheet, name) for name in names},
        "proposal": sheet.proposal.code,
        "by": sheet.by.username if sheet.by else "",
    }
