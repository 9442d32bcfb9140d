"""Barcodes that a spreadsheet took for numbers, and whose leading zeros it dropped."""

from collections.abc import Iterator, Sequence

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
            where = {"column": column.column, "heading": column.heading}
            numbers = [row for row in body if row.kind(column.column) == grid.NUMBER]
            if numbers:
                yield from _in_column(body, numbers, where, is_barcode=column.meaning == Target.BARCODE)


def _in_column(
    body: Sequence[Row], numbers: list[Row], where: dict[str, int | str], *, is_barcode: bool
) -> Iterator[SheetProblem]:
    column = int(where["column"])
    texts = [row.text(column).strip() for row in body if row.kind(column) == grid.TEXT]
    lengths = {len(text) for text in texts if text.isdigit() and text.startswith("0")}
    if len(lengths) == 1:
        wanted = lengths.pop()
        for row in numbers:
            text = row.text(column)
            if len(text) < wanted and text.isdigit():
                message = f"The spreadsheet took {text} for a number; others in the column begin with zeros."
                remedy = "Format the column as Text, then type it again."
                found = error(Trouble.LEADING_ZERO, message, remedy, row=row.number, value=text, **where)
                yield SheetProblem(
                    **{
                        **{name: getattr(found, name) for name in SheetProblem.__slots__},
                        "suggestion": text.zfill(wanted),
                    }
                )
    elif is_barcode:
        message = "The barcodes are stored as numbers; zeros before them, if there were any, are lost."
        yield info(Trouble.LEADING_ZERO, message, "Look at one; format the column as Text if it is wrong.", **where)
