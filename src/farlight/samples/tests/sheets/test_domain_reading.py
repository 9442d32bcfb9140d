"""What single cells, columns and rows mean."""

import pytest

from farlight.samples.domain.sheets.checking import CheckOptions
from farlight.samples.domain.sheets.giving_back import csv_text
from farlight.samples.domain.sheets.known import slot_key
from farlight.samples.domain.sheets.layouts import Wishes
from farlight.samples.domain.sheets.meanings import Target
from farlight.samples.domain.sheets.numbers import number_in
from farlight.samples.domain.sheets.problems import Trouble
from farlight.samples.tests.sheets.broken_places import BUFFERS, OF_BUFFERS
from farlight.samples.tests.sheets.making import GOOD, HEADINGS, check, csv_of, good, told


@pytest.mark.parametrize(
    ("text", "unit", "wanted"),
    [
        ("12.5", "Å", "12.5"),
        ("1,5e3", "eV", "1.5e3"),
        ("1 234,5", "eV", "1234.5"),
        ("1.234,5", "eV", "1234.5"),
        ("1,234.5", "eV", "1234.5"),
        ("1,234,567", "eV", "1234567"),
        ("1,234", "eV", None),
        ("1,234,5", "eV", None),
        ("1.234.5", "eV", None),
        ("20 °C", "K", "293.15"),
        ("293.15 K", "°C", "20"),
        ("5 bananas", "Å", None),
        ("7.81 nm", "Å", "78.1"),
    ],
)
def test_a_number_is_read_in_one_way_or_not_at_all(text, unit, wanted):
    found = number_in(text, unit)
    assert (found.text if found else None) == wanted


def test_what_was_made_harmless_when_it_was_given_out_is_read_as_it_was():
    text = csv_text([HEADINGS, [*GOOD[:-1], "=see the log"], [*good(2)[1][:-1], "-5 °C"]])
    found = check(text.encode())
    assert "'=see the log" in text
    assert [row.text(Target.COMMENT) for row in found.rows] == ["=see the log", "-5 °C"]
    assert told(found) == [("H2", "formula", "info")]


def test_what_the_sender_says_of_a_column_counts_and_another_one_means_it_no_longer():
    rows = [HEADINGS, *([*row[:7], f"our {row[5]}"] for row in good(2))]
    options = CheckOptions(wishes=Wishes(mapping={7: Target.NAME.value, 0: ""}))
    found = check(csv_of(rows), options=options)
    assert [(row.text(Target.NAME), row.text(Target.PARCEL)) for row in found.rows] == [("our x1", ""), ("our x2", "")]
    assert told(found) == [("column F", "heading_unknown", "warning")]


def test_a_partner_that_is_nowhere_is_told_with_the_nearest_name():
    found = [one for one in check(BUFFERS, options=OF_BUFFERS).problems if one.trouble is Trouble.UNKNOWN_SAMPLE]
    assert [(one.cell, one.heading, one.value, one.suggestion, one.remedy) for one in found] == [
        ("C4", "Buffer", "x3", None, "Declare it in a row of its own, or correct the name."),
        ("C6", "Buffer", "old2", "old1", "Did you mean 'old1'?"),
        ("C7", "Buffer", "zzz", None, "Declare it in a row of its own, or correct the name."),
    ]
    assert found[0].message == "Matching buffer: there is no other sample 'x3' in the sheet or the proposal."


@pytest.mark.parametrize(
    ("text", "key"),
    [("A01", "a1"), ("a-1", "a1"), ("A 1.0", "a1"), ("10", "10"), ("A1-2", "a1.2"), ("a01 2", "a1.2"), ("0", "0")],
)
def test_positions_are_found_however_they_are_written(text, key):
    assert slot_key(text) == key
