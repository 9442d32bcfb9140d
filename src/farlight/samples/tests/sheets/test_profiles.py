"""Known sheets are files: Farlight's own, and those that a facility lays beside its file."""

from pathlib import Path

import pytest

from farlight.kernel.errors import Invalid
from farlight.samples.adapters.profile_files import line_of, profiles_in, standard_profiles
from farlight.samples.adapters.technique_files import standard_techniques
from farlight.samples.public import define_profiles
from farlight.samples.queries.profiles import known_profiles

ROOT = Path(__file__).parents[5]
OWN = """code = "our-sheet"
title = "Our sheet"
about = "As our users have it."
technique = "mx_crystal"
has_headings = true

[[column]]
heading = "Puck"
means = "container"
required = true

[[column]]
heading = "Crystal"
means = "name"
steps = [[1, "low"], [2.5, "high"]]
words = { osc = "native" }
"""


def written(folder, text, name="our-sheet.toml"):
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def read(folder):
    return profiles_in(folder, standard_techniques())


def objections(folder):
    with pytest.raises(Invalid) as refusal:
        read(folder)
    return [str(objection) for objection in refusal.value.objections]


def test_the_eight_known_sheets_are_files():
    codes = ["diamond-33", "em", "exi-28", "imca-23", "ligands", "maxiv-14", "saxs", "xpdf"]
    assert list(standard_profiles()) == codes


def test_a_file_of_the_facility_is_a_known_sheet(tmp_path):
    (own,) = read(written(tmp_path, OWN))
    assert (own.code, own.fewest_columns, [column.means for column in own.columns]) == (
        "our-sheet",
        1,
        [("container",), ("name",)],
    )
    assert (own.columns[1].steps, own.columns[1].words) == (((1.0, "low"), (2.5, "high")), {"osc": "native"})


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('means = "name"', 'means = "nam"', "14: column.1.means: mx_crystal knows no 'nam'."),
        ("required = true", 'required = "yes"', "10: column.0.required: Input should be a valid boolean."),
        ("required = true", "needed = true", "10: column.0.needed: Extra inputs are not permitted."),
        ('heading = "Crystal"\n', "", "12: column.1.heading: Field required."),
        ('title = "Our sheet"\n', "", "1: title: Field required."),
        ('"mx_crystal"', '"crystals"', "4: technique: There is no technique 'crystals'."),
        ('code = "our-sheet"', 'code = "other"', "1: code: The file describes other."),
        ("steps = [[1", 'steps = [["x"', "15: column.1.steps"),
        ("steps = [[1, ", "steps = [[", "15: column.1.steps"),
        ("has_headings = true", 'has_headings = true\nname_from = "containr"', "6: name_from: There is no 'containr'."),
        ('means = "name"', 'means = ["name", "value:zzz"]', "14: column.1.means: mx_crystal knows no 'value:zzz'."),
        (
            'means = "name"',
            'means = ["name", "barcode"]',
            "14: column.1.means: A cell holds several values of fields only, not 'name'.",
        ),
        ('title = "Our sheet"', "title = ", " Invalid value (at line 2"),
    ],
)  # fmt: skip
def test_an_error_names_file_line_and_key(tmp_path, before, after, said):
    assert before in OWN
    assert objections(written(tmp_path, OWN.replace(before, after, 1)))[0].startswith(f"our-sheet.toml:{said}")


def test_a_word_that_is_nearly_right_is_named(tmp_path):
    (said,) = objections(written(tmp_path, OWN.replace('means = "name"', 'means = "nam"')))
    assert said.endswith("Did you mean 'name'?")


def test_the_example_of_the_how_to_is_a_known_sheet(tmp_path):
    text = (ROOT / "docs" / "how-to" / "add-a-sheet.md").read_text()
    (own,) = read(written(tmp_path, text.partition("```toml\n")[2].partition("```")[0]))
    assert (own.title, len(own.columns)) == ("Our sheet", 4)


def test_every_file_is_judged(tmp_path):
    folder = written(tmp_path, "title = 3")
    (written(folder, "", "b.toml") / "c.toml").write_bytes(b"\xff")
    said = objections(folder)
    assert {line.split(":")[0] for line in said} == {"our-sheet.toml", "b.toml", "c.toml"}
    assert line_of("", "column.2.means") == 1


@pytest.mark.django_db
def test_the_facilitys_own_sheets_stand_beside_those_of_farlight_and_over_them(tmp_path):
    (own,) = read(written(tmp_path, OWN))
    (over,) = read(written(tmp_path / "more", OWN.replace("our-sheet", "em"), "em.toml"))
    assert define_profiles(profiles=[own, over]) == 2
    assert define_profiles(profiles=[own]) == 0
    known = known_profiles()
    assert (len(known), known["our-sheet"], known["em"], known["saxs"]) == (9, own, over, standard_profiles()["saxs"])
