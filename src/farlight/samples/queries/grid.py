"""The table in which many samples are declared: its columns, and the rows that it begins with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from farlight.samples.domain.geometry import type_from
from farlight.samples.domain.sheets.checking import SheetCheck
from farlight.samples.domain.sheets.grid import grid_of
from farlight.samples.domain.sheets.meanings import VALUE, Target
from farlight.samples.domain.sheets.problems import Severity
from farlight.samples.domain.techniques import Field, Technique, common_fields, text_of
from farlight.samples.models import Container, Placement
from farlight.samples.queries.pages import free_names, substance_choices
from farlight.samples.queries.sheets import options_from, sheet_check

HEADINGS = 1
"""Lines above the first row."""
_TARGETS = {
    "name": Target.NAME,
    "substance": Target.ACRONYM,
    "barcode": Target.BARCODE,
    "container": Target.CONTAINER,
    "slot": Target.SLOT,
    "comment": Target.COMMENT,
}


@dataclass(frozen=True, kw_only=True)
class GridProblem:
    """Something that is wrong in a table."""

    row: int | None
    """From 0; None when it is about the table as a whole."""
    key: str
    """Of the column; empty when it is about the row."""
    severity: Severity
    message: str
    remedy: str
    suggestion: str


@dataclass(frozen=True, kw_only=True)
class GridSheet:
    """A table as the sheet that it is."""

    lines: list[list[str]]
    options: dict[str, Any]


def sheet_of_grid(technique: Technique, keys: Sequence[str], rows: Sequence[Sequence[str]]) -> GridSheet:
    """Return a table as a sheet with headings, and how it is to be read.

    Parameters
    ----------
    technique
        Whose samples they are.
    keys
        Of the columns.
    rows
        Texts, in the order of the columns.
    """
    titles = {field.key: field.title for field in (*common_fields(technique), *technique.fields)}
    meanings = {str(n): _TARGETS.get(key, f"{VALUE}{key}") for n, key in enumerate(keys)}
    headings = [titles.get(key, key) for key in keys]
    options = {"technique": technique.code, "mapping": {n: str(meaning) for n, meaning in meanings.items()}}
    return GridSheet(lines=[headings, *map(list, rows)], options=options)


def grid_check(
    proposal: str, technique: Technique, keys: Sequence[str], rows: Sequence[Sequence[str]]
) -> tuple[list[GridProblem], Mapping[str, int]]:
    """Return everything that is wrong in a table, and how many rows would be new; nothing is kept.

    It is checked as a sheet that is sent would be.
    """
    sheet = sheet_of_grid(technique, keys, rows)
    check = sheet_check(proposal, grid_of(sheet.lines), options_from(sheet.options))
    return list(_problems_of(check, keys)), check.counts


def _problems_of(check: SheetCheck, keys: Sequence[str]) -> list[GridProblem]:
    return [
        GridProblem(
            row=one.row - HEADINGS - 1 if one.row is not None and one.row > HEADINGS else None,
            key=keys[one.column] if one.column is not None and one.column < len(keys) else "",
            severity=one.severity,
            message=one.message,
            remedy=one.remedy,
            suggestion=one.suggestion or "",
        )
        for one in check.problems
    ]


def grid_columns(technique: Technique, proposal: str) -> list[dict[str, Any]]:
    """Return the columns of a technique's table as the browser takes them, in their order."""
    offered = {
        "substance": [acronym for acronym, _ in substance_choices(proposal)],
        "container": list(
            Container.objects.filter(proposal__code=proposal, is_retired=False)
            .order_by("name")
            .values_list("name", flat=True)
        ),
    }
    folded = {group.key for group in technique.groups if group.folded}
    fields = (*common_fields(technique), *technique.fields)
    return [_column(field, offered.get(field.key, ()), is_folded=field.group in folded) for field in fields]


def _column(field: Field, offered: Any, *, is_folded: bool) -> dict[str, Any]:
    return {
        "key": field.key,
        "title": field.title,
        "kind": field.kind.value,
        "choices": list(field.choices or offered),
        "isRequired": field.required,
        "help": field.help,
        "example": text_of(field, field.example),
        "isFolded": is_folded,
    }


def grid_rows(
    technique: Technique, proposal: str, *, substance: str, container: str, count: int
) -> list[dict[str, str]]:
    """Return rows that are filled in as far as can be known: free names, free places, the technique's defaults.

    Parameters
    ----------
    technique
        Whose samples they are.
    proposal
        Code.
    substance
        Acronym; empty when it differs.
    container
        Opaque code of the container that they lie in; empty for none.
    count
        How many rows.
    """
    stem = substance or technique.nouns.sample
    names = free_names(proposal, stem, count)
    places = _free_places(proposal, container)
    defaults = {field.key: text_of(field, field.default) for field in technique.fields if field.default is not None}
    return [
        {"name": name, "substance": substance, **(places[n] if n < len(places) else {}), **defaults}
        for n, name in enumerate(names)
    ]


def _free_places(proposal: str, code: str) -> list[dict[str, str]]:
    row = Container.objects.filter(proposal__code=proposal, code=code).select_related("type").first() if code else None
    if row is None:
        return []
    taken = set(Placement.objects.filter(container=row, until=None).values_list("slot", flat=True))
    slots = type_from(row.type.document).slots
    return [{"container": row.name, "slot": slot.name} for slot in slots if slot.name not in taken]
