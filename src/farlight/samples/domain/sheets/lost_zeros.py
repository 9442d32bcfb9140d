"""Barcodes that a spreadsheet took for numbers, and whose leading zeros it dropped."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from farlight.samples.domain.sheets import grid
from farlight.samples.domain.sheets.grid import Row
from farlight.samples.domain.sheets.layouts import Layout
from farlight.samples.domain.sheets.meanings import Target
from farlight.samples.domain.sheets.problems import SheetProblem, Trouble, error, info

_CODES = frozenset({Target.BARCODE.value, Target.CONTAINER.value, Target.NAME.value, Target.PARCEL.value})


def lost_zeros(rows: Sequence[Row], layout: Layout) -> Iterator[SheetProblem]:
    """Tell numbers that ought to have zeros before them, seen from the other cells of the column."""
    body = rows[0 if layout.heading_at is None else layout.heading_at + 1 :]
    for column in layout.columns:
        if column.meaning in _CODES:
            found = _in_column(body, column.column, is_barcode=column.meaning == Target.BARCODE)
            yield from (replace(problem, column=column.column, heading=column.heading) for problem in found)


def _in_column(body: Sequence[Row], column: int, *, is_barcode: bool) -> Iterator[SheetProblem]:
    numbers = [row for row in body if row.kind(column) == grid.NUMBER]
    texts = [row.text(column).strip() for row in body if row.kind(column) == grid.TEXT]
    lengths = {len(text) for text in texts if text.isdigit() and text.startswith("0")}
    if len(lengths) == 1:
        wanted = lengths.pop()
        short = [row for row in numbers if len(row.text(column)) < wanted and row.text(column).isdigit()]
        yield from (_told_of(row.number, row.text(column), wanted) for row in short)
    elif is_barcode and numbers:
        message = "The barcodes are stored as numbers; zeros before them, if there were any, are lost."
        yield info(Trouble.LEADING_ZERO, message, "Look at one; format the column as Text if it is wrong.")


def _told_of(row: int, text: str, wanted: int) -> SheetProblem:
    message = f"The spreadsheet took {text} for a number; others in the column begin with zeros."
    remedy = "Format the column as Text, then type it again."
    return error(Trouble.LEADING_ZERO, message, remedy, row=row, value=text, suggestion=text.zfill(wanted))
