"""Techniques: read, checked, typed, printed, exported; and those that come along."""

import copy
import json

import pytest

from farlight.kernel.errors import Invalid
from farlight.samples.domain.techniques import (
    Condition,
    Field,
    FieldKind,
    FieldProblem,
    common_fields,
    problems_in,
    read_technique,
)
from farlight.samples.tests.pieces import PIECES, pieces_technique
from tests.architecture.source_tree import ROOT

FILES = sorted((ROOT / "facility" / "techniques").glob("*.json"))


@pytest.fixture(scope="module")
def pieces():
    return pieces_technique()


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


def test_the_example_of_the_how_to_is_a_technique():
    text = (ROOT / "docs" / "how-to" / "add-a-technique.md").read_text()
    example = text.partition("```json\n")[2].partition("```")[0]
    assert read_technique(json.loads(example)).title == "Diamond anvil cells"


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
        ("colour", "Colour: 'green' is not one of the choices.", "Choose one of dark red, blue."),
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
        ("colour", f"Colour is missing. {alone}", "Choose one of dark red, blue."),
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
