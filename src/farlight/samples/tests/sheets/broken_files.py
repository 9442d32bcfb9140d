"""Files that are no sheets, or are sheets in spite of how they look: each with everything that is said of it."""

from datetime import date

from farlight.samples.tests.sheets.making import (
    HEADINGS,
    Case,
    a_million_rows,
    csv_of,
    good,
    ods_of,
    part_of,
    repacked,
    with_cell,
    with_result,
    xlsx_of,
    zipped,
)

FILES: dict[str, Case] = {}


def case(title, content, told, name=""):
    FILES[title] = Case(content=content, told=told, name=name)


case("empty", b"", ("file error empty",))
case("blank lines", b"\n\n  \n", ("file error empty",))
case("commas only", b",,,\n,,,\n", ("file error empty",))
case("headings only", csv_of([HEADINGS]), ("file error empty",))
case("no headings", csv_of(good()), ())
case("prose", b"Dear colleagues,\nplease find my samples below.\nThanks\n", ("file error profile",))
case(
    "random bytes",
    bytes(range(256)) * 20,
    ("file error profile", "file warning encoding", "row 1 error file"),
    name="a.csv",
)
case("nul", csv_of(with_cell(1, 5, "x\x002")), ("row 3 error file", "F3 info invisible"))
case("utf16", csv_of([HEADINGS, *good()], "\t", "utf-16"), ("file info encoding",), name="a.csv")
case("utf16le nobom", csv_of([HEADINGS, *good()], "\t", "utf-16-le"), ("file info encoding",), name="a.csv")
case("latin1", csv_of(with_cell(0, 7, "à garder à 4°"), ";", "latin-1"), ("file warning encoding",))
case("bom", b"\xef\xbb\xbf" + csv_of([HEADINGS, *good()]), ())
case("semicolon", csv_of([HEADINGS, *good()], ";"), ())
case("sep=", b"sep=;\r\n" + csv_of(with_cell(1, 3, "99"), ";"), ("D4 error position",))
case("comma in comment", csv_of(with_cell(1, 7, "a, b")), ("I3 error extra_cells",))
case("unclosed quote", csv_of(with_cell(1, 7, '"a comment')), ("row 3 error quotes",))
case("pdf", b"%PDF-1.4 ...", ("file error file",), name="a.xlsx")
case("png", b"\x89PNG\r\n\x1a\n0000", ("file error file",), name="a.xlsx")
case("html as xls", b"<html><table><tr><td>x</td></tr></table></html>", ("file error file",), name="a.xls")
case(
    "ole",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "Workbook".encode("utf-16-le"),
    ("file error file",),
    name="a.xls",
)
case(
    "ole enc",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"),
    ("file error password",),
    name="a.xlsx",
)
case("biff", b"\t\x08\x10\x00\x00\x06\x05\x00" + b"\x00" * 100, ("file error file",), name="a.xls")
case("docx", repacked(xlsx_of([HEADINGS]), added={"word/document.xml": b"<a/>"}), ("file error file",), name="a.xlsx")
case(
    "word of the old format",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "WordDocument".encode("utf-16-le"),
    ("file error file",),
    name="a.doc",
)
case("xml of 2003", b'<?xml version="1.0"?>\n<Workbook/>', ("file error file",), name="a.xls")
case("zip", zipped("a.csv", b"x"), ("file error file",), name="a.zip")
case(
    "macros",
    repacked(xlsx_of([HEADINGS, *good()]), added={"xl/vbaProject.bin": b"xx"}),
    ("file error macros",),
    name="a.xlsm",
)
case("truncated", xlsx_of([HEADINGS, *good()])[:-300], ("file error file",), name="a.xlsx")
WORKBOOK = xlsx_of([HEADINGS, *good()])
case(
    "broken xml",
    repacked(WORKBOOK, {"xl/worksheets/sheet1.xml": part_of(WORKBOOK)[:-200].encode()}),
    ("file error file",),
)
case(
    "entities",
    repacked(
        WORKBOOK,
        {"xl/worksheets/sheet1.xml": b'<!DOCTYPE a [<!ENTITY b "cc">]>' + part_of(WORKBOOK).encode().split(b"?>")[-1]},
    ),
    ("file error file",),
)
case(
    "external link",
    repacked(WORKBOOK, added={"xl/externalLinks/externalLink1.xml": b"<a/>"}),
    ("file warning external_link",),
)
case("wrong ext", WORKBOOK, ("file warning file",), name="samples.csv")
case("csv as xlsx", csv_of([HEADINGS, *good()]), ("file warning file",), name="samples.xlsx")
case("ods", ods_of([HEADINGS, *good()]), (), name="a.ods")
case("odt", ods_of([HEADINGS, *good()], "application/vnd.oasis.opendocument.text"), ("file error file",), name="a.ods")
case("long cell", csv_of(with_cell(1, 7, "x" * 10000000)), ("H3 error long_text", "H3 error long_text"))
case("20 MB", b"x" * 20_000_001, ("file error too_large",))
case("10 001 rows", csv_of([HEADINGS, *good(10_001)]), ("file error too_large",))
case("remarks only", b"#ours\n#theirs\n", ("file error profile",))
case("million", a_million_rows(), ("file error too_large",))
case(
    "bomb",
    repacked(WORKBOOK, {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData>" + b" " * 400000000}),
    ("file error too_large",),
)
case(
    "many cols",
    csv_of([[*HEADINGS, *[f"c{i}" for i in range(300)]], *[[*row, *["v"] * 300] for row in good()]]),
    ("column I warning heading_unknown", "column J warning heading_unknown", "column K warning heading_unknown"),
)
case("date name", xlsx_of(with_cell(1, 5, date(2026, 2, 1))), ("F3 error date",))
case(
    "sci barcode",
    xlsx_of(with_cell(1, 6, 10000000000.0), lambda _, p: setattr(p["G3"], "number_format", "0.00E+00")),
    ("G3 error scientific",),
)
case("sci text", csv_of(with_cell(1, 6, "1.00E+10")), ("G3 error scientific",))
case("sci without end", csv_of(with_cell(1, 6, "1.00E+999")), ("G3 error scientific",))
SCIENTIFIC = xlsx_of(with_cell(1, 6, 17), lambda _, p: setattr(p["G3"], "number_format", "0.00E+00"))
case(
    "sci that is no number",
    repacked(SCIENTIFIC, {"xl/worksheets/sheet1.xml": part_of(SCIENTIFIC).replace("<v>17</v>", "<v>1O</v>").encode()}),
    ("G3 error scientific",),
)
case(
    "num barcode",
    xlsx_of(
        [HEADINGS]
        + [["Dewar 1", "P-1", "UniPuck", i, "lyso", f"x{i}", b, ""] for i, b in ((1, "00123"), (2, 124), (3, 125))]
    ),
    ("G3 error leading_zero", "G4 error leading_zero"),
)
case("long num", xlsx_of(with_cell(1, 6, 12345678901234567)), ("column G info leading_zero", "G3 error long_number"))
case("error cell", xlsx_of(with_cell(1, 4, "#REF!")), ("E3 error cell_error",))
case("formula nov", xlsx_of(with_cell(1, 5, '=A1&"x"')), ("F3 error formula",))
case("formula v", with_result(xlsx_of(with_cell(1, 5, "=1+1")), "2"), ("F3 warning formula",))
case(
    "merged",
    xlsx_of(
        [HEADINGS]
        + [
            [
                "Dewar 1" if i == 1 else None,
                "P-1" if i == 1 else None,
                "UniPuck" if i == 1 else None,
                i,
                "lyso",
                f"x{i}",
                "",
                "",
            ]
            for i in (1, 2, 3)
        ],
        lambda _, p: (p.merge_cells("A2:A4"), p.merge_cells("B2:B4"), p.merge_cells("C2:C4")),
    ),
    ("A2 info merged", "B2 info merged", "C2 info merged"),
)
case(
    "hidden",
    xlsx_of(
        [HEADINGS, *good()],
        lambda _, p: (setattr(p.row_dimensions[3], "hidden", True), setattr(p.column_dimensions["G"], "hidden", True)),
    ),
    ("file warning hidden", "column G warning hidden"),
)
case(
    "two sheets",
    xlsx_of([HEADINGS, *good()], lambda b, _: b.create_sheet("Other").append(["a", "b"])),
    ("file warning other_sheets",),
)
