import os

import pytest

from farlight.config.deployment import Deployment, read_deployment, secret_key_of
from farlight.kernel.errors import Invalid


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch):
    for name in [name for name in os.environ if name.startswith("FARLIGHT_")]:
        monkeypatch.delenv(name)


def objections_of(call):
    with pytest.raises(Invalid) as refusal:
        call()
    return [str(objection) for objection in refusal.value.objections]


def test_the_environment_wins_over_the_file_over_the_defaults(monkeypatch, tmp_path):
    file = tmp_path / "farlight.toml"
    file.write_text('time_zone = "Europe/London"\n[web]\nport = 8080\nhost = "10.0.0.1"\n')
    monkeypatch.setenv("FARLIGHT_CONFIG", str(file))
    monkeypatch.setenv("FARLIGHT_WEB__PORT", "9090")
    deployment = read_deployment()
    assert (deployment.time_zone, deployment.web.host, deployment.web.port, deployment.web.https) == (
        "Europe/London",
        "10.0.0.1",
        9090,
        False,
    )


def test_misspelt_keys_stop_the_start_and_are_named(monkeypatch, tmp_path):
    file = tmp_path / "farlight.toml"
    file.write_text("statedir = '/tmp'\n[web]\nprot = 8080\n")
    monkeypatch.setenv("FARLIGHT_CONFIG", str(file))
    monkeypatch.setenv("FARLIGHT_DATABSE_URL", "sqlite:///x")
    monkeypatch.setenv("FARLIGHT_COLOUR", "red")
    assert objections_of(read_deployment) == [
        "FARLIGHT_COLOUR is no setting.",
        "FARLIGHT_DATABSE_URL is no setting. Did you mean FARLIGHT_DATABASE_URL?",
        "web.prot is no setting.",
        "statedir is no setting.",
    ]


def test_a_misspelt_variable_alone_stops_the_start(monkeypatch):
    monkeypatch.setenv("FARLIGHT_TIMEZONE", "UTC")
    assert objections_of(read_deployment) == ["FARLIGHT_TIMEZONE is no setting. Did you mean FARLIGHT_TIME_ZONE?"]


def test_wrong_values_are_named(monkeypatch):
    monkeypatch.setenv("FARLIGHT_WEB__PORT", "many")
    (objection,) = objections_of(read_deployment)
    assert objection.startswith("The setting web.port is wrong: Input should be a valid integer")


def test_a_file_that_is_no_toml_is_named(monkeypatch, tmp_path):
    file = tmp_path / "farlight.toml"
    file.write_text("web = = 1")
    monkeypatch.setenv("FARLIGHT_CONFIG", str(file))
    (objection,) = objections_of(read_deployment)
    assert objection.startswith(f"The file {file} is no TOML: ")


def test_variables_that_are_no_settings_are_left_alone(monkeypatch):
    monkeypatch.setenv("FARLIGHT_TEST_DATA", "/data")
    assert read_deployment().web.port == 8000


def test_settings_do_not_change():
    with pytest.raises(ValueError, match="frozen"):
        read_deployment().debug = True


def test_the_secret_key_is_made_once_for_all_and_kept_private(tmp_path):
    deployment = Deployment(state_dir=tmp_path / "state")
    key = secret_key_of(deployment)
    assert (secret_key_of(deployment), len(key) >= 50) == (key, True)
    assert [(p.name, p.stat().st_mode & 0o777) for p in (tmp_path / "state").iterdir()] == [("secret-key", 0o600)]


def test_a_secret_key_that_is_set_counts(tmp_path):
    deployment = Deployment(state_dir=tmp_path, secret_key="from outside")
    assert (secret_key_of(deployment), list(tmp_path.iterdir())) == ("from outside", [])
    assert "from outside" not in repr(deployment)


def test_data_lie_in_the_state_folder_unless_told_otherwise():
    assert str(Deployment(state_dir="/state").data) == "/state/data"
    assert str(Deployment(state_dir="/state", data_dir="/gpfs").data) == "/gpfs"
