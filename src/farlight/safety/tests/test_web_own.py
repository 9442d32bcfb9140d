from datetime import timedelta

import pytest
from django.test import Client

from farlight.beamlines.public import define_beamline
from farlight.beamlines.tests.factories import a_definition
from farlight.kernel.time import utc_now
from farlight.people.tests.factories import make_person
from farlight.safety.public import define_trainings, note_training, withdraw_training
from farlight.safety.queries import trainings_of
from farlight.safety.types import ShownTraining, TrainingDefinition, TrainingState, Way

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LASER = TrainingDefinition(code="laser", name="Laser safety", closes=(Way.CONTROL, Way.QUEUE))
RADIATION = TrainingDefinition(code="radiation", name="Radiation safety", link="https://training.example/1")


@pytest.fixture
def ada():
    define_trainings([LASER, RADIATION])
    define_beamline(definition=a_definition(trainings=("laser",)))
    return make_person("ada")


def shown_to(person):
    browser = Client()
    browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser.get("/account/trainings/").content.decode()


def test_somebody_sees_their_own_trainings_and_nobody_elses(ada):
    now = utc_now()
    note_training(person=ada, training="laser", since=now - DAY, until=now + DAY, now=now)
    note_training(person=make_person("bob"), training="radiation", until=now + 9 * DAY, now=now)
    assert trainings_of(ada.pk, now=now) == [
        ShownTraining(
            training=LASER,
            state=TrainingState.COUNTS,
            since=now - DAY,
            until=now + DAY,
            asked_at=("Simulated sim1",),
        ),
        ShownTraining(training=RADIATION, state=TrainingState.MISSING, until=None, asked_at=()),
    ]
    page = shown_to(ada)
    assert "https://training.example/1" in page
    assert "without it closed" not in page


def test_the_page_says_why_a_training_was_withdrawn_and_what_is_closed(ada):
    now = utc_now()
    note_training(person=ada, training="laser", until=now + DAY, now=now)
    withdraw_training(person=ada, training="laser", reason="It was another Ada.", now=now, by="sven")
    page = shown_to(ada)
    assert "It was another Ada." in page
    assert "without it closed: Remote control, Queue" in page


def test_a_facility_without_trainings_says_so():
    assert "This facility asks for none." in shown_to(make_person("ada"))


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_the_same_for_any_number(ada, rows, django_assert_num_queries):
    define_trainings([TrainingDefinition(code=f"t{number}", name=f"T{number}") for number in range(rows)])
    with django_assert_num_queries(3):
        trainings_of(ada.pk, now=utc_now())
