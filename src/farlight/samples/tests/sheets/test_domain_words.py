"""What is said of a sheet in words: what is wrong, and what mends it."""

from dataclasses import replace

import pytest

from farlight.samples.adapters.profile_files import standard_profiles
from farlight.samples.domain.sheets.checking import CheckOptions, RowAction
from farlight.samples.domain.sheets.grouping import grouped
from farlight.samples.domain.sheets.layouts import Wishes
from farlight.samples.domain.sheets.meanings import Target
from farlight.samples.tests.sheets.known_sheets import known_sheet
from farlight.samples.tests.sheets.making import GOOD, HEADINGS, KNOWN, check, csv_of, good, told, with_cell, xlsx_of

POSITION = HEADINGS.index("Position")


def words(content, **how):
    """Where, what is wrong, what mends it."""
    return [(problem.cell, problem.message, problem.remedy) for problem in check(content, **how).problems]


def test_the_same_mistake_in_many_rows_is_one_thing_to_mend():
    rows = [[*row[:2], "UniPack", *row[3:]] for row in good(3)]
    (group,) = grouped(check(csv_of([HEADINGS, *rows])).problems)
    assert (group.where, group.key, group.is_mendable) == ("Column C, rows 2, 3 and 4", "2:2,3:2,4:2", True)
    (alone,) = grouped(check(csv_of(with_cell(1, 2, "UniPack"))).problems)
    assert (alone.where, alone.key) == ("C3", "3:2")


def test_a_name_that_stands_in_many_rows_names_the_others():
    rows = [[*row[:5], "x1", *row[6:]] for row in good(3)]
    assert words(csv_of([HEADINGS, *rows])) == [
        (f"F{row}", f"'x1' stands in rows {others} too.", "Give each sample a name of its own.")
        for row, others in ((2, "3 and 4"), (3, "2 and 4"), (4, "2 and 3"))
    ]


def test_of_many_choices_the_first_are_named_when_none_is_near():
    content = csv_of([[*HEADINGS, "Space group"], [*GOOD, "qqqqqqqq"]])
    (problem,) = check(content).problems
    assert (problem.cell, problem.suggestion) == ("I2", None)
    assert problem.remedy.startswith("Give one of: P1, P2, ")
    assert problem.remedy.endswith(" in all, see the template).")
    assert problem.remedy.count(",") == 12


def test_a_proposal_without_substances_is_asked_for_a_short_name():
    bare = replace(KNOWN, substances=(), samples={})
    assert words(csv_of(with_cell(1, 4, "", count=2)), known=bare, options=CheckOptions(makes_substances=True))[1:] == [
        ("E3", "The substance is missing.", "Give its short name.")
    ]


@pytest.mark.parametrize(("letters", "number", "said"), [("mx", "9999", "mx9999"), ("cm", "2345", "cm2345")])
def test_a_row_of_another_proposal_is_told_by_letters_and_number(letters, number, said):
    headings = [*HEADINGS, "Letters of the proposal", "Proposal number"]
    rows = [[*GOOD, "mx", "2345"], [*good(2)[1], letters, number]]
    assert words(csv_of([headings, *rows])) == [
        ("J3", f"The row is of proposal {said}, not of mx2345.", f"Send it to {said}, or correct it.")
    ]


def test_a_position_needs_a_container_in_its_row_or_for_all():
    headings = [heading for heading in HEADINGS if not heading.startswith("Container")]
    content = csv_of([headings, ["Dewar 1", "1", "lyso", "x1", "HX1", ""]])
    assert [(cell, message) for cell, message, _ in words(content)][:1] == [
        ("B2", "There is a position, but no column for the container.")
    ]
    options = CheckOptions(defaults={"container": "P-OLD"})
    assert "B2" not in [cell for cell, _, _ in words(content.replace(b",1,", b",3,"), options=options)]


def test_a_cell_that_a_spreadsheet_spoilt_is_told_once():
    def spoil(_book, page):
        page.cell(row=3, column=POSITION + 1, value="#REF!").data_type = "e"

    content = xlsx_of([HEADINGS, *good(3)], spoil)
    assert words(content) == [("D3", "The cell shows the error #REF!.", "Type the value itself.")]


def test_columns_and_cells_beside_the_table_are_not_taken_over():
    no_heading = [[*HEADINGS, ""], *([*row, "ours"] for row in good(2))]
    assert words(csv_of(no_heading)) == [
        ("column I", "This column has no heading; it is not taken over.", "Give it a heading, or say what it means.")
    ]
    only_a_unit = [[*HEADINGS, "(mm)"], *([*row, "3"] for row in good(2))]
    assert [cell for cell, _, _ in words(csv_of(only_a_unit))] == ["column I"]
    beside = xlsx_of([HEADINGS, *good(2), *([[*good(3)[2], "ask Bea"]])])
    assert words(beside) == [
        (
            "I4",
            "Something stands to the right of the table; it is not taken over.",
            "Give the column a heading, or delete what stands there.",
        )
    ]


def test_text_that_cannot_be_decoded_is_no_sheet():
    assert words(b"\xff\xfeS\x00a") == [
        ("file", "The file is neither text nor a workbook.", "Save it as .xlsx or as CSV in UTF-8.")
    ]


def test_inches_are_no_quotation_marks():
    found = check(csv_of(with_cell(1, 7, '5" rod')))
    assert (told(found), [row.text(Target.COMMENT) for row in found.rows]) == ([], ["", '5" rod', ""])


def test_who_says_the_technique_still_needs_headings():
    options = CheckOptions(wishes=Wishes(technique="mx_crystal"))
    found = check(csv_of([["a", "b"], ["c", "d"]]), options=options)
    assert (found.rows, told(found)) == ((), [("file", "profile", "error")])


def test_a_sample_is_another_one_when_it_is_for_another_technique():
    content = csv_of([["Sample name", "Substance"], ["old1", "lyso"]])
    actions = []
    for technique in ("mx_crystal", "powder"):
        options = CheckOptions(wishes=Wishes(technique=technique))
        actions += [row.action for row in check(content, options=options).rows]
    assert actions == [RowAction.UNCHANGED, RowAction.CHANGED]


def test_samples_without_names_of_their_own_are_called_as_their_substances():
    rows = known_sheet("xpdf")
    found = check(csv_of(rows), options=CheckOptions(wishes=Wishes(profile="xpdf")))
    assert [row.text(Target.NAME) for row in found.rows] == [row.text(Target.ACRONYM) for row in found.rows]
    assert "" not in {row.text(Target.NAME) for row in found.rows}


@pytest.mark.parametrize("code", sorted(code for code, known in standard_profiles().items() if known.has_headings))
def test_a_known_sheet_is_recognised_by_its_headings(code):
    found = check(csv_of(known_sheet(code)))
    assert found.layout is not None
    assert found.layout.profile == standard_profiles()[code]
