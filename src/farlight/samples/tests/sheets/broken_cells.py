"""Sheets with something wrong in their cells: each with everything that is said of it."""

from datetime import date

from farlight.samples.domain.sheets.checking import CheckOptions
from farlight.samples.tests.sheets.making import GOOD, HEADINGS, Case, csv_of, good, with_cell, xlsx_of

CELLS: dict[str, Case] = {}
VALUES = [*HEADINGS, "Cell a (Å)", "Energy (keV)", "Experiment", "Screening", "Group", "Spacegroup"]


def case(title, content, told, options=None):
    CELLS[title] = Case(content=content, told=told, options=options)


def with_values(*values):
    return [VALUES, [*GOOD, *values]]


case("nbsp", csv_of(with_cell(1, 5, "x\xa02\u200b")), ("F3 info invisible",))
case("smart", csv_of(with_cell(1, 5, "x\u20132\u2019")), ("F3 info typography",))
case("trailing", csv_of(with_cell(1, 4, "  lyso  ")), ())
case("case", csv_of(with_cell(1, 4, "LYSO")), ("E3 info letter_case",))
case("unknown", csv_of(with_cell(1, 4, "lysoo")), ("E3 error unknown_substance",))
case(
    "unknown make",
    csv_of(with_cell(1, 4, "lysoo")),
    ("E3 warning new_substance",),
    options=CheckOptions(makes_substances=True),
)
case("no substance", csv_of(with_cell(1, 4, "")), ("E3 error missing",))
case("no name", csv_of(with_cell(1, 5, "")), ("F3 error missing",))
case("bad name", csv_of(with_cell(1, 5, "x<2>;rm")), ("F3 error characters",))
case("name twice", csv_of(with_cell(1, 5, "x1")), ("F2 error name_twice", "F3 error name_twice"))
case("barcode twice", csv_of(with_cell(1, 6, "HX101")), ("G2 error barcode_twice", "G3 error barcode_twice"))
case("barcode taken", csv_of(with_cell(1, 6, "HX1")), ("G3 warning barcode_taken",))
case("pos twice", csv_of(with_cell(1, 3, "1")), ("D2 error position_twice", "D3 error position_twice"))
case("pos 17", csv_of(with_cell(1, 3, "17")), ("D3 error position",))
case("pos zero", csv_of(with_cell(1, 3, "0")), ("D3 error position",))
case("pos 02", csv_of(with_cell(1, 3, "02")), ())
case("pos missing", csv_of(with_cell(1, 3, "")), ("D3 error missing",))
case("no container", csv_of(with_cell(1, 1, "")), ("B3 error missing",))
case("type unknown", csv_of(with_cell(1, 2, "UniPack")), ("C3 error unknown_container_type",))
case("type differs", csv_of(with_cell(1, 2, "SPINE puck")), ("C3 error container_type_differs",))
case("type missing", csv_of(with_cell(0, 2, "")), ("C2 error missing",))
case("two parcels", csv_of(with_cell(1, 0, "Dewar 2")), ("A3 error container_twice_packed",))
case("sent", csv_of(with_cell(1, 1, "P-SENT")), ("B3 error container_not_yours",))
case("taken", csv_of([HEADINGS, ["", "P-OLD", "", "1", "lyso", "n1", "", ""]]), ("D2 error position_taken",))
case(
    "type conflict",
    csv_of([HEADINGS, ["", "P-OLD", "SPINE puck", "2", "lyso", "n1", "", ""]]),
    ("C2 error container_type_differs",),
)
case("gone", csv_of([HEADINGS, ["", "P-OLD", "", "2", "lyso", "gone", "", ""]]), ("F2 error in_use",))
case("name taken", csv_of([HEADINGS, ["", "P-OLD", "", "2", "thau", "old1", "", ""]]), ("F2 error name_taken",))
case("same", csv_of([HEADINGS, ["", "P-OLD", "", "1", "lyso", "old1", "HX1", ""]]), ())


case(
    "values ok",
    csv_of(with_values(78.1, 12.4, "native", "none", "", "P 43 21 2")),
    (
        "column J info unit",
        "row 2 error missing",
        "row 2 error missing",
        "row 2 error missing",
        "row 2 error missing",
        "row 2 error missing",
    ),
)
case(
    "decimal comma",
    csv_of(with_values('"78,1"', 12.4, "", "", "", "")),
    (
        "column J info unit",
        "row 2 error missing",
        "row 2 error missing",
        "row 2 error missing",
        "row 2 error missing",
        "row 2 error missing",
        "I2 info decimal_comma",
    ),
)
case(
    "thousands", csv_of(with_values('"78,100"', 12.4, "", "", "", "")), ("column J info unit", "I2 error not_a_number")
)
case(
    "two decimal commas",
    csv_of(with_values("", '"12,400,5"', "", "", "", "")),
    ("column J info unit", "J2 error not_a_number"),
)
case(
    "default that is no number",
    csv_of([HEADINGS, GOOD]),
    ("file error not_a_number", "file error long_text", "file warning heading_unknown"),
    options=CheckOptions(
        defaults={"value:energy_ev": "fast", "parcel": "x" * 41, "comment": " ", "container": "P-1", "proposals": "x"}
    ),
)
case(
    "remark beside the table",
    csv_of([[*HEADINGS, "Our own"], [*GOOD, "x"], [*[""] * 8, "ask Bea"]]),
    ("column I warning heading_unknown",),
)
case(
    "nan",
    csv_of(with_values("abc", "12.4 keV", "", "", "", "")),
    ("column J info unit", "I2 error not_a_number", "J2 info unit"),
)
case(
    "range",
    csv_of(with_values(-5, 0.001, "", "", "", "")),
    (
        "column J info unit",
        "row 2 error missing",
        "row 2 error missing",
        "row 2 error missing",
        "row 2 error missing",
        "row 2 error missing",
        "I2 error field",
        "J2 error field",
    ),
)
case(
    "choice",
    csv_of(with_values("", "", "natve", "", "", "P43213")),
    ("column J info unit", "K2 error choice", "N2 error choice"),
)
case(
    "cond",
    csv_of(with_values("", "", "SAD", "best of group", "", "")),
    ("column J info unit", "row 2 error missing", "row 2 error missing", "M2 error missing"),
)
case(
    "date in number",
    xlsx_of(with_values(date(2026, 12, 4), "", "", "", "", "")),
    ("column J info unit", "I2 error date"),
)
case(
    "two units",
    csv_of([[*HEADINGS, "Cell a (nm)", "Energy (bananas)"], [*GOOD, "7.81", "12400"]]),
    (
        "column I info unit",
        "column J warning unit",
        "row 2 error missing",
        "row 2 error missing",
        "row 2 error missing",
        "row 2 error missing",
        "row 2 error missing",
    ),
)
case(
    "dup heading",
    csv_of([[*HEADINGS, "Comment", "Foo"], [*GOOD, "c", "f"]]),
    ("column I error heading_twice", "column J warning heading_unknown"),
)
case(
    "typo heading",
    csv_of([[*HEADINGS[:5], "Smaple name", "Bar code", "Coment"], GOOD]),
    ("column F info heading_guessed", "column G info heading_guessed", "column H info heading_guessed"),
)
case(
    "missing cols",
    csv_of([["Container", "Position"], ["P-1", "1"]], ";"),
    ("file error heading_missing", "file error heading_missing", "A2 error missing"),
)
case("heading again", csv_of([HEADINGS, GOOD, HEADINGS, good()[1]]), ("row 3 info heading_repeated",))
case(
    "title rows",
    csv_of([["My samples", "", "", "", "", "", "", ""], ["", "", "", "", "", "", "", ""], HEADINGS, GOOD]),
    (),
)
case("wrong proposal", csv_of([[*HEADINGS, "Proposal"], [*GOOD, "mx9999"]]), ("I2 error proposal",))
case("injection", csv_of(with_cell(1, 7, "=cmd|' /C calc'!A0")), ("H3 info formula",))
case(
    "many",
    csv_of([HEADINGS, ["", "P-1", "UniPak", "0", "lyzo", "", "", ""], ["", "P-1", "UniPuck", "1", "", "x<", "", ""]]),
    (
        "C2 error unknown_container_type",
        "E2 error unknown_substance",
        "F2 error missing",
        "E3 error missing",
        "F3 error characters",
    ),
)
EXI = [
    "P1",
    "C-1",
    "Unipuck",
    "1",
    "lyso",
    "s1",
    "",
    "P43212",
    "78",
    "78",
    "37",
    "90",
    "90",
    "90",
    "OSC",
    "2",
    "2.5",
    "50",
    "1",
    "4",
    "99",
    "",
    "0.2",
    "",
    "180",
    "0.1",
    "",
    "",
]
case("exi", csv_of([["#remark"], EXI, [*EXI[:3], "2", *EXI[4:5], "s2", *EXI[6:]]]), ())
case("EXI comma", csv_of([[*EXI[:-1], "a, b"], [*EXI[:3], "2", *EXI[4:5], "s2", *EXI[6:]]]), ("AC1 error extra_cells",))
case(
    "EXI shifted",
    csv_of([EXI, ["P1", "C-1", "Unipuck", "lyso", "2", "s2", *EXI[6:]]]),
    ("D2 error position", "E2 error unknown_substance"),
)
case("maxiv", csv_of([EXI[:14]], ";"), ())
