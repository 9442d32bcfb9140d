"""ODS files (LibreOffice and others) read into sheets."""

from farlight.kernel.paging import whole_number
from farlight.samples.adapters.xlsx_cells import number_text, percent_text
from farlight.samples.adapters.xlsx_package import Attributes, EnoughRead, Package, Unreadable, local
from farlight.samples.domain.sheets import grid
from farlight.samples.domain.sheets.delimited import too_long, too_many_columns, too_many_rows
from farlight.samples.domain.sheets.grid import (
    MOST_CELL_CHARACTERS,
    MOST_COLUMNS,
    MOST_ROWS,
    FileKind,
    Row,
    SheetReading,
)
from farlight.samples.domain.sheets.problems import SheetProblem, Trouble, error, info

_OURS = frozenset({"read me", "lists", "problems"})
_KINDS = {
    "float": grid.NUMBER,
    "currency": grid.NUMBER,
    "percentage": grid.PERCENT,
    "date": grid.DATE,
    "time": grid.DATE,
    "boolean": grid.BOOLEAN,
}


def read_ods(package: Package, wanted: str = "") -> SheetReading:
    """Read the first sheet with anything in it, or the one called *Samples*, or the one that is asked for.

    Raises
    ------
    Unreadable
        When it is no spreadsheet, is locked, or has macros.
    """
    _refuse_others(package)
    reader = _TableReader()
    package.parse("content.xml", reader.start, reader.end, reader.text)
    tables = [table for table in reader.tables if table.rows and table.name.casefold() not in _OURS]
    chosen = next((table for table in tables if table.name == wanted), None) if wanted else None
    if chosen is None and wanted:
        raise Unreadable(error(Trouble.FILE, f"There is no sheet {wanted!r}.", "Choose another one."))
    if chosen is None:
        named = [table for table in tables if table.name.casefold() == "samples"]
        chosen = (named or tables or [_Table("")])[0]
    problems = list(chosen.problems)
    if len(tables) > 1:
        message = f"Only the sheet {chosen.name!r} was read; others have something in them too."
        problems.append(info(Trouble.OTHER_SHEETS, message, "Send each sheet of samples as a file of its own."))
    return SheetReading(kind=FileKind.ODS, rows=tuple(chosen.rows), problems=tuple(problems), sheet=chosen.name)


def _refuse_others(package: Package) -> None:
    kind = package.start_of("mimetype").decode("ascii", "replace").strip()
    if not kind.startswith("application/vnd.oasis.opendocument.spreadsheet"):
        raise Unreadable(error(Trouble.FILE, "This is a document, not a sheet.", "Send the sheet itself."))
    if any(name.startswith(("basic/", "scripts/")) for name in package.names):
        message = "The workbook has macros; workbooks with programs in them are not opened."
        raise Unreadable(error(Trouble.MACROS, message, "Save it as .xlsx or .csv."))
    encrypted = [False]

    def start(element: str, _: Attributes) -> None:
        encrypted[0] = encrypted[0] or local(element) == "encryption-data"

    if package.has("META-INF/manifest.xml"):
        package.parse("META-INF/manifest.xml", start)
    if encrypted[0]:
        raise Unreadable(error(Trouble.PASSWORD, "The workbook is locked by a password.", "Save it without one."))


class _Table:
    """A sheet that is being read."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows: list[Row] = []
        self.problems: list[SheetProblem] = []


class _TableReader:
    """Collects sheets while a document is being parsed."""

    def __init__(self) -> None:
        self.tables: list[_Table] = []
        self._number = 0
        self._repeat_row = 1
        self._cells: list[tuple[str, str]] = []
        self._is_wide = False
        self._cell: Attributes = {}
        self._paragraphs: list[str] = []
        self._depth = 0
        self._note = 0

    def start(self, element: str, attributes: Attributes) -> None:
        name = local(element)
        if name == "table":
            self.tables.append(_Table(attributes.get("table:name", "")))
            self._number = 0
        elif not self.tables:
            return
        elif name == "table-row":
            self._repeat_row = _count(attributes.get("table:number-rows-repeated"))
            self._cells, self._is_wide = [], False
        elif name in {"table-cell", "covered-table-cell"}:
            self._cell, self._paragraphs = attributes, []
        elif name == "annotation":
            self._note += 1
        elif name == "p" and not self._note:
            self._paragraphs.append("")
            self._depth += 1

    def text(self, text: str) -> None:
        if self._depth and self._paragraphs and not self._note and len(self._paragraphs[-1]) <= MOST_CELL_CHARACTERS:
            self._paragraphs[-1] += text

    def end(self, element: str) -> None:
        name = local(element)
        if not self.tables:
            return
        if name == "p" and not self._note:
            self._depth -= 1
        elif name == "annotation":
            self._note -= 1
        elif name in {"table-cell", "covered-table-cell"}:
            self._end_cell()
        elif name == "table-row":
            self._end_row()

    def _end_cell(self) -> None:
        times = _count(self._cell.get("table:number-columns-repeated"))
        cell = self._value()
        room = MOST_COLUMNS - len(self._cells)
        self._is_wide = self._is_wide or (bool(cell[0]) and times > room)
        self._cells += [cell] * min(times, room)

    def _value(self) -> tuple[str, str]:
        shown = "\n".join(self._paragraphs)
        formula = bool(self._cell.get("table:formula"))
        kind = _KINDS.get(self._cell.get("office:value-type", ""), grid.TEXT)
        if formula and shown.startswith(("#", "Err:")):
            return shown, grid.CELL_ERROR
        if kind in {grid.NUMBER, grid.PERCENT}:
            text = number_text(self._cell.get("office:value", shown))
            is_percent = kind == grid.PERCENT and not text.startswith("#")
            text = percent_text(text) if is_percent else text
        elif kind == grid.DATE:
            text = self._cell.get("office:date-value", shown)
        elif kind == grid.BOOLEAN:
            text = "yes" if self._cell.get("office:boolean-value") == "true" else "no"
        else:
            text = shown
        return text, grid.FORMULA if formula else kind

    def _end_row(self) -> None:
        table = self.tables[-1]
        first = self._number + 1
        self._number += self._repeat_row
        while self._cells and not self._cells[-1][0]:
            self._cells.pop()
        row = Row(first, tuple(text for text, _ in self._cells), "".join(kind for _, kind in self._cells))
        if row.is_empty:
            return
        if self._is_wide:
            table.problems.append(too_many_columns(first))
        for column, text in enumerate(row.texts):
            if len(text) > MOST_CELL_CHARACTERS:
                table.problems.append(too_long(first, column, len(text)))
        if len(table.rows) + self._repeat_row > MOST_ROWS:
            table.problems.append(too_many_rows())
            raise EnoughRead
        table.rows += [Row(first + more, row.texts, row.kinds) for more in range(self._repeat_row)]


def _count(said: str | None) -> int:
    return whole_number(said or "") or 1
