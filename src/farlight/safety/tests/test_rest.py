from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from farlight.beamlines.public import define_beamline
from farlight.beamlines.tests.factories import a_definition
from farlight.beamtime.tests.factories import make_session
from farlight.kernel.time import utc_now
from farlight.people.public import issue_token
from farlight.people.tests.factories import make_person
from farlight.people.types import TokenScope
from farlight.safety.queries import records_of
from farlight.safety.types import TrainingRecord

pytestmark = pytest.mark.django_db
UNTIL = datetime(2099, 7, 1, tzinfo=UTC)
LASER = "/api/v1/people/ada/trainings/laser"
MANY = "/api/v1/trainings/taken"


def program_of(person, *scopes):
    key = issue_token(person=person, label="training system", scopes=frozenset(scopes), now=utc_now())
    return Client(headers={"Authorization": f"Bearer {key}"})


@pytest.fixture
def ada(sven):
    return make_person("ada")


@pytest.fixture
def program(sven):
    return program_of(sven, TokenScope.TRAININGS)


def put(program, path, **body):
    return program.put(path, body, content_type="application/json")


def test_a_training_system_writes_down_reads_and_withdraws(program, ada):
    for _ in range(2):
        assert put(program, LASER, until=UNTIL.isoformat()).status_code == 204
    assert records_of([ada.pk]) == {(ada.pk, "laser"): TrainingRecord(until=UNTIL)}
    laser, radiation = program.get("/api/v1/people/ada/trainings").json()
    assert laser == {
        "training": {
            "code": "laser",
            "name": "Laser safety",
            "link": "",
            "closes": ["control"],
            "asks_staff": False,
            "lasts_days": 365,
        },
        "state": "counts",
        "since": None,
        "until": "2099-07-01T00:00:00Z",
        "reason": "",
        "asked_at": ["Simulated sim1"],
    }
    assert radiation["state"] == "missing"
    for _ in range(2):
        assert program.delete(f"{LASER}?reason=Another+Ada").status_code == 204
    assert program.get("/api/v1/people/ada/trainings").json()[0]["reason"] == "Another Ada"
    assert program.delete(LASER).status_code == 422
    assert put(program, LASER, until="2099-07-01T00:00:00").status_code == 422
    assert put(program, LASER, until=UNTIL.isoformat(), since=UNTIL.isoformat()).status_code == 422
    assert put(program, LASER.replace("laser", "lasr"), until=UNTIL.isoformat()).status_code == 404


def test_many_are_written_down_all_or_none(program, ada):
    bob = make_person("bob")
    good = [{"person": who, "training": "laser", "until": UNTIL.isoformat()} for who in ("Ada", bob.email)]
    assert [put(program, MANY, trainings=good).json() for _ in range(2)] == [{"changed": 2}, {"changed": 0}]
    wrong = [
        {"person": "ada", "training": "radiation", "until": UNTIL.isoformat()},
        {"person": "nobody", "training": "lasr", "until": UNTIL.isoformat()},
        {"person": ada.email, "training": "radiation", "until": UNTIL.isoformat()},
        {"person": "bob", "training": "radiation", "until": "2099-07-01T00:00:00"},
        {"person": "bob", "training": "radiation", "until": UNTIL.isoformat(), "since": UNTIL.isoformat()},
    ]
    answer = put(program, MANY, trainings=wrong)
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["reasons"]] == [
        "trainings.1.person",
        "trainings.1.training",
        "trainings.2.person",
        "trainings.3",
        "trainings.4.until",
    ]
    assert len(records_of([ada.pk, bob.pk])) == 2


def test_who_would_be_kept_out_is_asked_by_a_program(program, ada):
    session = make_session(ada, starts_in=timedelta(hours=3))
    define_beamline(definition=a_definition(trainings=("laser",)))
    (found,) = program.get("/api/v1/trainings/lacking").json()
    assert (found["session"], found["username"], found["closed"]) == (session.code, "ada", ["control"])
    assert found["lacks"] == [{"training": "laser", "state": "missing", "until": None}]
    assert program.get("/api/v1/trainings/lacking?days=0").status_code == 422


def test_everybody_sees_what_there_is_and_their_own_alone(ada):
    reader = program_of(ada, *TokenScope)
    assert [one["code"] for one in reader.get("/api/v1/trainings").json()] == ["laser", "radiation"]
    assert [one["state"] for one in reader.get("/api/v1/account/trainings").json()] == ["missing", "missing"]
    asked = [
        reader.get("/api/v1/people/ada/trainings"),
        reader.get("/api/v1/people/nobody/trainings"),
        reader.get("/api/v1/trainings/lacking"),
        put(reader, LASER, until=UNTIL.isoformat()),
        put(reader, MANY, trainings=[]),
        reader.delete(f"{LASER}?reason=So"),
    ]
    assert {answer.status_code for answer in asked} == {404}
    assert len({answer.json()["title"] for answer in asked}) == 1
    assert records_of([ada.pk]) == {}


def test_a_token_without_the_scope_writes_nothing_down(sven, ada):
    program = program_of(sven, TokenScope.READ, TokenScope.ACCOUNT)
    assert put(program, LASER, until=UNTIL.isoformat()).status_code == 403
    assert program.get("/api/v1/people/ada/trainings").status_code == 403
