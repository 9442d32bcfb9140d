"""``farlight samples``: the same checks on the command line."""

import json

import pytest
from click.testing import CliRunner

from farlight.beamtime.tests.factories import make_session
from farlight.config.commands.samples import command
from farlight.people.tests.factories import make_person
from farlight.samples.models import Sample, Sheet
from farlight.samples.services.registration import register_substance
from farlight.samples.tests.sheets.making import HEADINGS, csv_of, good, with_cell
from farlight.samples.types import Hazard


@pytest.fixture
def ada(db):
    person = make_person("ada")
    make_session(person, "mx2345")
    register_substance(proposal="mx2345", acronym="lyso", name="Lysozyme", hazard=Hazard.GREEN)
    return person


def run(*arguments):
    return CliRunner().invoke(command, [str(one) for one in arguments], catch_exceptions=False)


def written(tmp_path, rows):
    path = tmp_path / "crystals.csv"
    path.write_bytes(csv_of(rows))
    return path


def test_a_wrong_sheet_is_told_and_nothing_changes(ada, tmp_path):
    annotated = tmp_path / "checked.xlsx"
    path = written(tmp_path, with_cell(1, 4, "lysoo"))
    done = run("import", path, "--proposal", "mx2345", "--commit", "--annotated", annotated)
    assert done.exit_code == 1
    assert "error   E3      The proposal has no substance 'lysoo'. Did you mean 'lyso'?" in done.output
    assert "Nothing is changed." in done.output
    assert annotated.read_bytes().startswith(b"PK")
    assert (Sample.objects.count(), Sheet.objects.count()) == (0, 0)


def test_a_good_sheet_is_taken_over_given_out_and_taken_back(ada, tmp_path):
    path = written(tmp_path, [HEADINGS, *good()])
    dry = run("import", path, "--proposal", "mx2345", "--json")
    assert json.loads(dry.output)["counts"]["new"] == 3
    assert Sample.objects.count() == 0
    done = run("import", path, "--proposal", "mx2345", "--commit", "--by", "ada")
    assert done.exit_code == 0
    assert "3 new samples, 0 changed, 0 unchanged" in done.output
    out = tmp_path / "out.csv"
    run("export", "--proposal", "mx2345", "--technique", "mx_crystal", "--format", "csv", "--out", out)
    assert len(out.read_text("utf-8-sig").splitlines()) == 4
    run("undo", Sheet.objects.get().code)
    assert Sample.objects.count() == 0


def test_columns_and_defaults_are_said(ada, tmp_path):
    rows = [["X", *HEADINGS[1:]], *good()]
    path = written(tmp_path, rows)
    done = run("import", path, "--proposal", "mx2345", "--json", "--column", "A=comment", "--default", "parcel=Box")
    assert json.loads(done.output)["rows"][0]["texts"]["parcel"] == "Box"
    assert json.loads(done.output)["rows"][0]["texts"]["comment"] == "Dewar 1"


def test_templates_and_known_sheets(ada, tmp_path):
    out = tmp_path / "template.xlsx"
    run("template", "em_grid", "--out", out, "--proposal", "mx2345")
    assert out.read_bytes().startswith(b"PK")
    assert "exi-28\tmx_crystal\t" in run("profiles").output
    assert json.loads(run("profiles", "--json").output)[0]["code"] == "diamond-33"
