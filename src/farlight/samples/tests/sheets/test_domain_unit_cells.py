"""Unit cells in one column: taken apart however they are written, and told when a number is missing."""

import pytest

from farlight.samples.domain.sheets.checking import CheckOptions
from farlight.samples.domain.sheets.layouts import Wishes
from farlight.samples.domain.sheets.unit_cells import UNIT_CELL, cell_keys, numbers_of_cell
from farlight.samples.tests.pieces import pieces_technique
from farlight.samples.tests.sheets.making import GOOD, HEADINGS, TECHNIQUES, check, csv_of, told

SIX = ("78.1", "78.1", "37.2", "90", "90", "120")
VALUES = {
    "cell_a_angstrom": 78.1,
    "cell_b_angstrom": 78.1,
    "cell_c_angstrom": 37.2,
    "cell_alpha_deg": 90.0,
    "cell_beta_deg": 90.0,
    "cell_gamma_deg": 120.0,
}


@pytest.mark.parametrize(
    "text",
    [
        "78.1 78.1 37.2 90 90 120",
        "78.1, 78.1, 37.2, 90, 90, 120",
        "78.1,78.1,37.2,90,90,120",
        "78.1;78.1;37.2;90;90;120",
        "78,1; 78,1; 37,2; 90; 90; 120",
        "78,1 78,1 37,2 90 90 120",
        "78,1, 78,1, 37,2, 90, 90, 120",
        "78.1 x 78.1 x 37.2, 90 x 90 x 120",
        "78.1\u00d778.1\u00d737.2 90\u00d790\u00d7120",
        "78.1 \u00c5 78.1 \u00c5 37.2 \u00c5 90\u00b0 90\u00b0 120\u00b0",
        "78.1A 78.1A 37.2A 90 deg 90 deg. 120deg.",
        "(78.1, 78.1, 37.2) (90, 90, 120)",
        "a=78.1 b=78.1 c=37.2 alpha=90 beta=90 gamma=120",
        "a = 78.1 \u00c5, b = 78.1 \u00c5, c = 37.2 \u00c5, \u03b1 = 90\u00b0, \u03b2 = 90\u00b0, \u03b3 = 120\u00b0",
        "78.1 / 78.1 / 37.2 / 90 / 90 / 120",
        "78.1 | 78.1 | 37.2 | 90 | 90 | 120",
    ],
)
def test_a_cell_is_taken_apart_however_it_is_written(text):
    assert tuple(numbers_of_cell(text)) == SIX


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("78.1", ["78.1"]),
        ("78,1", ["78.1"]),
        ("78,1 37,2 90,5", ["78.1", "37.2", "90.5"]),
        ("78,78,37,90,90,90", ["78", "78", "37", "90", "90", "90"]),
        ("78, 78, 37, 90, 90, 90", ["78", "78", "37", "90", "90", "90"]),
        ("78.12(3) 78.12(3) 37", ["78.12", "78.12", "37"]),
        ("78.1 78.1 37.2 nm", ["78.1", "78.1", "37.2", "nm"]),
        ("P43212", ["P43212"]),
        (" ; ", []),
    ],
)
def test_other_numbers_are_counted_as_they_are(text, wanted):
    assert numbers_of_cell(text) == wanted


def with_cells(heading, *cells, options=None):
    rows = [["", "P-1", "UniPuck", str(n), "lyso", f"x{n}", "", "", cell] for n, cell in enumerate(cells, start=1)]
    quoted = [[*row[:-1], f'"{row[-1]}"'] for row in rows]
    return check(csv_of([[*HEADINGS, f'"{heading}"'], *quoted]), options=options)


@pytest.mark.parametrize(
    "heading",
    ["Unit cell", "Cell", "unit_cell", "UnitCell", "Unit cell (\u00c5, \u00b0)", "Unit cell parameters [A/deg]",
     "Cell (a, b, c, \u03b1, \u03b2, \u03b3)", "Cell constants", "Lattice parameters", "Elementarzelle"],
)  # fmt: skip
def test_a_column_of_unit_cells_is_taken_apart_into_six_fields(heading):
    found = with_cells(heading, " ".join(SIX), "78,1; 78,1; 37,2; 90; 90; 120")
    assert told(found) == []
    assert [row.declared.values for row in found.rows] == [VALUES, VALUES]


def test_a_heading_that_is_nearly_so_is_told():
    found = with_cells("Unit cel", " ".join(SIX))
    (problem,) = found.problems
    assert (problem.cell, problem.message) == (
        "column I",
        "'Unit cel' was taken for 'Cell a, Cell b, Cell c, Cell alpha, Cell beta, Cell gamma'.",
    )
    assert found.rows[0].declared.values == VALUES


def test_a_cell_with_another_count_of_numbers_is_told_with_row_column_and_remedy():
    found = with_cells("Unit cell", " ".join(SIX), "78.1 78.1 37.2 90 90", "78.1", "78.1 78.1 37.2 90 90 12o", "-")
    labels = "Cell a, Cell b, Cell c, Cell alpha, Cell beta, Cell gamma"
    remedy = "Give all of them with blanks between, like 78.9 78.9 37.1 90 90 90."
    assert [(one.cell, one.heading, one.value, one.message, one.remedy) for one in found.problems] == [
        ("I3", "Unit cell", "78.1 78.1 37.2 90 90", f"Unit cell: 6 values are expected ({labels}), not 5.", remedy),
        ("I4", "Unit cell", "78.1", f"Unit cell: 6 values are expected ({labels}), not 1.", remedy),
        (
            "I5", "Unit cell", "78.1 78.1 37.2 90 90 12o", "Cell gamma: '12o' is not a number.",
            "Give a number in \u00b0, like 90.",
        ),
    ]  # fmt: skip
    assert not found.may_be_taken


def test_numbers_that_no_cell_has_are_told_in_the_same_column():
    (problem,) = with_cells("Cell", "78.1 78.1 37.2 90 90 190").problems
    assert (problem.cell, problem.severity.value, problem.message.partition(":")[0]) == ("I2", "error", "Cell gamma")


def test_lengths_in_another_unit_are_turned_and_told():
    found = with_cells("Unit cell (nm, \u00b0)", "7.81 7.81 3.72 90 90 120")
    assert [one.message for one in found.problems] == [
        "The heading says nm; the values were read as that and turned into \u00c5 and \u00b0."
    ]
    assert found.rows[0].declared.values == VALUES
    assert [one.message for one in with_cells("Unit cell (parsec)", " ".join(SIX)).problems] == [
        "The heading says 'parsec', but it is asked for in \u00c5 and \u00b0."
    ]


def test_a_column_of_one_length_stays_one():
    axes = ["Cell a", "Cell b", "Cell c", "Cell alpha", "Cell beta", "Cell gamma"]
    found = check(csv_of([[*HEADINGS, *axes], [*GOOD, *SIX]]))
    assert (told(found), found.rows[0].declared.values) == ([], VALUES)
    both = check(csv_of([[*HEADINGS, *axes, "Unit cell"], [*GOOD, *SIX, "see left"]]))
    (problem,) = both.problems
    assert (problem.cell, both.rows[0].declared.values) == ("column O", VALUES)
    assert problem.remedy.startswith("Did you mean 'Cell a, Cell b, Cell c,")


def test_a_column_of_one_length_that_holds_all_six_numbers_is_taken_apart_and_told():
    found = with_cells("Cell a", " ".join(SIX), " ".join(SIX), "78.1")
    assert told(found) == [("column I", "heading_guessed", "info"), ("I4", "field", "error")]
    assert found.rows[1].declared.values == VALUES


def test_one_may_say_that_a_column_holds_unit_cells():
    options = CheckOptions(wishes=Wishes(mapping={8: UNIT_CELL}))
    found = with_cells("Our numbers", " ".join(SIX), options=options)
    assert (told(found), found.rows[0].declared.values) == ([], VALUES)
    elsewhere = CheckOptions(wishes=Wishes(technique="powder", mapping={8: UNIT_CELL}))
    assert with_cells("Our numbers", " ".join(SIX), options=elsewhere).rows[0].declared.values == {}


def test_techniques_that_ask_for_less_have_no_unit_cell():
    assert [code for code, one in TECHNIQUES.items() if cell_keys(one)] == ["mx_crystal", "mx_plate"]
    assert cell_keys(pieces_technique()) == ()
