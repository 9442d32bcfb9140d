"""The cells of a sheet of an XLSX file."""

import re
from datetime import datetime, timedelta

from farlight.kernel.paging import whole_number
from farlight.samples.adapters.xlsx_package import Attributes, EnoughRead, Package, local
from farlight.samples.adapters.xlsx_workbook import Workbook, unescaped
from farlight.samples.domain.sheets import grid
from farlight.samples.domain.sheets.delimited import too_long, too_many_columns, too_many_rows
from farlight.samples.domain.sheets.grid import MOST_CELL_CHARACTERS, MOST_COLUMNS, MOST_ROWS, Row
from farlight.samples.domain.sheets.problems import SheetProblem

_RANGE = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})\Z")
_DIGITS = "0123456789"
_DIGITS_KEPT = 15
"""Digits of a number that Excel keeps."""
_MOST_WRITTEN_OUT = 1e21
_LAST_ROW = 1_048_576
"""Of any workbook."""
_MOST_EMPTY_ROWS = 200_000
"""Rows without values are passed over; beyond so many the rest is not read."""

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column of a merged cell; rows from 1, columns from 0."""


class CellReader:
    """Collects rows while a sheet is being parsed; stops when there are too many."""

    def __init__(self, book: Workbook) -> None:
        self.rows: list[Row] = []
        self.problems: list[SheetProblem] = []
        self.merged: list[Area] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: set[int] = set()
        self._book = book
        self._epoch = datetime(1904, 1, 1) if book.counts_from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - dates
        self._columns: dict[str, int] = {}
        self._row = 0
        self._column = -1
        self._empty_rows = 0
        self._texts: list[str] = []
        self._kinds: list[str] = []
        self._takes = False
        self._skips = False
        self._parts: list[str] = []
        self._type = ""
        self._style = ""
        self._has_formula = False
        self._has_too_many_columns = False
        self._is_width_told = False
        self._prefix = ""

    def read(self, package: Package, part: str) -> None:
        """Parse a sheet."""
        package.parse(part, self._start, self._end, self._text)

    def _start(self, name: str, attributes: Attributes) -> None:
        if self._prefix:
            name = name.removeprefix(self._prefix)
        if name == "c":
            self._start_cell(attributes)
        elif name in {"v", "t"}:
            self._takes = not self._skips
        elif name == "f":
            self._has_formula = True
        elif name == "row":
            self._start_row(attributes)
        else:
            self._start_other(name, attributes)

    def _start_other(self, name: str, attributes: Attributes) -> None:
        if name == "mergeCell":
            self._start_merged(attributes)
        elif name == "rPh":
            self._skips = True
        elif name == "col":
            self._start_column(attributes)
        elif ":" in name and local(name) == "worksheet":
            self._prefix = name[: -len("worksheet")]

    def _start_column(self, attributes: Attributes) -> None:
        if attributes.get("hidden") in {"1", "true"}:
            first, last = whole_number(attributes.get("min", "1")), whole_number(attributes.get("max", "1"))
            if first and last:
                self.hidden_columns.update(range(first - 1, min(last, MOST_COLUMNS)))

    def _start_row(self, attributes: Attributes) -> None:
        said = whole_number(attributes.get("r", "")) or 0
        self._row = said if 0 < said <= _LAST_ROW else self._row + 1
        self._column = -1
        self._texts, self._kinds = [], []
        self._has_too_many_columns = False
        if attributes.get("hidden") in {"1", "true"}:
            self.hidden_rows.append(self._row)

    def _start_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        if reference:
            letters = reference.rstrip(_DIGITS)
            column = self._columns.get(letters)
            if column is None:
                column = self._columns[letters] = column_number(letters)
            self._column = column
        else:
            self._column += 1
        self._type = attributes.get("t", "n")
        self._style = attributes.get("s", "")
        self._has_formula = False
        self._parts.clear()

    def _start_merged(self, attributes: Attributes) -> None:
        found = _RANGE.match(attributes.get("ref", ""))
        if found and len(self.merged) < MOST_ROWS:
            first, top, last, bottom = found.groups()
            self.merged.append((int(top), column_number(first), int(bottom), column_number(last)))

    def _text(self, text: str) -> None:
        if self._takes:
            self._parts.append(text)

    def _end(self, name: str) -> None:
        if self._prefix:
            name = name.removeprefix(self._prefix)
        if name in {"v", "t"}:
            self._takes = False
        elif name == "c":
            if self._parts or self._has_formula:
                self._end_cell()
        elif name == "row":
            self._end_row()
        elif name == "rPh":
            self._skips = False

    def _end_cell(self) -> None:
        column = self._column
        text, kind = self._value("".join(self._parts) if len(self._parts) != 1 else self._parts[0])
        if column >= MOST_COLUMNS:
            self._has_too_many_columns = self._has_too_many_columns or bool(text.strip())
            return
        if len(text) > MOST_CELL_CHARACTERS:
            self.problems.append(too_long(self._row, column, len(text)))
            text = text[:MOST_CELL_CHARACTERS]
        gap = column - len(self._texts)
        if gap > 0:
            self._texts.extend([""] * gap)
            self._kinds.extend(grid.TEXT * gap)
        if gap < 0:  # cells out of order: a file that no program of the trade writes
            self._texts[column], self._kinds[column] = text, kind
        else:
            self._texts.append(text)
            self._kinds.append(kind)

    def _value(self, raw: str) -> tuple[str, str]:
        kind = self._type
        if kind == "s":
            texts = self._book.texts
            number = whole_number(raw)
            return (texts[number] if number is not None and number < len(texts) else ""), grid.TEXT
        if kind == "n":
            return self._number(raw)
        if kind == "b":
            return ("yes" if raw in {"1", "true"} else "no"), grid.FORMULA if self._has_formula else grid.BOOLEAN
        if kind == "e":
            return raw, grid.CELL_ERROR
        if kind == "d":
            return raw.removesuffix("T00:00:00"), grid.DATE
        return unescaped(raw), grid.FORMULA if self._has_formula else grid.TEXT

    def _number(self, raw: str) -> tuple[str, str]:
        if not raw:
            return "", grid.NO_VALUE
        style = whole_number(self._style)
        kinds = self._book.kinds
        kind = kinds[style] if style is not None and style < len(kinds) else grid.NUMBER
        if kind == grid.DATE:
            return self._date(raw), kind
        text = number_text(raw)
        if kind == grid.PERCENT:
            text = percent_text(text)
        return text, grid.FORMULA if self._has_formula else kind

    def _date(self, raw: str) -> str:
        try:
            moment = self._epoch + timedelta(days=float(raw), microseconds=500_000)
        except (ValueError, OverflowError):
            return raw
        rounded = moment.replace(microsecond=0)
        if float(raw) < 1:
            return rounded.strftime("%H:%M:%S")
        return rounded.date().isoformat() if float(raw).is_integer() else rounded.isoformat(" ")

    def _end_row(self) -> None:
        if self._has_too_many_columns and not self._is_width_told:
            self.problems.append(too_many_columns(self._row))
            self._is_width_told = True
        row = Row(self._row, tuple(self._texts), "".join(self._kinds))
        if row.is_empty and grid.NO_VALUE not in row.kinds:
            self._empty_rows += 1
            if self._empty_rows > _MOST_EMPTY_ROWS:
                raise EnoughRead
            return
        if len(self.rows) >= MOST_ROWS:
            self.problems.append(too_many_rows())
            raise EnoughRead
        self.rows.append(row)


def column_number(letters: str) -> int:
    """``A`` -> 0, ``AA`` -> 26."""
    number = 0
    for letter in letters[:3].upper():
        number = number * 26 + ord(letter) - 64
    return max(number - 1, 0)


def number_text(raw: str) -> str:
    """Return a stored number as people would write it: ``0.10000000000000001`` -> ``0.1``."""
    if raw.isdigit() and len(raw) <= _DIGITS_KEPT:
        return raw
    try:
        number = float(raw)
    except ValueError:
        return raw
    if number.is_integer() and abs(number) < _MOST_WRITTEN_OUT:
        return str(int(number))
    return repr(number) if len(raw) <= _DIGITS_KEPT + 1 else f"{number:.15g}"


def percent_text(text: str) -> str:
    """Return what a cell in per cent shows: ``0.99`` -> ``99%``."""
    try:
        return f"{float(text) * 100:.10g}%"
    except ValueError:
        return text
