"""From the rows of a sheet to what each declares."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from farlight.samples.domain.sheets import grid
from farlight.samples.domain.sheets.cells import is_error
from farlight.samples.domain.sheets.columns import ColumnReader, typed_alone
from farlight.samples.domain.sheets.grid import Row
from farlight.samples.domain.sheets.headings import ColumnMatch
from farlight.samples.domain.sheets.layouts import Layout
from farlight.samples.domain.sheets.lost_zeros import lost_zeros
from farlight.samples.domain.sheets.meanings import VALUE, Meaning, Target, meanings_for
from farlight.samples.domain.sheets.numbers import number_in
from farlight.samples.domain.sheets.problems import Severity, SheetProblem, Trouble, error, info, warning
from farlight.samples.domain.sheets.unit_cells import numbers_of_cell, units_of_cell
from farlight.samples.domain.techniques import Technique, Value, problems_in, text_of

_PREFIX = len(VALUE)


@dataclass(slots=True)
class DeclaredRow:
    """What one row of a sheet declares."""

    row: int
    """As the spreadsheet counts, from 1."""
    texts: dict[str, str]
    """By target: parcel, container, slot, acronym, name…; what is not there is missing."""
    values: dict[str, Value] = field(default_factory=dict)
    """Of the technique's fields."""

    def text(self, target: Target) -> str:
        """What the row says of a target; empty when nothing."""
        return self.texts.get(target, "")


@dataclass
class RowsRead:
    """The rows of a sheet, and what is wrong with each taken alone."""

    rows: list[DeclaredRow]
    problems: list[SheetProblem]
    where: dict[str, int]
    """By key of a meaning, the column that has it."""
    headings: tuple[str, ...]

    def at(self, row: DeclaredRow, target: Target, problem: SheetProblem) -> SheetProblem:
        """Return a problem with its place in the sheet."""
        column = self.where.get(target)
        heading = self.headings[column] if column is not None else ""
        value = problem.value or row.text(target)
        return replace(problem, row=row.row, column=column, heading=heading, value=value)


def declared_rows(rows: Sequence[Row], layout: Layout, defaults: Mapping[str, str]) -> RowsRead:
    """Read the rows below the headings.

    Parameters
    ----------
    rows : sequence of Row
        The filled rows of the sheet.
    layout : Layout
        How they are to be read.
    defaults : mapping
        By key of a meaning: what counts for rows that say nothing of it.
    """
    meanings = meanings_for(layout.technique)
    readers = _readers(layout, meanings)
    default_texts, default_values, wrong = _defaults_read(defaults, layout.technique, meanings)
    problems = [problem for reader in readers for problem in [reader.unit_problem()] if problem]
    read = RowsRead(
        rows=[],
        problems=problems,
        where={key: column.column for column in layout.columns for key in column.means},
        headings=layout.headings,
    )
    problems += [*wrong, *_of_columns(layout, rows), *lost_zeros(rows, layout)]
    for row in _body(rows, layout, problems):
        declared, found = _declared(row, readers, layout)
        if declared is None:
            continue
        for key, text in default_texts.items():
            declared.texts.setdefault(key, text)
        for key, value in default_values.items():
            declared.values.setdefault(key, value)
        problems += found
        problems += _of_values(
            declared,
            layout.technique,
            read,
            {problem.column for problem in found if problem.severity is Severity.ERROR},
        )
        read.rows.append(declared)
    return read


def _defaults_read(
    defaults: Mapping[str, str], technique: Technique, meanings: Mapping[str, Meaning]
) -> tuple[dict[str, str], dict[str, Value], list[SheetProblem]]:
    """Read what counts for all rows as if it stood in their cells: texts by target, values by field, what is wrong."""
    texts: dict[str, str] = {}
    values: dict[str, Value] = {}
    problems: list[SheetProblem] = [
        warning(Trouble.HEADING_UNKNOWN, f"{key!r} is not known; it is said of no row.", "Leave it out.")
        for key in sorted(set(defaults) - set(meanings))
    ]
    for key in sorted(set(defaults) & set(meanings) - {Target.KEPT, Target.NOTHING}):
        match = ColumnMatch(column=0, heading=meanings[key].label, means=(key,))
        reader = ColumnReader(match=match, meaning=meanings[key], technique=technique)
        value, found = reader.read(defaults[key], grid.TEXT)
        problems += [replace(problem, column=None) for problem in found]
        if value == "":
            continue
        if key.startswith(VALUE):
            values[key[_PREFIX:]] = value
        else:
            texts[key] = str(value)
    return texts, values, problems


def _readers(layout: Layout, meanings: Mapping[str, Meaning]) -> list[ColumnReader]:
    return [
        ColumnReader(match=column, meaning=meanings[column.meaning], technique=layout.technique)
        for column in layout.columns
        if column.means and set(column.means) <= set(meanings) and column.meaning != Target.NOTHING
    ]


def _of_columns(layout: Layout, rows: Sequence[Row]) -> Iterator[SheetProblem]:
    """What is to be said of headings: guessed, unknown, or there twice."""
    begin = 0 if layout.heading_at is None else layout.heading_at + 1
    meanings = meanings_for(layout.technique)
    seen: dict[str, int] = {}
    for column in layout.columns:
        where = {"column": column.column, "heading": column.heading}
        words = column.heading.strip().casefold()
        if words and words in seen and not column.means:
            message = f"{column.heading!r} stands above two columns; only the first one is read."
            yield error(Trouble.HEADING_TWICE, message, "Rename one of them, or say what it means.", **where)
        elif column.means and column.likeness < 100:  # noqa: PLR2004 - per cent
            label = _labels(column.means, meanings)
            message = f"{column.heading!r} was taken for {label!r}."
            yield info(Trouble.HEADING_GUESSED, message, "Nothing, when that is right; else say what it is.", **where)
        elif not column.means and any(row.text(column.column).strip() for row in rows[begin:]):
            yield _unknown_heading(column.heading, _labels(column.perhaps, meanings), where)
        seen.setdefault(words, column.column)


def _labels(means: Sequence[str], meanings: Mapping[str, Meaning]) -> str:
    return ", ".join(meanings[key].label for key in means if key in meanings)


def _unknown_heading(heading: str, perhaps: str, where: Mapping[str, object]) -> SheetProblem:
    if not heading.strip():
        message = "This column has no heading; it is not taken over."
        return warning(Trouble.HEADING_UNKNOWN, message, "Give it a heading, or say what it means.", **where)
    message = f"{heading!r} is not known; the column is not taken over."
    remedy = f"Did you mean {perhaps!r}? " if perhaps else ""
    remedy += "Say what it means, or leave it: it is given back as it is."
    return warning(Trouble.HEADING_UNKNOWN, message, remedy, suggestion=perhaps or None, **where)


def _body(rows: Sequence[Row], layout: Layout, problems: list[SheetProblem]) -> Iterator[Row]:
    """The rows that are samples: neither headings nor remarks."""
    mark = layout.profile.comment_mark if layout.profile else "#"
    begin = 0 if layout.heading_at is None else layout.heading_at + 1
    headings = tuple(text.strip() for text in layout.headings)
    most = len(layout.columns)
    first = rows[layout.heading_at].text(0) if layout.heading_at is not None else ""
    for row in rows[begin:]:
        if mark and row.text(0).startswith(mark) and not is_error(row.text(0)):
            continue
        if row.text(0) == first and layout.heading_at is not None and _are_headings(row, headings):
            message = "The headings stand here again; the row was passed over."
            problems.append(info(Trouble.HEADING_REPEATED, message, "Nothing.", row=row.number))
            continue
        if len(row.texts) > most and any(text.strip() for text in row.texts[most:]):
            problems.append(_extra(row, most))
        yield row


def _extra(row: Row, most: int) -> SheetProblem:
    where = {"row": row.number, "column": most, "value": row.text(most)[:200]}
    if row.kinds:
        message = "Something stands to the right of the table; it is not taken over."
        return warning(Trouble.EXTRA_CELLS, message, "Give the column a heading, or delete what stands there.", **where)
    message = f"This row has more cells than the sheet has columns ({most}): likely a separator in a text."
    return error(Trouble.EXTRA_CELLS, message, "Put the text into quotation marks, or take the separator out.", **where)


def _are_headings(row: Row, headings: tuple[str, ...]) -> bool:
    return tuple(text.strip() for text in row.texts[: len(headings)]) == headings[: len(row.texts)]


def _declared(
    row: Row, readers: Sequence[ColumnReader], layout: Layout
) -> tuple[DeclaredRow | None, list[SheetProblem]]:
    """Read one row; nothing when no column that is read has anything in it."""
    declared = DeclaredRow(row.number, {})
    problems: list[SheetProblem] = []
    cells, kinds = row.texts, row.kinds
    width = len(cells)
    for reader in readers:
        column = reader.match.column
        if column >= width:
            continue
        raw = cells[column]
        kind = kinds[column] if kinds else grid.TEXT
        if not raw and kind == grid.TEXT:
            continue
        value, found = reader.read(raw, kind)
        if found:
            problems += [replace(problem, row=row.number, value=problem.value or raw[:200]) for problem in found]
        if value != "":
            problems += _put(declared, value, reader, layout.technique)
    if not declared.texts and not declared.values and not problems:
        return None, []
    if layout.profile and layout.profile.name_from and Target.NAME not in declared.texts:
        declared.texts[Target.NAME] = declared.texts.get(layout.profile.name_from, "")
    return declared, problems


def _put(declared: DeclaredRow, value: Value, reader: ColumnReader, technique: Technique) -> list[SheetProblem]:
    means = reader.match.means
    if len(means) > 1:
        return _spread(str(value), reader, declared, technique)
    if reader.meaning.field is not None:
        declared.values[reader.meaning.field.key] = value
    else:
        declared.texts[reader.meaning.key] = str(value)
    return []


def _spread(text: str, reader: ColumnReader, declared: DeclaredRow, technique: Technique) -> list[SheetProblem]:
    """Take one cell apart that holds several values: ``78 78 37 90 90 90``."""
    fields = [technique.by_key[key.removeprefix(VALUE)] for key in reader.match.means]
    parts = numbers_of_cell(text)
    if len(parts) != len(fields):
        labels = ", ".join(one.label for one in fields)
        message = f"{reader.match.heading}: {len(fields)} values are expected ({labels}), not {len(parts)}."
        example = " ".join(text_of(one, one.example) for one in fields)
        wrong = [error(Trouble.FIELD, message, f"Give all of them with blanks between, like {example}.")]
    else:
        wrong = []
        for one, part in zip(fields, parts, strict=True):
            said = next(units_of_cell(reader.match.said_unit, one.unit), "")
            read = number_in(part, one.unit, said)
            value, found = typed_alone(technique, one.key, read.text if read else part)
            wrong += found
            if not found:
                declared.values[one.key] = value
    match = reader.match
    return [replace(one, row=declared.row, column=match.column, heading=match.heading, value=text) for one in wrong]


def _of_values(
    declared: DeclaredRow, technique: Technique, read: RowsRead, spoilt: set[int | None]
) -> Iterator[SheetProblem]:
    """What the technique says of a row's values, where nothing was said yet."""
    for problem in problems_in(technique, declared.values):
        column = read.where.get(f"{VALUE}{problem.field}")
        if column is not None and column in spoilt:
            continue
        value = declared.values.get(problem.field)
        known = technique.by_key.get(problem.field)
        yield error(
            Trouble.MISSING if value is None else Trouble.FIELD,
            problem.message,
            problem.remedy or "Correct it.",
            row=declared.row,
            column=column,
            heading=read.headings[column] if column is not None else (known.label if known else ""),
            value="" if value is None or known is None else text_of(known, value),
            suggestion=problem.suggestion or None,
        )
