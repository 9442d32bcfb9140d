"""A table as an XLSX workbook."""

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

WIDEST = 40


def xlsx_of(rows: Sequence[Sequence[object]], *, title: str, notes: Sequence[str] = ()) -> bytes:
    """Write a table; texts stay texts, whatever they begin with.

    Parameters
    ----------
    rows : sequence of rows
        The head first.
    title : str
        Name of the sheet, at most 31 characters.
    notes : sequence of str
        What each number means: a sheet of its own.
    """
    book = Workbook()
    sheet = book.create_sheet(title[:31], 0)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            _fill(sheet.cell(number, column), value, is_head=number == 1)
    for column, cells in enumerate(zip(*rows, strict=True), 1):
        width = min(WIDEST, max(len(str(value)) for value in cells if value is not None) + 2)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    del book["Sheet"]
    if notes:
        told = book.create_sheet("What the numbers mean")
        told.column_dimensions["A"].width = 120
        for number, note in enumerate(notes, 1):
            _fill(told.cell(number, 1), note, is_head=False)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(cell: Cell, value: object, *, is_head: bool) -> None:
    if isinstance(value, int | float):
        cell.value = value
    elif value is not None:
        cell.value = str(value)
        cell.data_type = "s"  # a text, whatever it begins with
    if is_head:
        cell.font = Font(bold=True)
