from dataclasses import replace
from datetime import timedelta

import pytest

from farlight.audit.public import records
from farlight.audit.types import AuditKind
from farlight.beamlines.public import define_beamline
from farlight.beamlines.tests.factories import a_definition
from farlight.beamtime.tests.factories import make_session
from farlight.bus.public import entries_after
from farlight.kernel.errors import Invalid, NotFound
from farlight.kernel.time import utc_now
from farlight.people.tests.factories import make_person
from farlight.safety.public import define_trainings, note_training, note_trainings, trainings_for, withdraw_training
from farlight.safety.types import NoteTraining, TrainingDefinition, TrainingStanding, TrainingState, Way

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
RADIATION = TrainingDefinition(code="radiation", name="Radiation safety", link="https://training.example/1")
LASER = TrainingDefinition(code="laser", name="Laser safety")


@pytest.fixture
def ada():
    define_trainings([RADIATION, LASER])
    define_beamline(definition=a_definition(trainings=("laser", "radiation")))
    return make_person("ada")


def standings(*people, now, until):
    found = trainings_for([one.pk for one in people], beamline_code="sim1", now=now, until=until)
    return [[(one.training.code, one.state.value) for one in found[person.pk]] for person in people]


def test_it_is_said_of_each_training_of_the_beamline_how_somebody_stands(ada):
    now = utc_now()
    note_training(person=ada, training="radiation", until=now + DAY, now=now)
    found = trainings_for([ada.pk], beamline_code="sim1", now=now, until=now + 2 * DAY)
    assert found == {
        ada.pk: (
            TrainingStanding(training=LASER, state=TrainingState.MISSING, until=None),
            TrainingStanding(training=RADIATION, state=TrainingState.ENDS_TOO_EARLY, until=now + DAY),
        )
    }


def test_what_is_written_down_is_of_one_person_and_stands_in_the_record_once(ada):
    now, bob = utc_now(), make_person("bob")
    for _ in range(2):
        note_training(person=ada, training="laser", until=now + 9 * DAY, now=now, by="sven")
    note_training(person=ada, training="laser", until=now + 99 * DAY, now=now, by="sven")
    assert standings(ada, bob, now=now, until=now + 20 * DAY) == [
        [("laser", "counts"), ("radiation", "missing")],
        [("laser", "missing"), ("radiation", "missing")],
    ]
    made = [one for one in records(limit=50).items if one.kind is AuditKind.TRAINING_NOTED]
    until = [(now + days * DAY).isoformat() for days in (99, 9)]
    assert [(one.by, one.about, one.details["until"]) for one in made] == [("sven", "ada", one) for one in until]
    told = [one for one in entries_after("", 0, limit=500) if one.kind == "training-noted"]
    assert [(one.by, one.body["training"]) for one in told] == [("sven", "laser")] * 2


def test_what_the_facility_names_no_more_is_asked_of_nobody(ada):
    now = utc_now()
    note_training(person=ada, training="laser", until=now + DAY, now=now)
    define_trainings([RADIATION])
    assert standings(ada, now=now, until=now) == [[("radiation", "missing")]]
    with pytest.raises(NotFound, match="There is no training 'laser'"):
        note_training(person=ada, training="laser", until=now, now=now)
    define_trainings([RADIATION, LASER])
    assert standings(ada, now=now, until=now) == [[("laser", "counts"), ("radiation", "missing")]]


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_the_same_for_any_number(ada, rows, django_assert_num_queries):
    people = [make_person(f"p{number}") for number in range(rows)]
    with django_assert_num_queries(3):
        trainings_for([one.pk for one in people], beamline_code="sim1", now=utc_now(), until=utc_now())


def test_a_training_is_withdrawn_once_with_a_reason_and_can_be_written_down_again(ada):
    now = utc_now()
    note_training(person=ada, training="laser", until=now + 9 * DAY, now=now)
    for reason in ("", "  ", "x" * 201):
        with pytest.raises(Invalid, match="Why is it withdrawn"):
            withdraw_training(person=ada, training="laser", reason=reason, now=now, by="sven")
    for _ in range(2):
        withdraw_training(person=ada, training="laser", reason=" Another\nAda. ", now=now, by="sven")
    assert standings(ada, now=now, until=now) == [[("laser", "withdrawn"), ("radiation", "missing")]]
    acts = [(one.kind, one.by, one.about, one.details) for one in records(limit=50).items]
    assert acts[0] == (
        AuditKind.TRAINING_WITHDRAWN,
        "sven",
        "ada",
        {"training": "laser", "why": "Another Ada."},
    )
    assert [one[0] for one in acts].count(AuditKind.TRAINING_WITHDRAWN) == 1
    note_training(person=ada, training="laser", until=now + 9 * DAY, now=now)
    assert standings(ada, now=now, until=now) == [[("laser", "counts"), ("radiation", "missing")]]
    with pytest.raises(NotFound, match="Nothing is written down"):
        withdraw_training(person=ada, training="radiation", reason="Why not", now=now, by="sven")


def test_all_of_some_trainings_are_written_down_or_none(ada):
    now, bob = utc_now(), make_person("bob")
    good = [NoteTraining(person=one, training="laser", until=now + DAY, since=now) for one in (ada, bob)]
    assert [note_trainings(good, now=now), note_trainings(good, now=now)] == [2, 0]
    wrong = NoteTraining(person=bob, training="radiation", until=now, since=now)
    with pytest.raises(Invalid, match="end before it begins"):
        note_trainings([NoteTraining(person=ada, training="radiation", until=now + DAY), wrong], now=now)
    assert standings(ada, bob, now=now, until=now) == [[("laser", "counts"), ("radiation", "missing")]] * 2


def test_only_what_closes_something_makes_open_channels_ask_again(ada):
    session, now = make_session(beamline="other"), utc_now()

    def rights():
        session.refresh_from_db()
        return session.rights

    before = rights()
    note_training(person=ada, training="laser", until=now + DAY, now=now)
    withdraw_training(person=ada, training="laser", reason="Mixed up", now=now, by="sven")
    define_trainings([RADIATION, LASER])
    assert rights() == before
    define_trainings([RADIATION, replace(LASER, closes=(Way.SSH,))])
    note_training(person=ada, training="laser", until=now + DAY, now=now)
    withdraw_training(person=ada, training="laser", reason="Mixed up", now=now, by="sven")
    assert rights() == before + 3
