"""What is wrong with a sheet: where, what, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem matters."""

    ERROR = "error"
    """Nothing is taken over while there is one."""
    WARNING = "warning"
    """It is taken over; somebody ought to look."""
    INFO = "info"
    """Something was put right by itself, and how."""

    @property
    def rank(self) -> int:
        """0 for an error, 1 for a warning, 2 for an information."""
        return list(Severity).index(self)


class Trouble(StrEnum):
    """The kinds of problems."""

    FILE = "file"
    """The file cannot be read as a sheet."""
    MACROS = "macros"
    PASSWORD = "password"  # noqa: S105 - the kind of problem
    TOO_LARGE = "too_large"
    ENCODING = "encoding"
    EMPTY = "empty"
    EXTRA_CELLS = "extra_cells"
    """A row has more cells than there are headings."""
    QUOTES = "quotes"
    """A quotation mark is never closed."""
    OTHER_SHEETS = "other_sheets"
    HIDDEN = "hidden"
    EXTERNAL_LINK = "external_link"
    MERGED = "merged"
    FORMULA = "formula"
    CELL_ERROR = "cell_error"
    """A cell shows #REF!, #N/A or the like."""
    DATE = "date"
    """The spreadsheet made a date of what was typed."""
    SCIENTIFIC = "scientific"
    """The spreadsheet made a number such as 1E+10 of what was typed."""
    LEADING_ZERO = "leading_zero"
    LONG_NUMBER = "long_number"
    INVISIBLE = "invisible"
    """Characters that cannot be seen."""
    TYPOGRAPHY = "typography"
    """Curly quotes, long dashes and the like."""
    DECIMAL_COMMA = "decimal_comma"
    UNIT = "unit"
    NOT_A_NUMBER = "not_a_number"
    LONG_TEXT = "long_text"
    CHARACTERS = "characters"
    """Characters that a name cannot have."""
    HEADING_UNKNOWN = "heading_unknown"
    HEADING_GUESSED = "heading_guessed"
    HEADING_TWICE = "heading_twice"
    HEADING_MISSING = "heading_missing"
    HEADING_REPEATED = "heading_repeated"
    """The line of headings stands again among the samples."""
    PROFILE = "profile"
    MISSING = "missing"
    """A cell that must be filled is empty."""
    UNKNOWN_SUBSTANCE = "unknown_substance"
    NEW_SUBSTANCE = "new_substance"
    LETTER_CASE = "letter_case"
    UNKNOWN_CONTAINER_TYPE = "unknown_container_type"
    CONTAINER_TYPE_DIFFERS = "container_type_differs"
    CONTAINER_TWICE_PACKED = "container_twice_packed"
    """One container in two parcels."""
    CONTAINER_NOT_YOURS = "container_not_yours"
    POSITION = "position"
    POSITION_TWICE = "position_twice"
    POSITION_TAKEN = "position_taken"
    NAME_TWICE = "name_twice"
    NAME_TAKEN = "name_taken"
    BARCODE_TWICE = "barcode_twice"
    BARCODE_TAKEN = "barcode_taken"
    PROPOSAL = "proposal"
    """The sheet names another proposal."""
    UNKNOWN_SAMPLE = "unknown_sample"
    """A buffer, empty can or parent that is neither in the sheet nor in the proposal."""
    IN_USE = "in_use"
    """The sample is on its way or measured already, and cannot be changed by a sheet."""
    FIELD = "field"
    """A value that the technique does not take."""
    CHOICE = "choice"
    """A value that is not among the choices."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetProblem:
    """One thing that is wrong, said so that somebody can mend it."""

    trouble: Trouble
    severity: Severity
    message: str
    remedy: str
    row: int | None = None
    """As the spreadsheet counts, from 1; None when it is about the whole file or a column."""
    column: int | None = None
    """From 0; None when it is about a whole row or the file."""
    heading: str = ""
    """What stands above the column."""
    value: str = ""
    """What stands in the cell."""
    suggestion: str | None = None
    """What could stand there instead."""

    @property
    def letter(self) -> str:
        """The column as spreadsheets name it: A, B … AA; empty without a column."""
        return "" if self.column is None else column_letter(self.column)

    @property
    def cell(self) -> str:
        """The cell as spreadsheets name it: ``C7``; a row as ``row 7``, a column as ``column C``, else ``file``."""
        if self.row is None:
            return f"column {self.letter}" if self.letter else "file"
        return f"{self.letter}{self.row}" if self.letter else f"row {self.row}"


def column_letter(column: int) -> str:
    """``0`` -> ``A``, ``25`` -> ``Z``, ``26`` -> ``AA``."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def in_order(problems: list[SheetProblem]) -> tuple[SheetProblem, ...]:
    """Sort: the file's first, then columns, then row by row and cell by cell."""
    return tuple(
        sorted(problems, key=lambda p: (p.row or 0, -1 if p.column is None else p.column, p.severity.rank, p.message))
    )


def has_errors(problems: tuple[SheetProblem, ...]) -> bool:
    """Whether anything forbids taking the sheet over."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def error(trouble: Trouble, message: str, remedy: str, **where: object) -> SheetProblem:
    """Make an error."""
    return SheetProblem(trouble=trouble, severity=Severity.ERROR, message=message, remedy=remedy, **where)  # type: ignore[arg-type]


def warning(trouble: Trouble, message: str, remedy: str, **where: object) -> SheetProblem:
    """Make a warning."""
    return SheetProblem(trouble=trouble, severity=Severity.WARNING, message=message, remedy=remedy, **where)  # type: ignore[arg-type]


def info(trouble: Trouble, message: str, remedy: str, **where: object) -> SheetProblem:
    """Make an information."""
    return SheetProblem(trouble=trouble, severity=Severity.INFO, message=message, remedy=remedy, **where)  # type: ignore[arg-type]
