"""What the page of a sheet shows."""

from dataclasses import dataclass

from farlight.samples.domain.sheets.checking import RowAction, SheetCheck
from farlight.samples.domain.sheets.grid import Row
from farlight.samples.domain.sheets.grouping import ProblemGroup, grouped
from farlight.samples.domain.sheets.headings import ColumnMatch
from farlight.samples.domain.sheets.layouts import Layout
from farlight.samples.domain.sheets.meanings import TARGETS, Target, meanings_for
from farlight.samples.domain.sheets.problems import Severity, Trouble, column_letter
from farlight.samples.domain.sheets.unit_cells import UNIT_CELL, UNIT_CELL_LABEL, cell_keys
from farlight.samples.models import Sheet
from farlight.samples.queries.profiles import known_profiles
from farlight.samples.queries.sheets import check_of, samples_of_sheet
from farlight.samples.queries.techniques import current_techniques
from farlight.samples.types import SampleSummary

MOST_GROUPS = 100
MOST_ROWS = 25
_DEFAULTS = (Target.PARCEL, Target.CONTAINER, Target.CONTAINER_TYPE, Target.ACRONYM)


@dataclass(frozen=True, kw_only=True)
class ColumnChoice:
    """A column of a sheet, and what it may mean."""

    letter: str
    match: ColumnMatch
    example: str
    meaning: str
    """Key of what it means now, as the choices have it."""


@dataclass(frozen=True, kw_only=True)
class ShownRow:
    """A row as it is shown."""

    number: int
    action: RowAction | None
    cells: tuple[tuple[str, str], ...]
    """Text, and the severity of what is wrong with it, empty for nothing."""


@dataclass(frozen=True, kw_only=True)
class SheetPage:
    """What the page of a sheet shows."""

    sheet: Sheet
    check: SheetCheck
    groups: tuple[ProblemGroup, ...]
    more_groups: int
    columns: tuple[ColumnChoice, ...]
    meanings: tuple[tuple[str, str], ...]
    rows: tuple[ShownRow, ...]
    unknown_substances: tuple[str, ...]
    """Acronyms that the proposal does not have, and that could be made."""
    techniques: tuple[tuple[str, str], ...]
    profiles: tuple[tuple[str, str], ...]
    defaults: tuple[tuple[str, str, str], ...]
    """Meaning, its label, and what counts for rows that say nothing."""

    taken: tuple[SampleSummary, ...]
    """What it declared or changed, in its order; nothing before it is taken over."""

    @property
    def homeless(self) -> int:
        """How many of its samples lie in no container."""
        return sum(not sample.container for sample in self.taken)

    @property
    def takes(self) -> int:
        """How many samples taking it over would declare or change."""
        return self.check.counts["new"] + self.check.counts["changed"]


def sheet_page(sheet: Sheet) -> SheetPage:
    """Return what the page of a sheet shows as it is now."""
    check = check_of(sheet)
    groups = grouped(check.problems)
    layout = check.layout
    said = sheet.options.get("defaults", {})
    return SheetPage(
        sheet=sheet,
        check=check,
        groups=groups[:MOST_GROUPS],
        more_groups=max(0, len(groups) - MOST_GROUPS),
        columns=_columns(check),
        meanings=_meanings(layout),
        rows=_rows(check),
        taken=samples_of_sheet(sheet),
        unknown_substances=tuple(
            dict.fromkeys(one.value for one in check.problems if one.trouble is Trouble.UNKNOWN_SUBSTANCE)
        ),
        techniques=tuple((code, one.title) for code, one in current_techniques().items()),
        profiles=tuple((code, one.title) for code, one in known_profiles().items()),
        defaults=tuple((target.value, TARGETS[target].label, said.get(target, "")) for target in _DEFAULTS),
    )


def _meanings(layout: Layout | None) -> tuple[tuple[str, str], ...]:
    """What columns may mean: a key, and how it is called."""
    if layout is None:
        return ()
    cell = [(UNIT_CELL, UNIT_CELL_LABEL)] if cell_keys(layout.technique) else []
    return (*((key, meaning.label) for key, meaning in meanings_for(layout.technique).items()), *cell)


def _columns(check: SheetCheck) -> tuple[ColumnChoice, ...]:
    body = check.reading.rows[-5:]
    cell = cell_keys(check.layout.technique) if check.layout else ()
    return tuple(
        ColumnChoice(
            letter=column_letter(one.column),
            match=one,
            meaning=UNIT_CELL if cell and one.means == cell else one.meaning,
            example=next((row.text(one.column) for row in body if row.text(one.column).strip()), ""),
        )
        for one in (check.layout.columns if check.layout else ())
    )


def _rows(check: SheetCheck) -> tuple[ShownRow, ...]:
    """The first rows, those with errors before all others."""
    wrong: dict[tuple[int, int], Severity] = {}
    for problem in check.problems:
        if problem.row is not None:
            wrong.setdefault((problem.row, -1 if problem.column is None else problem.column), problem.severity)
    bad = {row for (row, _), severity in wrong.items() if severity is Severity.ERROR}
    actions = {row.declared.row: row.action for row in check.rows}
    shown = [row for row in check.reading.rows if row.number in actions or not check.rows]
    shown.sort(key=lambda row: (row.number not in bad, row.number))
    width = len(check.layout.columns) if check.layout else max((len(row.texts) for row in shown), default=0)
    return tuple(_row(row, actions.get(row.number), width, wrong) for row in shown[:MOST_ROWS])


def _row(row: Row, action: RowAction | None, width: int, wrong: dict[tuple[int, int], Severity]) -> ShownRow:
    cells = tuple(
        (row.text(column), wrong[row.number, column].value if (row.number, column) in wrong else "")
        for column in range(width)
    )
    return ShownRow(number=row.number, action=action, cells=cells)
