"""Who lacks a training that closes ways is kept out, and let in again."""

import time
from contextlib import ExitStack
from datetime import timedelta

import pytest

from farlight.beamlines.public import define_beamline
from farlight.beamlines.tests.factories import a_definition
from farlight.beamtime.public import Gate, may, session_for, set_team_member
from farlight.beamtime.tests.factories import make_session
from farlight.beamtime.types import Action, TeamRole
from farlight.kernel.errors import NotAllowed
from farlight.kernel.time import utc_now
from farlight.leases.public import lease_of, open_channel, watched_here
from farlight.leases.tests.factories import give_every_kind_a_door
from farlight.leases.types import ChannelKind, Ending
from farlight.people.tests.factories import make_person
from farlight.people.types import Credential
from farlight.safety.public import define_trainings, note_training, withdraw_training
from farlight.safety.types import TrainingDefinition, Way

DAY = timedelta(days=1)
CLOSES = (Way.CONTROL, Way.DESKTOP, Way.QUEUE)
LASER = TrainingDefinition(code="laser", name="Laser safety", closes=CLOSES)
RADIATION = TrainingDefinition(code="radiation", name="Radiation safety")

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _every_kind_has_a_door(monkeypatch):
    give_every_kind_a_door(monkeypatch)


@pytest.fixture
def session(transactional_db):
    define_trainings([LASER, RADIATION])
    made = make_session()
    define_beamline(definition=a_definition(trainings=("laser", "radiation")))
    return made


@pytest.fixture
def ben(session):
    person = make_person("ben")
    set_team_member(session=session, person=person, role=TeamRole.MEMBER)
    return person


def open_to(person, session, now=None):
    lease = lease_of(person, session.code, now or utc_now())
    return {kind.value for kind, one in lease.channels.items() if one.allowed}


ALL = {kind.value for kind in ChannelKind}
LEFT = {"sftp", "webcam", "notebook", "downloads"}


def test_a_missing_training_closes_what_the_facility_says_and_says_why(session, ben):
    assert open_to(ben, session) == LEFT
    reasons = lease_of(ben, session.code, utc_now()).channels[ChannelKind.DESKTOP].reasons
    assert [(one.message, one.who, one.link) for one in reasons] == [
        (
            "The training “Laser safety” has not been taken, or nobody wrote it down.",
            "the safety group",
            "/account/trainings/",
        )
    ]
    with pytest.raises(NotAllowed, match="Laser safety"):
        session_for(ben, session.code, Action.QUEUE)
    with pytest.raises(NotAllowed, match="Laser safety"):
        open_channel(person=ben, session_code=session.code, kind=ChannelKind.CONTROL, now=utc_now())
    note_training(person=ben, training="laser", until=utc_now() + DAY, now=utc_now())
    assert open_to(ben, session) == ALL
    assert may(ben, Action.QUEUE, session.code).allowed


def test_a_training_lets_in_from_its_day_to_its_last(session, ben):
    now = utc_now()
    begins, ends = now + timedelta(minutes=20), now + timedelta(minutes=40)
    note_training(person=ben, training="laser", since=begins, until=ends, now=now)
    asked = [open_to(ben, session, now + timedelta(minutes=at)) for at in (10, 30, 50)]
    assert asked == [LEFT, ALL, LEFT]
    lease = lease_of(ben, session.code, begins)
    assert {lease.channels[kind].until for kind in (ChannelKind.CONTROL, ChannelKind.DESKTOP)} == {ends}


@pytest.mark.parametrize("asks_staff", [False, True])
def test_staff_can_help_unless_the_facility_asks_them_too(session, asks_staff):
    define_trainings([TrainingDefinition(code="laser", name="Laser", closes=CLOSES, asks_staff=asks_staff)])
    contact = make_person("lena", "local_contact", beamline="sim1")
    assert open_to(contact, session) == (LEFT if asks_staff else ALL)


def test_strangers_learn_nothing_of_it(session):
    assert may(make_person("eve"), Action.CONTROL, session.code).reasons == ()


def test_programs_are_taught_nothing(session):
    program = make_person("prog", "machine", beamline="sim1")
    assert may(program, Action.PROCESS, session.code).allowed


LEFT_S, WITHIN_S = 4.0, 2.0


def withdrawn(ben):
    withdraw_training(person=ben, training="laser", reason="It was another Ben.", now=utc_now(), by="sven")


def shortened(ben):
    note_training(person=ben, training="laser", until=utc_now(), now=utc_now())


def lapsed(ben):
    """The watch knows of the end long before it comes."""
    note_training(person=ben, training="laser", until=utc_now() + timedelta(seconds=LEFT_S), now=utc_now())


def asked_of_more(ben):
    note_training(person=ben, training="laser", until=utc_now() + DAY, now=utc_now())
    ways = (*CLOSES, Way.WEBCAM)
    other = TrainingDefinition(code="radiation", name="Radiation safety", closes=ways)
    define_trainings([LASER, other])


@pytest.mark.parametrize(
    ("loses", "closed", "ending"),
    [
        (withdrawn, {"control", "desktop", "ssh"}, Ending.RIGHTS),
        (shortened, {"control", "desktop", "ssh"}, Ending.RIGHTS),
        (lapsed, {"control", "desktop", "ssh"}, Ending.TIME),
        (asked_of_more, {"control", "desktop", "ssh", "webcam"}, Ending.RIGHTS),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_what_is_open_closes_within_two_seconds_and_nothing_else(session, ben, loses, closed, ending):
    note_training(person=ben, training="laser", until=utc_now() + DAY, now=utc_now())
    with ExitStack() as stack:
        overs = {}
        for kind in ChannelKind:
            one = open_channel(person=ben, session_code=session.code, kind=kind, now=utc_now())
            overs[kind.value] = stack.enter_context(watched_here(one))
        time.sleep(0.6)
        loses(ben)
        until_s = time.monotonic() + (LEFT_S if loses is lapsed else 0.0) + WITHIN_S
        ended = {kind: overs[kind].wait_blocking(max(0, until_s - time.monotonic())) for kind in sorted(closed)}
        assert ended == dict.fromkeys(sorted(closed), ending)
        assert {kind for kind, over in overs.items() if over.ending is None} == ALL - closed


def test_a_gate_that_stands_open_closes_and_opens_again(session, ben):
    gate = Gate(person=ben, credential=Credential(), session=session.code)

    def is_open(at=None):
        return gate.verdict_at(gate_number(session), Action.CONTROL, at or utc_now()).allowed

    assert not is_open()
    note_training(person=ben, training="laser", until=utc_now() + timedelta(minutes=5), now=utc_now())
    assert is_open()
    assert not is_open(utc_now() + timedelta(minutes=6))
    withdrawn(ben)
    assert not is_open()


def gate_number(session):
    session.refresh_from_db()
    return session.rights


def test_a_beamline_that_begins_to_ask_is_heard_by_what_is_open(session):
    define_beamline(definition=a_definition())
    before = gate_number(session)
    define_beamline(definition=a_definition(trainings=("laser",)))
    assert gate_number(session) > before
