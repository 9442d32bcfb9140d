"""What people type into techniques, what is printed and exported of them."""

import copy
import json

import h5py
import pytest

from farlight.samples.adapters.nexus import write_nxsample
from farlight.samples.domain.techniques import (
    FieldProblem,
    SampleFacts,
    common_fields,
    label_text,
    nxsample,
    read_technique,
    text_of,
    typed,
)
from farlight.samples.tests.pieces import PIECES, pieces_technique
from farlight.samples.types import SampleRole
from tests.architecture.source_tree import ROOT


@pytest.fixture(scope="module")
def pieces():
    return pieces_technique()


# ---------------------------------------------------------------- texts


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("size_um", "5", 5.0),
        ("size_um", " 5,25 µm", 5.25),
        ("size_um", "1e-1", 0.1),
        ("size_um", ".5", 0.5),
        ("n", "3.0", 3),
        ("colour", "Dark_RED", "dark red"),
        ("wet", "Yes", True),
        ("wet", "nein", False),
        ("day", "2026-02-28", "2026-02-28"),
        ("word", "a\u00a0b", "a b"),
        ("weight", "3,5", 3.5),
        ("weight", "heavy", "heavy"),
    ],
)
def test_texts_become_values(pieces, key, text, value):
    assert typed(pieces, {key: text}).values == {key: value}
    assert typed(pieces, {key: text}).problems == ()


@pytest.mark.parametrize(
    ("key", "text", "message", "remedy", "suggestion"),
    [
        ("size_um", "1,234.5", "Size: '1,234.5' is not a number.", "Give a number in µm, like 12.5.", ""),
        ("size_um", "1e999", "Size: '1e999' is not a number.", "Give a number in µm, like 12.5.", ""),
        ("n", "x", "Number: 'x' is not a number.", "Give a number, like 12.5.", ""),
        ("n", "2.5", "Number: '2.5' is not a whole number.", "Give a number without a fraction, like 4.", ""),
        ("n", "1e20", "Number: '1e20' is not a whole number.", "Give a number without a fraction, like 4.", ""),
        (
            "colour",
            "blu",
            "Colour: 'blu' is not one of the choices.",
            "Did you mean 'blue'? Choices: dark red, blue.",
            "blue",
        ),
        ("colour", "?", "Colour: '?' is not one of the choices.", "Choose one of dark red, blue.", ""),
        ("wet", "damp", "Wet: 'damp' is neither yes nor no.", "Give yes or no.", ""),
        (
            "day",
            "11/12/2026",
            "Day: '11/12/2026' is not a date that can be read in one way only.",
            "Give year-month-day, like 2026-11-26.",
            "",
        ),
        (
            "day",
            "2026-02-30",
            "Day: '2026-02-30' is not a date that can be read in one way only.",
            "Give year-month-day, like 2026-11-26.",
            "",
        ),
    ],
)
def test_texts_that_cannot_be_read_are_told(pieces, key, text, message, remedy, suggestion):
    problem = FieldProblem(field=key, message=message, remedy=remedy, suggestion=suggestion)
    assert typed(pieces, {key: text}).problems == (problem,)
    assert typed(pieces, {key: text}).values == {}


def test_empty_texts_are_no_values(pieces):
    assert typed(pieces, {"size_um": "  ", "word": ""}).values == {}


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("wet", True, "yes"),
        ("wet", False, "no"),
        ("wet", None, ""),
        ("size_um", 5.0, "5"),
        ("n", 3.0, "3"),
        ("word", "a", "a"),
    ],
)
def test_values_become_texts(pieces, key, value, text):
    assert text_of(pieces.by_key[key], value) == text


# ---------------------------------------------------------------- labels, columns


def test_a_label_leaves_out_what_is_empty(pieces):
    line = label_text(pieces, name="p1", substance="", values={"colour": "blue"})
    assert line == "p1 · blue"
    assert label_text(pieces, name="p1", substance="oil", values={"size_um": 5.0}) == "oil p1 · 5 µm"


def test_columns_of_every_sample_use_the_techniques_words(pieces):
    assert [(f.key, f.label, f.required) for f in common_fields(pieces)] == [
        ("name", "Name", True),
        ("substance", "Stuff", False),
        ("barcode", "Barcode", False),
        ("container", "Container", False),
        ("slot", "Position", False),
        ("comment", "Comment", False),
    ]
    document = copy.deepcopy(PIECES)
    document["x-farlight"]["substance"] = "none"
    assert "substance" not in [f.key for f in common_fields(read_technique(document))]
    document["x-farlight"]["substance"] = "required"
    assert [f.required for f in common_fields(read_technique(document))][:2] == [True, True]


# ---------------------------------------------------------------- NeXus


FACTS = SampleFacts(
    name="p1",
    code="QX7",
    role=SampleRole.CALIBRANT,
    substance="oil",
    formula="C8 H18",
    comment="careful",
    barcode="B1",
    container="BOX-1",
    slot="A1",
    values={"size_um": 5.0, "turn_deg": 2.0, "abc_x": 1.0, "word": "abc", "wet": True},
)


def test_a_sample_becomes_nxsample(pieces):
    assert nxsample(pieces, FACTS) == {
        "@NX_class": "NXsample",
        "name": "p1",
        "type": "calibration sample",
        "chemical_formula": "C8 H18",
        "short_title": "oil",
        "description": "careful",
        "rotation_angle": 2.0,
        "rotation_angle@units": "degree",
        "situation": "abc",
        "declared": {
            "@NX_class": "NXcollection",
            "technique": "small angle x-ray scattering",
            "technique_iri": "http://purl.org/pan-science/PaNET/PaNET01188",
            "schema": "pieces-2",
            "code": "QX7",
            "barcode": "B1",
            "container": "BOX-1",
            "position": "A1",
            "size_um": 5.0,
            "size_um@units": "um",
            "wet": True,
            "abc_x": 1.0,
        },
    }
    whole = nxsample(
        pieces, SampleFacts(name="p", code="c", role=SampleRole.BLANK, values={"abc_x": 1.0, "abc_y": 2.0})
    )
    assert (whole["type"], whole["unit_cell_abc"]) == ("can", [1.0, 2.0])


def test_free_values_keep_their_units_in_nexus():
    generic = read_technique(json.loads((ROOT / "facility" / "techniques" / "generic-1.json").read_text()))
    tree = nxsample(generic, SampleFacts(name="s", code="c", values={"strain rate [1/s]": 0.5, "batch": "7b"}))
    assert {k: v for k, v in tree["declared"].items() if k.startswith(("strain", "batch"))} == {
        "strain_rate": 0.5,
        "strain_rate@units": "1/s",
        "batch": "7b",
    }


def test_nxsample_is_written_to_hdf5(pieces, tmp_path):
    values = {"turn_deg": 2.5, "abc_x": 1.0, "abc_y": 2.0, "wet": False}
    with h5py.File(tmp_path / "s.h5", "w") as file:
        write_nxsample(file, nxsample(pieces, SampleFacts(name="Grün", code="c", values=values)))
    with h5py.File(tmp_path / "s.h5") as file:
        sample = file["sample"]
        assert sample.attrs["NX_class"] == "NXsample"
        assert sample["name"].asstr()[()] == "Grün"
        assert (sample["rotation_angle"][()], sample["rotation_angle"].attrs["units"]) == (2.5, "degree")
        assert sample["unit_cell_abc"][:].tolist() == [1.0, 2.0]
        assert sample["declared"].attrs["NX_class"] == "NXcollection"
        assert sample["declared/wet"][()] == 0
