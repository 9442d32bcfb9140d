"""A sheet as it was read: texts in rows and columns, and what kind of cell each was."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from farlight.samples.domain.sheets.problems import Severity, SheetProblem, Trouble

MOST_BYTES = 20_000_000
"""A larger file is not opened."""
MOST_UNPACKED_BYTES = 150_000_000
"""A workbook that unpacks to more is not read on."""
MOST_ROWS = 10_000
"""A sheet with more filled rows is not read on."""
MOST_COLUMNS = 200
MOST_CELL_CHARACTERS = 5_000
"""Of a longer cell only the beginning is kept, and it is an error."""
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_SUBSTITUTE = "\x1a"
"""The control character that stands for one that could not be kept."""
_FATAL = frozenset({Trouble.FILE, Trouble.MACROS, Trouble.PASSWORD, Trouble.TOO_LARGE, Trouble.EMPTY})


class FileKind(StrEnum):
    """What a file is, by what is in it."""

    XLSX = "xlsx"
    ODS = "ods"
    TEXT = "text"
    """Values with separators."""
    GRID = "grid"
    """Rows that were typed or pasted."""


TEXT, NUMBER, SCIENTIFIC, PERCENT, DATE, BOOLEAN, FORMULA, NO_VALUE, CELL_ERROR, MERGED = "tnspdbfxem"
"""Letters of ``Row.kinds``: a text; a number; one shown as 1.0E+10; one shown with %; one shown as a date; yes or no;
the result of a formula; a formula without result; #REF! and the like; filled in from a merged cell."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a sheet."""

    number: int
    """As the spreadsheet counts, from 1."""
    texts: tuple[str, ...]
    kinds: str = ""
    """One letter a cell; empty when all are texts."""

    def text(self, column: int) -> str:
        """What stands in a column; empty beyond the end."""
        return self.texts[column] if column < len(self.texts) else ""

    def kind(self, column: int) -> str:
        """What kind of cell it is."""
        return self.kinds[column] if column < len(self.kinds) else TEXT

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing but white space in it."""
        return not any(text and not text.isspace() for text in self.texts)


@dataclass(frozen=True, kw_only=True)
class SheetReading:
    """What was read from a file, and what was odd about it."""

    kind: FileKind
    rows: tuple[Row, ...] = ()
    """Filled rows only; all that there are unless ``problems`` has an error."""
    problems: tuple[SheetProblem, ...] = ()
    sheet: str = ""
    """The name of the sheet in its workbook."""
    delimiter: str = ""
    encoding: str = ""
    hidden_columns: frozenset[int] = field(default_factory=frozenset)

    @property
    def is_readable(self) -> bool:
        """Whether there is anything to check further: what is wrong with single rows does not hinder it."""
        return not any(
            problem.row is None and problem.severity is Severity.ERROR and problem.trouble in _FATAL
            for problem in self.problems
        )


def storable(text: str) -> str:
    """Return a text that any database keeps and any page shows: NUL, and halves of a letter, become marks of loss."""
    return _UNSTORABLE.sub(lambda found: _SUBSTITUTE if found[0] == "\x00" else "\ufffd", text)


def grid_of(lines: list[list[str]]) -> SheetReading:
    """Make a reading of rows that somebody typed or pasted."""
    rows = tuple(Row(number, tuple(map(storable, texts))) for number, texts in enumerate(lines, start=1))
    return SheetReading(kind=FileKind.GRID, rows=tuple(row for row in rows if not row.is_empty))
