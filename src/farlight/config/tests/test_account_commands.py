import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from django.conf import settings

from farlight.beamlines.public import define_beamline
from farlight.beamlines.tests.factories import a_definition, make_beamline
from farlight.bus.public import all_entries
from farlight.config.cli import farlight, main
from farlight.kernel.time import utc_now
from farlight.people.models import ApiToken
from farlight.people.public import is_active, issue_token, person_with_key
from farlight.people.tests.factories import make_person
from farlight.safety.public import define_trainings, trainings_for
from farlight.safety.types import TrainingDefinition

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_person("ada", "operator")


def said(*words):
    result = CliRunner().invoke(farlight, words)
    assert result.exit_code == 0, result.output
    return result.output


def refused(capsys, *words):
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    assert ended.value.code == 1
    return capsys.readouterr().err.strip()


def test_a_training_counts_until_the_end_of_its_last_day(capsys, ada):
    make_person("sven", "safety")
    define_trainings([TrainingDefinition(code="radiation", name="Radiation safety")])
    define_beamline(definition=a_definition(trainings=("radiation",)))
    words = ("person", "training", "ada", "radiation", "--until", "2027-06-29", "--by", "sven")
    assert said(*words) == "radiation of ada counts until 29 June 2027.\n"
    now = utc_now()
    ((standing,),) = trainings_for([ada.pk], beamline_code="sim1", now=now, until=now).values()
    assert standing.until.astimezone(ZoneInfo(settings.TIME_ZONE)).isoformat()[:16] == "2027-06-30T00:00"
    assert "no training 'laser'" in refused(capsys, "person", "training", "ada", "laser", "--until", "2027-06-29")


def test_an_account_is_locked_and_opened_again(ada):
    make_person("office", "user_office")
    assert said("person", "lock", "ada", "--reason", "left", "--by", "office") == "The account ada is locked.\n"
    assert said("person", "list", "--locked") == "ada\tAda Tester\tada@example.org\toperator\tlocked: left\n"
    assert (is_active(ada), [e.by for e in all_entries("") if e.kind == "person-locked"]) == (False, ["office"])
    said("person", "unlock", "ada")
    assert (is_active(ada), said("person", "list", "--locked")) == (True, "")
    assert len(said("person", "list").splitlines()) == 2


def test_who_is_not_known_or_may_not_is_said(ada, capsys):
    make_person("ben")
    assert refused(capsys, "person", "lock", "nobody", "--reason", "x") == "farlight: There is no account nobody."
    assert "nothing here" in refused(capsys, "person", "lock", "ada", "--reason", "x", "--by", "ben")
    assert "No reason is given." in refused(capsys, "person", "lock", "ada", "--reason", " ")
    assert is_active(ada)


def test_a_token_is_made_listed_and_revoked(ada, capsys):
    key = said("token", "create", "ada", "--label", "robot", "--scope", "read", "--days", "7").strip()
    assert ApiToken.objects.get().scopes == ["read"]
    assert person_with_key(key, now=utc_now() + timedelta(days=6)) == ada
    assert person_with_key(key, now=utc_now() + timedelta(days=8)) is None
    listed = said("token", "list", "ada")
    code = listed.partition("\t")[0]
    assert re.fullmatch(rf"{code}\tactive\t\d{{4}}-\d\d-\d\d\tnever\trobot\n", listed)
    make_person("ben")
    assert refused(capsys, "token", "revoke", "ben", code) == f"farlight: ben has no token {code}."
    assert said("token", "revoke", "ada", code) == "Revoked: robot.\n"
    assert (person_with_key(key, now=utc_now()), "\trevoked\t" in said("token", "list", "ada")) == (None, True)


def test_a_token_for_too_long_is_refused(ada, capsys):
    words = ("token", "create", "ada", "--label", "x", "--scope", "read", "--days", "400")
    assert "up to 365 days" in refused(capsys, *words)


def test_a_program_of_a_beamline_gets_a_key(db, capsys):
    make_beamline("id30")
    key = said("token", "create-machine", "id30", "Puck Loader", "--scope", "read", "--scope", "notes").strip()
    assert person_with_key(key, now=utc_now()).username == "machine.id30.puck-loader"
    assert "no beamline 'id31'" in refused(capsys, "token", "create-machine", "id31", "x", "--scope", "read")
    words = ("token", "create-machine", "id30", "Puck Loader", "--scope", "control")
    assert "does not get control" in refused(capsys, *words)


def test_tokens_of_others_are_not_listed(ada):
    issue_token(person=make_person("ben"), label="secret", now=utc_now())
    assert said("token", "list", "ada") == ""


def test_the_key_that_signs_is_turned(db, settings, tmp_path):
    settings.FARLIGHT_STATE_DIR = tmp_path
    assert re.fullmatch(
        r"A new key is shown .* signs from \d{4}-\d\d-\d\d \d\d:\d\d UTC\.\n", said("openid", "rotate-key")
    )
    assert len(list((tmp_path / "openid-keys").glob("*.pem"))) == 2
