"""Techniques: read, checked, typed, printed, exported; and those that come along."""

import copy
import json

import h5py
import pytest

from farlight.kernel.errors import Invalid
from farlight.samples.adapters.nexus import write_nxsample
from farlight.samples.domain.techniques import (
    Condition,
    Field,
    FieldKind,
    FieldProblem,
    SampleFacts,
    common_fields,
    label_text,
    nxsample,
    problems_in,
    read_technique,
    text_of,
    typed,
)
from tests.architecture.source_tree import ROOT

FILES = sorted((ROOT / "facility" / "techniques").glob("*.json"))
PIECES = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Pieces",
    "description": "For tests.",
    "type": "object",
    "additionalProperties": False,
    "x-farlight": {
        "code": "pieces",
        "version": 2,
        "panet": {"id": "PaNET01188", "label": "small angle x-ray scattering"},
        "nouns": {"sample": "piece", "samples": "pieces", "substance": "stuff"},
        "substance": "optional",
        "groups": [{"key": "all", "title": "All"}],
        "label": "{substance} {name} · {size_um} · {colour}",
        "unattended": {
            "required": ["colour"],
            "allOf": [{"if": {"properties": {"n": {"enum": [2]}}, "required": ["n"]}, "then": {"required": ["day"]}}],
        },
    },
    "properties": {
        "size_um": {
            "type": "number",
            "title": "Size",
            "exclusiveMinimum": 0,
            "maximum": 100,
            "x-farlight": {"group": "all", "unit": "µm"},
        },
        "turn_deg": {
            "type": "number",
            "title": "Turn",
            "minimum": -5,
            "exclusiveMaximum": 5,
            "x-farlight": {"group": "all", "unit": "°", "nexus": "rotation_angle"},
        },
        "n": {"type": "integer", "title": "Number", "minimum": 1, "x-farlight": {"group": "all", "aliases": ["N°"]}},
        "most": {"type": "integer", "title": "Most", "maximum": 9, "x-farlight": {"group": "all"}},
        "more": {"type": "number", "title": "More", "exclusiveMinimum": 9, "x-farlight": {"group": "all"}},
        "colour": {
            "type": "string",
            "title": "Colour",
            "enum": ["dark red", "blue"],
            "examples": ["blue"],
            "x-farlight": {"group": "all"},
        },
        "wet": {"type": "boolean", "title": "Wet", "x-farlight": {"group": "all"}},
        "day": {"type": "string", "format": "date", "title": "Day", "x-farlight": {"group": "all"}},
        "word": {
            "type": "string",
            "title": "Word",
            "maxLength": 5,
            "pattern": "^[a-z]*$",
            "examples": ["abc"],
            "x-farlight": {"group": "all", "nexus": "situation"},
        },
        "code_word": {
            "type": "string",
            "title": "Code word",
            "pattern": "^[A-Z]$",
            "description": "One letter.",
            "x-farlight": {"group": "all"},
        },
        "abc_x": {"type": "number", "title": "X", "x-farlight": {"group": "all", "nexus": "unit_cell_abc[0]"}},
        "abc_y": {"type": "number", "title": "Y", "x-farlight": {"group": "all", "nexus": "unit_cell_abc[1]"}},
    },
    "required": ["size_um"],
    "dependentRequired": {"abc_x": ["abc_y"]},
    "allOf": [
        {
            "if": {"properties": {"wet": {"enum": [True]}}, "required": ["wet"]},
            "then": {"required": ["n"]},
            "x-farlight": {"because": "Wet ones are counted."},
        }
    ],
}


@pytest.fixture(scope="module")
def pieces():
    return read_technique(PIECES)


def refusal_of(change):
    document = copy.deepcopy(PIECES)
    change(document)
    with pytest.raises(Invalid) as refused:
        read_technique(document)
    return [(objection.field, objection.message) for objection in refused.value.objections]


# ---------------------------------------------------------------- those that come along


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_techniques_that_come_along_are_faultless(path):
    technique = read_technique(json.loads(path.read_text()))
    assert path.stem == f"{technique.code}-{technique.version}"
    examples = {field.key: field.example for field in technique.fields}
    assert None not in examples.values()
    assert problems_in(technique, examples, unattended=True) == ()


def test_ten_techniques_come_along():
    assert {path.stem.rpartition("-")[0] for path in FILES} == {
        "em_grid",
        "engineering",
        "generic",
        "mx_crystal",
        "mx_plate",
        "powder",
        "saxs_solution",
        "soft_matter",
        "spectroscopy",
        "tomography",
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_name_of_a_column_is_also_one_that_every_sample_has(path):
    technique = read_technique(json.loads(path.read_text()))
    common = {name for field in common_fields(technique) for name in (field.key, field.label.lower())}
    own = {name for field in technique.fields for name in (field.key, field.label.lower())}
    assert common & own == set()


# ---------------------------------------------------------------- reading


def test_a_technique_is_read_whole(pieces):
    assert (pieces.code, pieces.version, pieces.title, pieces.free) == ("pieces", 2, "Pieces", False)
    assert pieces.panet_iri == "http://purl.org/pan-science/PaNET/PaNET01188"
    assert [field.kind for field in pieces.fields] == [
        FieldKind.NUMBER,
        FieldKind.NUMBER,
        FieldKind.INTEGER,
        FieldKind.INTEGER,
        FieldKind.NUMBER,
        FieldKind.CHOICE,
        FieldKind.FLAG,
        FieldKind.DATE,
        FieldKind.TEXT,
        FieldKind.TEXT,
        FieldKind.NUMBER,
        FieldKind.NUMBER,
    ]
    assert pieces.by_key["n"] == Field(
        key="n", label="Number", kind=FieldKind.INTEGER, minimum=1, group="all", aliases=("n°",)
    )
    assert pieces.conditions == (
        Condition(field="wet", values=(True,), requires=("n",), because="Wet ones are counted."),
        Condition(field="n", values=(2,), requires=("day",), unattended=True),
        Condition(field="abc_x", requires=("abc_y",)),
    )
    assert [field.key for field in pieces.fields if field.required] == ["size_um"]
    assert [field.key for field in pieces.fields if field.unattended] == ["colour"]
    assert pieces.fields_of("all") == pieces.fields
    assert pieces.by_key["size_um"].title == "Size (µm)"
    assert pieces.by_key["n"].title == "Number"


def test_what_is_no_json_schema_is_refused():
    refused = refusal_of(lambda d: d["properties"]["n"].update(minimum="one"))
    assert [field for field, _ in refused] == ["properties/n/minimum", "properties/n/minimum"]
    assert refused[0][1].startswith("Not JSON Schema 2020-12")


def test_a_pattern_that_is_none_is_refused():
    assert refusal_of(lambda d: d["properties"]["word"].update(pattern="(("))[0][0] == "properties/word/pattern"


def test_everything_that_is_wrong_is_told_at_once():
    def change(document):
        properties = document["properties"]
        properties["size_um"]["x-farlight"]["unit"] = "furlong"
        properties["turn_deg"]["x-farlight"]["unit"] = "K"
        properties["n"]["x-farlight"]["group"] = "none"
        properties["colour"]["enum"] = ["dark red", "Dark-Red", "blue"]
        properties["colour"]["default"] = "green"
        properties["name"] = {"type": "string", "title": "Name", "x-farlight": {"group": "all"}}
        properties["most"]["title"] = "n°"
        properties["abc_y"]["x-farlight"]["nexus"] = "unit_cell_abc[0]"
        document["required"].append("width")
        document["x-farlight"]["label"] = "{name} {code} {weight}"
        document["x-farlight"]["unattended"]["required"] = ["height"]
        document["allOf"][0]["if"] = {"properties": {"colour": {"enum": ["green"]}}, "required": ["colour"]}

    refused = refusal_of(change)
    assert [message.split(" Known")[0] for _, message in refused] == [
        "The unit 'furlong' is unknown.",
        "A key of something in K ends with _k.",
        "There is no group 'none'.",
        "The default 'green' is not allowed by the field itself.",
        "Two choices differ only in case, space or dash.",
        "Every sample has this anyway.",
        "colour is never 'green'.",
        "There is no field 'width'.",
        "There is no field 'height'.",
        "There is no field 'weight'.",
        "'n°' could mean n or most.",
        "Two fields go to NXsample/unit_cell_abc[0].",
    ]


# ---------------------------------------------------------------- checking


def test_values_that_are_right_have_no_problems(pieces):
    right = {"size_um": 5, "colour": "blue", "wet": True, "n": 1, "day": "2026-11-26", "word": "abc"}
    assert problems_in(pieces, right) == ()
    assert problems_in(pieces, right, unattended=True) == ()


def test_every_problem_is_told_in_plain_words_in_the_order_of_fields(pieces):
    wrong = {
        "size_um": 0,
        "turn_deg": 5,
        "n": 0,
        "most": 10,
        "more": 9,
        "colour": "green",
        "wet": "perhaps",
        "day": "yesterday",
        "word": "abcdefg",
        "code_word": "zz",
        "abc_x": 1.5,
        "weight": 3,
    }
    assert [(p.field, p.message, p.remedy) for p in problems_in(pieces, wrong)] == [
        ("size_um", "Size: 0 µm is too small.", "Give a value from 0 to 100 µm."),
        ("turn_deg", "Turn: 5° is too large.", "Give a value from -5 to 5°."),
        ("n", "Number: 0 is too small.", "Give at least 1."),
        ("most", "Most: 10 is too large.", "Give at most 9."),
        ("more", "More: 9 is too small.", "Give more than 9."),
        ("colour", "Colour: 'green' is not one of the choices.", "Choose one of: dark red, blue."),
        ("wet", "Wet: 'perhaps' is not yes or no.", "Give yes or no."),
        ("day", "Day: 'yesterday' is not a date like 2026-11-26.", "Give a date like 2026-11-26."),
        ("word", "Word: 7 characters are too many.", "Give at most 5."),
        ("code_word", "Code word: 'zz' does not have the right form.", "One letter."),
        ("abc_y", "Y is missing. It is needed because X is given.", "Give it."),
        ("weight", "Pieces has no field 'weight'.", "Leave it out, or put it into the comment."),
    ]


def test_an_example_is_shown_when_the_form_is_wrong(pieces):
    problem = FieldProblem(
        field="word", message="Word: 'A' does not have the right form.", remedy="Give something like abc."
    )
    assert problems_in(pieces, {"size_um": 1, "word": "A"}) == (problem,)


def test_what_is_missing_says_why(pieces):
    assert [(p.field, p.message) for p in problems_in(pieces, {"wet": True})] == [
        ("size_um", "Size is missing."),
        ("n", "Number is missing. Wet ones are counted."),
    ]


def test_more_must_be_known_of_what_is_measured_unattended(pieces):
    alone = "It will be measured while nobody of your group is there."
    assert [(p.field, p.message, p.remedy) for p in problems_in(pieces, {"n": 2}, unattended=True)] == [
        ("size_um", "Size is missing.", "Give it."),
        ("colour", f"Colour is missing. {alone}", "Choose one of: dark red, blue."),
        ("day", f"Day is missing. {alone}", "Give it."),
    ]
    assert problems_in(pieces, {"size_um": 1, "n": 2, "day": "2026-01-01", "colour": "blue"}, unattended=True) == ()


def test_a_missing_value_is_shown_by_example():
    mx = read_technique(json.loads((ROOT / "facility" / "techniques" / "mx_crystal-1.json").read_text()))
    remedies = {p.field: p.remedy for p in problems_in(mx, {"cell_a_angstrom": 50, "experiment_kind": "SAD"})}
    assert remedies["cell_b_angstrom"] == "Give it, like 78.9 Å."
    assert remedies["cell_alpha_deg"] == "Give it, like 90°."
    assert remedies["scatterer"] == "Give it, like Se."


def test_free_values_have_names_with_units():
    generic = read_technique(json.loads((ROOT / "facility" / "techniques" / "generic-1.json").read_text()))
    assert generic.free
    assert problems_in(generic, {"strain rate [1/s]": 0.5, "batch": "7b"}) == ()
    wrong = {"?!": 1, "long": "x" * 501}
    assert [(p.field, p.message, p.remedy) for p in problems_in(generic, wrong)] == [
        ("?!", "'?!' cannot be the name of a value.", "Name it like: thickness [mm]."),
        ("long", "'long' is longer than 500 characters.", "Shorten it."),
    ]


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
        ("colour", "?", "Colour: '?' is not one of the choices.", "Choose one of: dark red, blue.", ""),
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


def test_a_sample_becomes_nxsample(pieces):
    facts = SampleFacts(
        name="p1",
        code="QX7",
        role="calibrant",
        substance="oil",
        formula="C8 H18",
        comment="careful",
        barcode="B1",
        container="BOX-1",
        slot="A1",
        values={"size_um": 5.0, "turn_deg": 2.0, "abc_x": 1.0, "word": "abc", "wet": True},
    )
    assert nxsample(pieces, facts) == {
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
    whole = nxsample(pieces, SampleFacts(name="p", code="c", role="blank", values={"abc_x": 1.0, "abc_y": 2.0}))
    assert (whole["type"], whole["unit_cell_abc"]) == ("none", [1.0, 2.0])


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
