"""Accidents that happen to sheets, at random: to their cells, columns, rows and files."""

import re

from hypothesis import assume
from hypothesis import strategies as st

from farlight.samples.domain.sheets.grid import MOST_COLUMNS
from farlight.samples.tests.sheets.known_sheets import known_sheet
from farlight.samples.tests.sheets.making import ods_of, part_of, repacked, xlsx_of, zipped

NASTY = (
    *("", " ", "\t", "1E10", "1e400", "-1e-400", "NaN", "inf", "2024-02-30", "Jan-5", "01/02/03", "5.1.24", "#REF!"),
    *("=1+1", "=cmd|'/c calc'!A0", "+1", "@x", "'x", "½", "²", "٣", "\uff19", "x\x002", "\ud800", "\u200bx", "“x”"),
    *("1 000", "9" * 5000, "x" * 6000, "x\ny", '"', "\ufeffx", "TRUE", "-", "0", "-1", "P43212 ", "lyso\u00a0", "😀"),
    *("<b>x</b>", "{{ x }}", "1;2", "a|b", "../x", "P-SENT", "P-OLD", "old1", "gone", "78 78 37", "100 K", "5 nm"),
    *("1,5", "1.234,5", "0x10", "1_0", "--", "%", "#N/A"),
)
CELL = st.sampled_from(NASTY) | st.text("aB1 .,;|'\"é\x0b\u2028", max_size=8)


@st.composite
def broken_rows(draw, code):
    """The rows of a good sheet, after a few accidents."""
    rows = [list(row) for row in known_sheet(code)]
    for _ in range(draw(st.integers(1, 5))):
        width = max(map(len, rows))
        where = [draw(st.integers(0, most)) for most in (len(rows) - 1, width - 1, width - 1)]
        draw(st.sampled_from(ACCIDENTS))(draw, rows, *where)
    return rows


def _other_cell(draw, rows, row, first, _):
    rows[row][first : first + 1] = [draw(CELL)]


def _columns_swapped(_, rows, __, first, second):
    for number, row in enumerate(rows):
        cells = [*row, *[""] * (max(first, second) + 1 - len(row))]
        cells[first], cells[second] = cells[second], cells[first]
        rows[number] = cells


def _row_twice(draw, rows, row, *_):
    rows.insert(draw(st.integers(0, len(rows))), list(rows[row]))


def _row_gone(_, rows, row, *__):
    if len(rows) > 1:
        del rows[row]


def _column_gone(_, rows, __, first, ___):
    for cells in rows:
        del cells[first + 1 : first + 2]


def _one_cell_more(draw, rows, row, *_):
    rows[row].append(draw(CELL))


def _blank_row(_, rows, row, *__):
    rows.insert(row, [""])


def _short_row(_, rows, row, first, __):
    rows[row] = rows[row][:first] or [""]


def _wide_row(draw, rows, row, *_):
    rows[row] += [""] * draw(st.integers(0, 2 * MOST_COLUMNS)) + ["far"]


ACCIDENTS = (
    *[_other_cell] * 4,
    _columns_swapped,
    _row_twice,
    _row_gone,
    _column_gone,
    _one_cell_more,
    _blank_row,
    _short_row,
    _wide_row,
)


FRONTS = (b"\xef\xbb\xbf", b"\xff\xfe", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\0")


@st.composite
def broken_files(draw, code):
    """A file of such rows, which may be broken too, and its name."""
    rows = draw(broken_rows(code))
    content, name = draw(st.sampled_from([_as_csv, _as_xlsx, _as_ods]))(draw, rows)
    harm = draw(st.sampled_from([None] * 5 + ["cut", "bytes", "front", "zip"]))
    if harm == "cut":
        content = content[: draw(st.integers(0, len(content)))]
    elif harm == "bytes":
        damaged = bytearray(content)
        for _ in range(draw(st.integers(1, 8))):
            damaged[draw(st.integers(0, len(damaged) - 1))] = draw(st.integers(0, 255))
        content = bytes(damaged)
    elif harm == "front":
        content = draw(st.sampled_from(FRONTS)) + content
    elif harm == "zip":
        content = zipped(draw(st.sampled_from(["[Content_Types].xml", "content.xml", "x.csv"])), content)
    return content, draw(st.sampled_from([name, "samples.xlsx", "samples.csv", "samples.xls", "samples", "a.xlsm"]))


def _as_csv(draw, rows):
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252", "utf-16-le"]))
    separator = draw(st.sampled_from([",", ";", "\t", "|"]))
    quote = draw(st.booleans())
    lines = (separator.join(_quoted(cell, separator) if quote else cell for cell in row) for row in rows)
    said = draw(st.sampled_from(["", "", f"sep={separator}\r\n", 'sep="\r\n', "sep=\r\n"]))
    return (said + "\r\n".join(lines)).encode(encoding, "replace"), "samples.csv"


def _quoted(cell, separator):
    return '"' + cell.replace('"', '""') + '"' if set(cell) & {separator, '"', "\n", "\r"} else cell


_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _escaped(text):
    """What XML cannot hold, as Excel writes it."""
    return _NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def _as_xlsx(draw, rows):
    """A workbook; some cells are numbers, dates, merged or hidden."""
    escaped = [[_escaped(cell)[:32000] for cell in row] for row in rows]

    def change(_, page):
        for number in range(draw(st.integers(0, 3))):
            cell = page.cell(draw(st.integers(1, len(rows))), draw(st.integers(1, 12)))
            cell.value = draw(st.sampled_from([1e10, -5, 43831, 0.5, True, 2_958_465.999_999_9, 1e300, "=A1", None]))
            cell.number_format = draw(st.sampled_from(["General", "0.00E+00", "yyyy-mm-dd", "0%", "@", "[h]:mm"]))
            page.column_dimensions["ABCDEFGHIJKL"[number]].hidden = draw(st.booleans())
        if draw(st.booleans()):
            top, left = draw(st.integers(1, len(rows))), draw(st.integers(1, 6))
            page.merge_cells(None, top, left, top + draw(st.integers(0, 3)), left + draw(st.integers(0, 2)))

    content = xlsx_of(escaped, change)
    old, new = draw(st.sampled_from(SPOILT_XML))
    if old:
        sheet = part_of(content)
        assume(old in sheet)
        content = repacked(content, {"xl/worksheets/sheet1.xml": sheet.replace(old, new, 1).encode()})
    return content, "samples.xlsx"


SPOILT_XML = (
    *[("", "")] * 8,
    ("<worksheet", '<?xml version="1.0" encoding="shift_jis"?><worksheet'),
    ("<worksheet", '<?xml version="1.0" encoding="rot13"?><worksheet'),
    ("<worksheet", '<!DOCTYPE x [<!ENTITY a "b">]><worksheet'),
    ('<row r="1"', '<row r="0"'),
    ('<row r="2"', '<row r="²"'),
    ('<row r="2"', f'<row r="{"9" * 5000}"'),
    ('r="A1"', 'r="é1"'),
    ('r="A1"', 'r="ZZZZZ1"'),
    ('t="s"', 't="n"'),
    ("<v>0</v>", "<v>²</v>"),
    ("<v>0</v>", f"<v>{'9' * 5000}</v>"),
    ("<v>0</v>", "<v>-1</v>"),
    ("<sheetData>", '<cols><col min="x" max="²" hidden="1"/></cols><sheetData>'),
    ("</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="A1:A1048576"/></mergeCells>'),
    ("</sheetData>", ""),
)  # fmt: skip


def _as_ods(draw, rows):
    cells = [[_NOT_IN_XML.sub("", cell).replace("&", "").replace("<", "") for cell in row] for row in rows]
    content = ods_of(cells)
    old, new = draw(st.sampled_from(SPOILT_ODS))
    text = part_of(content, "content.xml")
    return repacked(content, {"content.xml": text.replace(old, new, 1).encode()}), "samples.ods"


SPOILT_ODS = (
    *[("", "")] * 4,
    ('office:value-type="string"', 'office:value-type="percentage" office:value="x"'),
    ('office:value-type="string"', f'office:value-type="float" office:value="{"9" * 5000}"'),
    ('office:value-type="string"', 'table:number-columns-repeated="²"'),
    ("<table:table-row>", f'<table:table-row table:number-rows-repeated="{"9" * 5000}">'),
    ('<table:table table:name="Sheet1">', ""),
    ("<text:p>", "<text:p><table:table-cell/>"),
    ("<text:p>", "</office:annotation><text:p>"),
)
