"""Values as people read them; the shared cases are those that the browser's own code is tested with."""

import json
from pathlib import Path

import pytest

from farlight.ui.domain import values

CASES = json.loads((Path(__file__).parents[4] / "frontend" / "tests" / "values.json").read_text())


def plain(text):
    return text.replace("\u202f", " ")


@pytest.mark.parametrize(("duration_s", "text"), CASES["seconds"])
def test_duration_is_written_as_in_the_browser(duration_s, text):
    assert plain(values.seconds(duration_s)) == text


@pytest.mark.parametrize(("value_angstrom", "text"), CASES["angstrom"])
def test_length_is_written_as_in_the_browser(value_angstrom, text):
    assert plain(values.angstrom(value_angstrom)) == text


@pytest.mark.parametrize(("left_s", "said", "text"), CASES["time_left"])
def test_time_left_is_written_as_in_the_browser(left_s, said, text):
    assert plain(values.time_left_text(left_s, said)) == text


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (values.degrees(0.1), "0.1°"),
        (values.degrees(180.0), "180°"),
        (values.degrees(None), values.NOT_KNOWN),
        (values.electronvolts(12658.0), "12 658 eV"),
        (values.electronvolts(890.4), "890 eV"),
        (values.electronvolts(None), values.NOT_KNOWN),
        (values.electronvolts(float("inf")), values.NOT_KNOWN),
        (values.with_unit(12.50, "%", None), "12.5 %"),
        (values.with_unit(100.0, "%", None), "100 %"),
        (values.kev(12658.0), "12.658 keV"),
        (values.kev(None), values.NOT_KNOWN),
        (values.percent(0.9951), "99.5 %"),
        (values.percent(float("nan")), values.NOT_KNOWN),
        (values.seconds(None), values.NOT_KNOWN),
        (values.file_size(812), "812 B"),
        (values.file_size(12_345_678), "12.3 MB"),
        (values.file_size(3e18), "3e+03 PB"),
        (values.file_size(None), values.NOT_KNOWN),
        (values.unit_cell_text((79.13, 79.13, 37.92, 90.0, 90.0, 120.5)), "79.13 79.13 37.92  90 90 120.5"),
        (values.unit_cell_text(()), values.NOT_KNOWN),
    ],
)
def test_values_carry_their_units(written, text):
    assert plain(written) == text


@pytest.mark.parametrize(
    ("symbol", "parts"),
    [
        ("P 43 21 2", [("P", False), ("4", False), ("3", True), ("2", False), ("1", True), ("2", False)]),
        ("I 2 3", [("I", False), ("2", False), ("3", False)]),
        ("P 63/m", [("P", False), ("6", False), ("3", True), ("/m", False)]),
        ("P -1", [("P", False), ("-1", False)]),
        ("", [(values.NOT_KNOWN, False)]),
    ],
)
def test_screw_axes_stand_low(symbol, parts):
    assert values.space_group_parts(symbol) == parts
