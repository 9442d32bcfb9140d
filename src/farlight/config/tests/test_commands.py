import json
import shutil

import pytest
from click.testing import CliRunner

from farlight.config.cli import COMMANDS, farlight, main
from farlight.config.commands.benchmark import in_words, machine
from farlight.config.facility.packaged import demo_facility_file


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "manage"])
def test_every_command_explains_itself(name):
    result = CliRunner().invoke(farlight, [name, "--help"])
    assert (result.exit_code, result.output.startswith(f"Usage: farlight {name}")) == (0, True)


def test_facility_check_says_what_the_file_describes():
    result = CliRunner().invoke(farlight, ["facility", "check", str(demo_facility_file())])
    assert result.exit_code == 0
    assert "2 beamlines, 4 proposals" in result.output


def test_facility_check_tells_every_fault_with_its_line(tmp_path, capsys):
    path = tmp_path / "wrong.toml"
    path.write_text('[facility]\nnane = "X"\n\n[[person]]\nlogin = "A b"\n')
    with pytest.raises(SystemExit) as ended:
        main(["facility", "check", str(path)])
    assert ended.value.code == 1
    assert [line.removeprefix(f"farlight: {path}:") for line in capsys.readouterr().err.splitlines()] == [
        "1: facility.name: This key is missing.",
        "2: facility.nane: There is no such key. Did you mean name?",
        "4: person[1].email: This key is missing.",
        "4: person[1].family_name: This key is missing.",
        "4: person[1].given_name: This key is missing.",
        "5: person[1].login: 'A b': string should match pattern '^[a-z0-9._-]{1,150}$'.",
    ]


@pytest.mark.django_db
def test_facility_load_works_from_any_folder(tmp_path, monkeypatch):
    shutil.copy(demo_facility_file(), tmp_path / "demo.toml")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(farlight, ["facility", "load", "demo.toml"])
    assert (result.exit_code, "The facility is as the file says." in result.output) == (0, True)


def test_experiment_without_input_says_so_in_json(tmp_path, monkeypatch):
    monkeypatch.setenv("FARLIGHT_STATE_DIR", str(tmp_path))
    result = CliRunner().invoke(farlight, ["experiment", "--json", "--input", str(tmp_path / "none")])
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {
        "failed_stage": "input",
        "why": f"There is nothing at {tmp_path / 'none'}.",
        "try_next": ["Give a master, an image, or a folder of images."],
    }


def test_unknown_benchmark_is_named_with_those_there_are(capsys):
    with pytest.raises(SystemExit):
        main(["benchmark", "speed"])
    assert "There is no benchmark 'speed'. There are " in capsys.readouterr().err


def test_benchmark_in_words_shows_ratios_and_figures():
    results = {"x": {"against": "a limit", "ratios": {"r": 2.0}, "figures": {"f_ms": 3.25}}}
    assert in_words(results).splitlines()[0] == "x, against a limit"
    assert " cores of " in machine()
