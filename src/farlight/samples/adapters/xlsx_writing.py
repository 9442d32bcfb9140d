"""XLSX files as they are given back: templates with drop-downs, sheets with comments in their cells, exports."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from farlight.samples.adapters.xlsx_areas import has_wide_areas
from farlight.samples.adapters.xlsx_package import DAMAGED
from farlight.samples.domain.sheets.giving_back import ColumnHelp, harmless
from farlight.samples.domain.sheets.grid import FileKind, SheetReading
from farlight.samples.domain.sheets.problems import Severity, SheetProblem

_FILLS = {
    Severity.ERROR: PatternFill("solid", fgColor="F8C9C4"),
    Severity.WARNING: PatternFill("solid", fgColor="FCE8B2"),
    Severity.INFO: PatternFill("solid", fgColor="CFE2F3"),
}
_HEAD = PatternFill("solid", fgColor="E3E8EE")
_AUTHOR = "Farlight"
_MOST_COMMENTS = 2000
"""Cells that get a comment; the list of problems has them all."""
_ROWS_TO_FILL = 1000
_PROBLEMS_SHEET = "Problems"
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
_WHAT_IT_RAISES = (LookupError, TypeError, AttributeError, ArithmeticError, SyntaxError, InvalidFileException)
"""By the library for writing, when a workbook is not what it expects; SyntaxError stands for what is no XML."""
_NOT_IN_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32)))


def template_workbook(title: str, helps: Sequence[ColumnHelp], about: Sequence[str]) -> bytes:
    """Make a workbook to fill in.

    Parameters
    ----------
    title : str
        Of the technique.
    helps : sequence of ColumnHelp
        The columns; choices become drop-downs, limits are checked while typing, codes are kept as text.
    about : sequence of str
        Paragraphs of the sheet *Read me*.
    """
    book = Workbook()
    page = _active(book)
    page.title = "Samples"
    lists = book.create_sheet("Lists")
    lists.sheet_state = "hidden"
    page.append([one.heading for one in helps])
    for number, one in enumerate(helps, start=1):
        _fill_in_column(page, lists, number, one)
    page.freeze_panes = "A2"
    _read_me(book.create_sheet("Read me"), title, helps, about)
    return _saved(book)


def _active(book: Workbook) -> Worksheet:
    page = book.active
    if not isinstance(page, Worksheet):
        raise TypeError("A new workbook begins with a sheet of cells.")
    return page


def _fill_in_column(page: Worksheet, lists: Worksheet, number: int, one: ColumnHelp) -> None:
    letter = get_column_letter(number)
    head = page.cell(1, number)
    head.font = Font(bold=True)
    head.fill = _HEAD
    head.alignment = Alignment(wrap_text=True, vertical="top")
    page.column_dimensions[letter].width = max(12, min(len(one.heading) + 2, 26))
    words = " ".join(part for part in (one.help, "Needed." if one.is_required else "", _like(one)) if part)
    if words:
        head.comment = Comment(words, _AUTHOR, width=260, height=90)
    cells = f"{letter}2:{letter}{_ROWS_TO_FILL + 1}"
    if one.is_text:
        for row in range(2, _ROWS_TO_FILL + 2):
            page.cell(row, number).number_format = "@"
    rule = _rule(lists, number, one)
    if rule is not None:
        rule.add(cells)
        page.add_data_validation(rule)


def _like(one: ColumnHelp) -> str:
    return f"Like {one.example}." if one.example else ""


def _rule(lists: Worksheet, number: int, one: ColumnHelp) -> DataValidation | None:
    if one.choices:
        letter = get_column_letter(number)
        for row, choice in enumerate(one.choices, start=1):
            lists.cell(row, number, choice)
        source = f"Lists!${letter}$1:${letter}${len(one.choices)}"
        rule = DataValidation(type="list", formula1=source, allow_blank=True)
        rule.errorTitle, rule.error = one.heading[:32], "Please choose from the list."
        return rule
    if one.is_text or (one.minimum is None and one.maximum is None):
        return None
    rule = _limits(one.minimum, one.maximum)
    rule.errorTitle, rule.error = one.heading[:32], f"Please give a number{_from_to(one.minimum, one.maximum)}."
    return rule


def _limits(low: float | None, high: float | None) -> DataValidation:
    if low is None:
        return DataValidation(type="decimal", operator="lessThanOrEqual", formula1=f"{high:g}", allow_blank=True)
    if high is None:
        return DataValidation(type="decimal", operator="greaterThanOrEqual", formula1=f"{low:g}", allow_blank=True)
    return DataValidation(
        type="decimal", operator="between", formula1=f"{low:g}", formula2=f"{high:g}", allow_blank=True
    )


def _from_to(low: float | None, high: float | None) -> str:
    return (f" from {low:g}" if low is not None else "") + (f" up to {high:g}" if high is not None else "")


def _read_me(page: Worksheet, title: str, helps: Sequence[ColumnHelp], about: Sequence[str]) -> None:
    page.append([f"Samples: {title}"])
    page["A1"].font = Font(bold=True, size=14)
    for paragraph in about:
        page.append([paragraph])
    page.append([])
    page.append(["Column", "Needed", "What it asks for", "Like", "Choices or limits"])
    for cell in page[page.max_row]:
        cell.font = Font(bold=True)
    for one in helps:
        limits = ", ".join(one.choices) if one.choices else _from_to(one.minimum, one.maximum).strip()
        page.append([one.heading, "yes" if one.is_required else "", one.help, one.example, limits[:2000]])
    for letter, width in zip("ABCDE", (26, 9, 60, 18, 60), strict=True):
        page.column_dimensions[letter].width = width
    for row in page.iter_rows(min_row=len(about) + 3):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")


@dataclass(frozen=True, kw_only=True)
class Annotated:
    """A sheet, and what is to be said of its cells."""

    content: bytes
    """The file as it came; empty for rows that were typed."""
    reading: SheetReading
    problems: Sequence[SheetProblem]


def annotated_workbook(sheet: Annotated) -> bytes:
    """Return the same sheet with comments in the cells that something is wrong with, and a list of all problems."""
    book = _same_workbook(sheet) or _rebuilt(sheet.reading)
    page = book[sheet.reading.sheet] if sheet.reading.sheet in book.sheetnames else book.worksheets[0]
    _comment(page, sheet.problems)
    _list_problems(book, page.title, sheet.problems)
    return _saved(book)


def _same_workbook(sheet: Annotated) -> Workbook | None:
    """Open the file that came; None when it is none, or one that the library for writing cannot take in time."""
    if sheet.reading.kind is not FileKind.XLSX or not sheet.content or not sheet.reading.rows:
        return None
    if has_wide_areas(sheet.content):
        return None
    try:
        book = load_workbook(io.BytesIO(sheet.content), keep_links=False)
    except (*_WHAT_IT_RAISES, *DAMAGED):
        return None
    return book if book.worksheets else None


def _rebuilt(reading: SheetReading) -> Workbook:
    book = Workbook()
    page = _active(book)
    page.title = _NOT_IN_TITLES.sub("_", reading.sheet or "Samples")[:31]
    for row in reading.rows:
        for column, text in enumerate(row.texts, start=1):
            if text:
                cell = page.cell(row.number, column, harmless(text.translate(_NOT_IN_XML)))
                cell.number_format = "@"
    return book


def _comment(page: Worksheet, problems: Sequence[SheetProblem]) -> None:
    said: dict[tuple[int, int], list[SheetProblem]] = {}
    for problem in problems:
        if problem.row is not None or problem.column is not None:
            said.setdefault((problem.row or 1, (problem.column or 0) + 1), []).append(problem)
    for (row, column), here in list(said.items())[:_MOST_COMMENTS]:
        cell = page.cell(row, column)
        if not hasattr(cell, "comment") or type(cell).__name__ == "MergedCell":
            continue
        text = "\n".join(
            f"{one.severity.value.upper()}: {one.message} {one.remedy}".translate(_NOT_IN_XML) for one in here
        )
        before = f"{cell.comment.text}\n" if cell.comment else ""
        cell.comment = Comment((before + text)[:3000], _AUTHOR, width=320, height=min(60 + 40 * len(here), 300))
        cell.fill = _FILLS[min((one.severity for one in here), key=lambda severity: severity.rank)]


def _list_problems(book: Workbook, title: str, problems: Sequence[SheetProblem]) -> None:
    if _PROBLEMS_SHEET in book.sheetnames:
        del book[_PROBLEMS_SHEET]
    page = book.create_sheet(_PROBLEMS_SHEET)
    page.append(["Cell", "Column", "What stands there", "Severity", "What is wrong", "What to do", "Suggestion"])
    for cell in page[1]:
        cell.font = Font(bold=True)
        cell.fill = _HEAD
    for problem in problems:
        texts = (problem.cell, problem.heading, problem.value[:200], problem.severity.value, problem.message)
        more = (problem.remedy, problem.suggestion or "")
        page.append([harmless(text.translate(_NOT_IN_XML)) for text in (*texts, *more)])
        cell = page.cell(page.max_row, 1)
        if problem.row is not None and problem.letter:
            quoted = title.replace("'", "''")
            cell.hyperlink = f"#'{quoted}'!{problem.cell}"
            cell.font = Font(underline="single", color="1155CC")
        page.cell(page.max_row, 4).fill = _FILLS[problem.severity]
    page.freeze_panes = "A2"
    for letter, width in zip("ABCDEFG", (10, 24, 24, 10, 60, 60, 20), strict=True):
        page.column_dimensions[letter].width = width


def exported_workbook(headings: Sequence[str], rows: Sequence[Sequence[str]], numbers: frozenset[int]) -> bytes:
    """Return rows as a workbook.

    Parameters
    ----------
    headings : sequence of str
        Empty for a sheet without.
    rows : sequence of sequence of str
        The cells.
    numbers : frozenset of int
        Columns, from 0, whose cells are written as numbers where they are some.
    """
    book = Workbook(write_only=True)
    page = book.create_sheet("Samples")
    if not isinstance(page, WriteOnlyWorksheet):
        raise TypeError("A workbook that is only written has sheets that are only written.")
    page.freeze_panes = "A2" if headings else None
    if headings:
        page.append([_bold(page, heading) for heading in headings])
    for row in rows:
        page.append([_cell(page, text, is_number=column in numbers) for column, text in enumerate(row)])
    return _saved(book)


def _bold(page: WriteOnlyWorksheet, text: str) -> Cell:
    cell = WriteOnlyCell(page, value=harmless(text.translate(_NOT_IN_XML)))
    cell.font = Font(bold=True)
    return cell


def _cell(page: WriteOnlyWorksheet, text: str, *, is_number: bool) -> Cell | float | None:
    if not text:
        return None
    if is_number:
        try:
            return float(text)
        except ValueError:
            pass
    cell = WriteOnlyCell(page, value=harmless(text.translate(_NOT_IN_XML)))
    cell.number_format = "@"
    return cell


def _saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
