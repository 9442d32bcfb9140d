"""XLSX and ODS files read into sheets."""

from bisect import bisect_right
from dataclasses import replace

from farlight.samples.adapters.ods_reading import read_ods
from farlight.samples.adapters.xlsx_cells import Area, CellReader
from farlight.samples.adapters.xlsx_package import EnoughRead, Package, Unreadable
from farlight.samples.adapters.xlsx_workbook import SheetEntry, Workbook, open_workbook
from farlight.samples.domain.sheets import grid
from farlight.samples.domain.sheets.delimited import read_delimited
from farlight.samples.domain.sheets.file_kinds import disagreement, kind_of
from farlight.samples.domain.sheets.grid import FileKind, Row, SheetReading
from farlight.samples.domain.sheets.problems import SheetProblem, Trouble, error, info, warning

OURS = frozenset({"read me", "lists", "problems"})
"""Sheets that our own workbooks have beside the samples."""
_SAMPLES = "samples"
_MOST_OTHERS = 20
_MOST_MERGED_TOLD = 50


def read_sheet(content: bytes, *, name: str = "", sheet: str = "") -> SheetReading:
    """Read whatever somebody sent as a sheet; what cannot be read says so in its problems.

    Parameters
    ----------
    content : bytes
        The whole file.
    name : str
        How it is called; only compared with what it is.
    sheet : str
        Which sheet of a workbook; the one called *Samples*, or else the first with anything in it, when empty.
    """
    kind = kind_of(content)
    if isinstance(kind, SheetProblem):
        return SheetReading(kind=FileKind.TEXT, problems=(kind,))
    reading = read_delimited(content) if kind is FileKind.TEXT else _read_package(content, sheet)
    problems = list(reading.problems)
    odd = disagreement(name, reading.kind)
    if odd and reading.is_readable:
        problems.insert(0, odd)
    if not reading.rows and reading.is_readable:
        message = "There is nothing in the sheet."
        problems.append(error(Trouble.EMPTY, message, "Choose the file that has the samples."))
    return replace(reading, problems=tuple(problems))


def _read_package(content: bytes, sheet: str) -> SheetReading:
    try:
        package = Package(content)
        if package.has("content.xml") and package.has("mimetype"):
            return read_ods(package, sheet)
        book = open_workbook(package)
        return _read_chosen(package, book, sheet)
    except Unreadable as refusal:
        return SheetReading(kind=FileKind.XLSX, problems=(refusal.problem,))


def _read_chosen(package: Package, book: Workbook, wanted: str) -> SheetReading:
    entry, reader = _chosen(package, book, wanted)
    problems = [*book.problems, *reader.problems]
    rows, told = _filled_in(reader.rows, reader.merged)
    problems += told
    problems += _hidden(reader, rows)
    problems += _others(package, book, entry)
    return SheetReading(
        kind=FileKind.XLSX,
        rows=tuple(rows),
        problems=tuple(problems),
        sheet=entry.name,
        hidden_columns=frozenset(reader.hidden_columns),
    )


def _chosen(package: Package, book: Workbook, wanted: str) -> tuple[SheetEntry, CellReader]:
    """Read the sheet that is asked for; else *Samples*; else the first that has anything in it."""
    sheets = sorted(book.sheets, key=lambda one: (one.is_hidden, one.name.casefold() != _SAMPLES))
    if wanted:
        sheets = [one for one in sheets if one.name == wanted]
        if not sheets:
            names = ", ".join(one.name for one in book.sheets)
            raise Unreadable(error(Trouble.FILE, f"There is no sheet {wanted!r}.", f"There are: {names}."))
    for entry in sheets:
        reader = CellReader(book)
        reader.read(package, entry.part)
        if reader.rows:
            return entry, reader
    return entry, reader


def _others(package: Package, book: Workbook, taken: SheetEntry) -> list[SheetProblem]:
    names = []
    for entry in book.sheets[:_MOST_OTHERS]:
        if entry is taken or entry.is_hidden or entry.name.casefold() in OURS:
            continue
        reader = _FirstRows(book)
        reader.read(package, entry.part)
        if reader.rows:
            names.append(entry.name)
    if not names:
        return []
    message = f"Only the sheet {taken.name!r} was read; {', '.join(map(repr, names))} also has something in it."
    return [warning(Trouble.OTHER_SHEETS, message, "Send each sheet of samples as a file of its own.")]


class _FirstRows(CellReader):
    """Reads until there is anything."""

    def _end_row(self) -> None:
        super()._end_row()
        if self.rows:
            raise EnoughRead


def _filled_in(rows: list[Row], merged: list[Area]) -> tuple[list[Row], list[SheetProblem]]:
    """Give each row of a merged cell its value, as people see it."""
    by_number = {row.number: index for index, row in enumerate(rows)}
    numbers = sorted(by_number)
    problems: list[SheetProblem] = []
    for first, left, last, right in merged:
        top = by_number.get(first)
        value = rows[top].text(left) if top is not None else ""
        if not value.strip():
            continue
        for number in numbers[bisect_right(numbers, first) : bisect_right(numbers, last)]:
            index = by_number[number]
            if not rows[index].text(left):
                rows[index] = _with(rows[index], left, value)
        if len(problems) < _MOST_MERGED_TOLD:
            problems.append(_told_of(first, left, last, right, value))
    return rows, problems


def _with(row: Row, column: int, value: str) -> Row:
    texts = [*row.texts, *[""] * (column + 1 - len(row.texts))]
    kinds = row.kinds.ljust(len(texts), grid.TEXT)
    texts[column] = value
    return Row(row.number, tuple(texts), kinds[:column] + grid.MERGED + kinds[column + 1 :])


def _told_of(first: int, left: int, last: int, right: int, value: str) -> SheetProblem:
    where = {"row": first, "column": left, "value": value}
    if right == left:
        message = f"Rows {first} to {last} are merged here; {value!r} was taken for each of them."
        return info(Trouble.MERGED, message, "Nothing, when that is what you mean.", **where)
    message = f"{right - left + 1} columns are merged here; the value was taken for the first one only."
    return warning(Trouble.MERGED, message, "Split the merged cell and fill each column.", **where)


def _hidden(reader: CellReader, rows: list[Row]) -> list[SheetProblem]:
    problems = []
    numbers = {row.number for row in rows}
    hidden = [number for number in reader.hidden_rows if number in numbers]
    if hidden:
        message = f"{len(hidden)} rows are hidden (filtered?), the first is row {hidden[0]}; they were read too."
        problems.append(warning(Trouble.HIDDEN, message, "Delete the rows that you do not want to send."))
    columns = [column for column in sorted(reader.hidden_columns) if any(row.text(column) for row in rows)]
    problems += [
        warning(Trouble.HIDDEN, "This column is hidden; it was read too.", "Delete it, or show it.", column=column)
        for column in columns
    ]
    return problems
