"""Nearly a hundred broken sheets: everything is said of each, with cell and remedy. Whatever comes, reading answers."""

import io

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from farlight.samples.adapters.xlsx_reading import read_sheet
from farlight.samples.adapters.xlsx_writing import Annotated, annotated_workbook
from farlight.samples.domain.sheets.checking import RowAction
from farlight.samples.domain.sheets.giving_back import csv_text, harmless
from farlight.samples.domain.sheets.problems import Severity
from farlight.samples.tests.sheets.broken_cells import CELLS
from farlight.samples.tests.sheets.broken_files import FILES
from farlight.samples.tests.sheets.broken_places import PLACES, old
from farlight.samples.tests.sheets.making import HEADINGS, check, csv_of, good, part_of, repacked, told, xlsx_of

WORKBOOK = xlsx_of([HEADINGS, *good()])
CASES = {**FILES, **CELLS, **PLACES}
HUGE = {"million", "bomb", "long cell", "20 MB", "10 001 rows"}
CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)


@pytest.mark.parametrize("title", CASES)
def test_everything_is_said_of_a_broken_sheet(title):
    case = CASES[title]
    found = check(case.content, case.name, options=case.options)
    said = tuple(f"{cell} {severity} {trouble}" for cell, trouble, severity in told(found))
    assert said[: len(case.told)] == case.told
    assert len(said) == len(case.told) or title == "many cols"
    assert [p.message for p in found.problems if not p.message.endswith((".", "?", ")"))] == []
    assert [p.message for p in found.problems if p.severity is Severity.ERROR and not p.remedy] == []


def test_there_are_many():
    assert len(CASES) > 60


@pytest.mark.parametrize("title", [title for title in CASES if title not in HUGE])
def test_a_broken_sheet_comes_back_with_all_its_problems(title):
    case = CASES[title]
    found = check(case.content, case.name, options=case.options)
    sheet = Annotated(content=case.content, reading=found.reading, problems=found.problems)
    book = openpyxl.load_workbook(io.BytesIO(annotated_workbook(sheet)))
    rows = list(book["Problems"].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == [problem.cell for problem in found.problems]
    page = book[found.reading.sheet] if found.reading.sheet in book.sheetnames else book.worksheets[0]
    for problem in found.problems:
        if problem.row is not None and problem.column is not None and problem.severity is Severity.ERROR:
            assert problem.message in page[problem.cell].comment.text


WIDE_AREAS = (
    '<mergeCells><mergeCell ref="A1:A1048576"/></mergeCells>',
    '<mergeCells><mergeCell ref="$b$9:$C$99999"/></mergeCells>',
    '<hyperlinks><hyperlink ref="A:XFD" location="A1"/></hyperlinks>',
)


@pytest.mark.parametrize("areas", WIDE_AREAS)
def test_an_area_of_a_million_cells_is_given_back_without_them(areas):
    content = repacked(
        WORKBOOK,
        {"xl/worksheets/sheet1.xml": part_of(WORKBOOK).replace("</sheetData>", f"</sheetData>{areas}").encode()},
    )
    found = check(content, "a.xlsx")
    book = openpyxl.load_workbook(
        io.BytesIO(annotated_workbook(Annotated(content=content, reading=found.reading, problems=found.problems)))
    )
    page = book.worksheets[0]
    assert (page.max_row, page.merged_cells.ranges, len(page._hyperlinks)) == (1 + len(good()), set(), 0)
    assert page["A2"].value == good()[0][0]


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_whatever_comes_reading_answers(content):
    read_sheet(content)


@settings(deadline=None)
@given(st.data())
def test_a_damaged_workbook_is_refused_in_words(data):
    content = bytearray(WORKBOOK)
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    found = read_sheet(bytes(content))
    assert found.rows or found.problems


@settings(deadline=None)
@given(st.lists(st.lists(CELL, min_size=1, max_size=6), min_size=1, max_size=8))
def test_workbooks_read_as_the_library_that_wrote_them_reads_them(rows):
    content = xlsx_of([[harmless(text) for text in row] for row in rows])
    page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    wanted = {
        (cell.row, cell.column - 1): str(cell.value)
        for line in page.iter_rows()
        for cell in line
        if cell.value is not None and str(cell.value).strip()
    }
    found = read_sheet(content)
    got = {(row.number, column): text for row in found.rows for column, text in enumerate(row.texts) if text.strip()}
    assert got == wanted


@settings(deadline=None)
@given(st.lists(st.lists(CELL, min_size=2, max_size=5), min_size=1, max_size=8))
def test_what_is_given_back_as_csv_begins_no_formula_and_reads_again(rows):
    text = csv_text(rows)
    found = read_sheet(text.encode())
    for row in found.rows:
        assert not any(cell[:1] in set("=@|%") for cell in row.texts)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd", "'+cmd"),
        ("-5.0", "-5.0"),
        ("@x", "'@x"),
        ("-5e3", "-5e3"),
        ("\tx", "'\tx"),
        ("a=b", "a=b"),
    ],
)
def test_formulas_are_made_harmless_and_numbers_stay(text, wanted):
    assert harmless(text) == wanted


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_letters_and_separators_are_found_out(encoding, separator):
    found = check(csv_of([HEADINGS, *good()], separator, encoding))
    assert (found.counts["new"], found.counts["error"]) == (3, 0)


@pytest.mark.parametrize(
    ("barcode", "group", "action"),
    [
        ("HX1", "P43212", RowAction.UNCHANGED),
        ("HX2", "P43212", RowAction.CHANGED),
        ("HX1", "P21", RowAction.CHANGED),
        ("", "", RowAction.UNCHANGED),
    ],
)
def test_what_a_row_does_to_a_sample_that_is_there(barcode, group, action):
    assert [row.action for row in check(old(barcode, group)).rows] == [action]
