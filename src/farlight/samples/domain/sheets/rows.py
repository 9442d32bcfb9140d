"""From the rows of a sheet to what each declares."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from farlight.samples.domain.sheets import grid
from farlight.samples.domain.sheets.columns import ColumnReader
from farlight.samples.domain.sheets.grid import Row
from farlight.samples.domain.sheets.layouts import Layout
from farlight.samples.domain.sheets.meanings import VALUE, Meaning, Target, meanings_for
from farlight.samples.domain.sheets.problems import SheetProblem, Trouble, error, info, warning
from farlight.samples.domain.techniques import Value, problems_in, typed

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
    problems = [problem for reader in readers for problem in [reader.unit_problem()] if problem]
    read = RowsRead(
        rows=[],
        problems=problems,
        where={key: column.column for column in layout.columns for key in column.means},
        headings=layout.headings,
    )
    problems += list(_of_columns(layout, rows))
    for row in _body(rows, layout, problems):
        texts, found = _texts_of(row, readers, layout)
        if not texts:
            continue
        for key, value in defaults.items():
            texts.setdefault(key, value)
        problems += found
        read.rows.append(_declared(row, texts, layout, read, spoilt={problem.column for problem in found}))
    return read


def _readers(layout: Layout, meanings: Mapping[str, Meaning]) -> list[ColumnReader]:
    return [
        ColumnReader(match=column, meaning=meanings[column.meaning])
        for column in layout.columns
        if column.meaning in meanings and column.meaning != Target.NOTHING
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
            label = meanings[column.meaning].label
            message = f"{column.heading!r} was taken for {label!r}."
            yield info(Trouble.HEADING_GUESSED, message, "Nothing, when that is right; else say what it is.", **where)
        elif not column.means and any(row.text(column.column).strip() for row in rows[begin:]):
            yield _unknown_heading(column.heading, meanings.get(column.perhaps), where)
        seen.setdefault(words, column.column)


def _unknown_heading(heading: str, perhaps: Meaning | None, where: Mapping[str, object]) -> SheetProblem:
    if not heading.strip():
        message = "This column has no heading; it is not taken over."
        return warning(Trouble.HEADING_UNKNOWN, message, "Give it a heading, or say what it means.", **where)
    message = f"{heading!r} is not known; the column is not taken over."
    remedy = f"Did you mean {perhaps.label!r}? " if perhaps else ""
    remedy += "Say what it means, or leave it: it is given back as it is."
    return warning(Trouble.HEADING_UNKNOWN, message, remedy, suggestion=perhaps.label if perhaps else None, **where)


def _body(rows: Sequence[Row], layout: Layout, problems: list[SheetProblem]) -> Iterator[Row]:
    """The rows that are samples: neither headings nor remarks."""
    mark = layout.profile.comment_mark if layout.profile else "#"
    begin = 0 if layout.heading_at is None else layout.heading_at + 1
    headings = tuple(text.strip() for text in layout.headings)
    most = len(layout.columns)
    for row in rows[begin:]:
        if mark and row.text(0).lstrip().startswith(mark) and not row.text(0).strip().startswith(("#REF", "#N/A", "#NAME", "#VALUE", "#DIV")):
            continue
        if tuple(text.strip() for text in row.texts[:most]) == headings[: len(row.texts)] and layout.heading_at is not None:
            message = "The headings stand here again; the row was passed over."
            problems.append(info(Trouble.HEADING_REPEATED, message, "Nothing.", row=row.number))
            continue
        if any(text.strip() for text in row.texts[most:]):
            message = f"This row has more cells than the sheet has columns ({most}): likely a separator in a text."
            remedy = "Put the text into quotation marks, or take the separator out."
            problems.append(error(Trouble.EXTRA_CELLS, message, remedy, row=row.number, column=most))
        yield row


def _texts_of(row: Row, readers: Sequence[ColumnReader], layout: Layout) -> tuple[dict[str, str], list[SheetProblem]]:
    texts: dict[str, str] = {}
    problems: list[SheetProblem] = []
    cells, kinds = row.texts, row.kinds
    width = len(cells)
    is_filled = False
    for reader in readers:
        column = reader.match.column
        if column >= width:
            continue
        raw = cells[column]
        kind = kinds[column] if kinds else grid.TEXT
        if not raw and kind == grid.TEXT:
            continue
        value, found = reader.read(raw, kind)
        is_filled = is_filled or bool(value or found)
        if found:
            problems += [replace(problem, row=row.number, value=problem.value or raw[:200]) for problem in found]
        if value:
            if len(reader.match.means) > 1:
                problems += _spread(value, reader, row, texts)
            else:
                texts[reader.meaning.key] = value
    if layout.profile and layout.profile.name_from and Target.NAME not in texts:
        texts[Target.NAME] = texts.get(layout.profile.name_from, "")
    return (texts if is_filled else {}), problems


def _spread(value: str, reader: ColumnReader, row: Row, texts: dict[str, str]) -> list[SheetProblem]:
    """Take one cell apart that holds several values: ``78 78 37 90 90 90``."""
    parts = value.replace(",", " ").replace(";", " ").replace("x", " ").split()
    means = reader.match.means
    if len(parts) == len(means):
        texts.update(zip(means, parts, strict=True))
        return []
    message = f"{reader.match.heading}: {len(means)} values are expected, not {len(parts)}."
    where = {"row": row.number, "column": reader.match.column, "heading": reader.match.heading, "value": value}
    return [error(Trouble.FIELD, message, "Give them with blanks between: 78.1 78.1 37.2 90 90 90.", **where)]


def _declared(row: Row, texts: dict[str, str], layout: Layout, read: RowsRead, spoilt: set[int | None]) -> DeclaredRow:
    technique = layout.technique
    of_fields = {key[_PREFIX:]: text for key, text in texts.items() if key.startswith(VALUE)}
    got = typed(technique, of_fields)
    declared = DeclaredRow(row.number, {k: v for k, v in texts.items() if not k.startswith(VALUE)}, got.values)
    not_read = {problem.field for problem in got.problems}
    for problem in (*got.problems, *problems_in(technique, got.values)):
        column = read.where.get(f"{VALUE}{problem.field}")
        told_already = column in spoilt and column is not None
        if told_already or (problem not in got.problems and problem.field in not_read):
            continue
        has_choices = problem.field in technique.by_key and bool(technique.by_key[problem.field].choices)
        is_missing = problem.field not in of_fields
        trouble = Trouble.MISSING if is_missing else Trouble.CHOICE if has_choices else Trouble.FIELD
        read.problems.append(
            error(
                trouble,
                problem.message,
                problem.remedy or "Correct it.",
                row=row.number,
                column=column,
                heading=read.headings[column] if column is not None else "",
                value=of_fields.get(problem.field, ""),
                suggestion=problem.suggestion or None,
            )
        )
    return declared
