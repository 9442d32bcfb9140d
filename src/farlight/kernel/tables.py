"""Tables for spreadsheet programs, in which nothing that somebody typed becomes a formula."""

import csv
import io
from collections.abc import Iterable, Iterator

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}",
            "\N{FULLWIDTH HYPHEN-MINUS}", "\N{FULLWIDTH COMMERCIAL AT}")  # fmt: skip
"""What a cell begins with that spreadsheet programs run (OWASP, CSV injection)."""


def cell(value: object) -> str:
    """Write a value for a cell: numbers as they are, texts so that no program takes them for a formula."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    text = str(value).replace("\0", "")
    return f"'{text}" if text.lstrip(" \u00a0\u3000").startswith(_FORMULA) else text


def csv_lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Write rows as lines of CSV (RFC 4180), one at a time."""
    for row in rows:
        line = io.StringIO()
        csv.writer(line).writerow([cell(value) for value in row])
        yield line.getvalue()
