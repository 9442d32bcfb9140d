"""The safety group sees who lacks what, and writes trainings down; others cannot tell that it does."""

from datetime import UTC, timedelta

import pytest

from farlight.audit.public import records
from farlight.audit.types import AuditKind
from farlight.beamlines.public import define_beamline
from farlight.beamlines.tests.factories import a_definition
from farlight.beamtime.public import set_team_member
from farlight.beamtime.tests.factories import HOUR, make_session
from farlight.beamtime.types import TeamRole
from farlight.kernel.errors import Invalid, NotFound
from farlight.kernel.time import utc_now
from farlight.people.tests.factories import make_person
from farlight.safety.access import keeps_trainings, person_for
from farlight.safety.public import note_training
from farlight.safety.queries import outlook_for, records_of
from farlight.safety.services.batch import check_batch, take_batch
from farlight.safety.services.trainings import note_training_for, withdraw_training_for
from farlight.safety.types import LineEffect, Way

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ASKING = a_definition(trainings=("laser", "radiation"))


def a_session(code="mx2341", **more):
    session = make_session(code=code, **more)
    define_beamline(definition=ASKING)
    return session


def told(outlook):
    return [
        (
            each.session.code,
            [(one.username, [(x.training.code, x.state.value) for x in one.lacks]) for one in each.people],
        )
        for each in outlook.sessions
    ]


def test_it_is_seen_who_would_be_kept_out_and_who_lacks_what_closes_nothing(sven):
    now = utc_now()
    first = a_session()
    later = a_session("mx2342", starts_in=48 * HOUR)
    leader, ben, eve = make_person("ada"), make_person("ben"), make_person("eve")
    for person, role in ((leader, TeamRole.MEMBER), (ben, TeamRole.MEMBER), (eve, TeamRole.OBSERVER)):
        set_team_member(session=later, person=person, role=role)
    for login in ("leader-mx2341", "leader-mx2342", "ada"):
        for training in ("laser", "radiation"):
            note_training(person=person_for(sven, login), training=training, until=now + 9 * DAY, now=now)
    note_training(person=ben, training="laser", until=now + DAY, now=now)
    note_training(person=ben, training="radiation", until=now + 9 * DAY, now=now)
    note_training(person=eve, training="laser", until=now + 9 * DAY, now=now)
    outlook = outlook_for(sven, now=now)
    assert told(outlook) == [
        (later.code, [("ben", [("laser", "is_over")]), ("eve", [("radiation", "missing")])]),
    ]
    assert [one.closed for one in outlook.sessions[0].people] == [(Way.CONTROL,), ()]
    assert (outlook.looked_at, outlook.kept_out, first.code) == (2, 1, "mx2341-1")
    assert told(outlook_for(sven, now=now, days=1)) == []


@pytest.mark.parametrize("role", ["stores", "user_office", "local_contact", ""])
def test_others_cannot_tell_that_there_is_such_a_thing(sven, role):
    other = make_person("other", *([role] if role else []))
    session, now = a_session(), utc_now()
    assert not keeps_trainings(other)
    for ask in (
        lambda: outlook_for(other, now=now),
        lambda: person_for(other, "sven"),
        lambda: check_batch("", by=other, zone=UTC),
        lambda: take_batch("", by=other, zone=UTC, now=now),
        lambda: note_training_for(other, login="sven", training="laser", since=None, until=now + DAY, now=now),
        lambda: withdraw_training_for(other, login="sven", training="laser", reason="So", now=now),
    ):
        with pytest.raises(NotFound) as refused:
            ask()
        assert "sven" not in str(refused.value)
    assert session.code == "mx2341-1"


def test_one_of_a_beamline_alone_does_not_keep_the_facilitys_trainings(sven):
    assert not keeps_trainings(make_person("part", "safety", beamline="sim1"))
    assert keeps_trainings(make_person("boss", "administrator"))
    with pytest.raises(NotFound, match="no account"):
        person_for(sven, "nobody")


@pytest.mark.parametrize("rows", [1, 3])
def test_looking_ahead_costs_the_same_for_any_number(sven, rows, django_assert_num_queries):
    for number in range(rows):
        a_session(f"mx{number + 1}", starts_in=(number * 9 + 1) * HOUR)
    with django_assert_num_queries(10):
        assert len(outlook_for(sven, now=utc_now()).sessions) == rows


TABLE = "person,training,until,from\nada,laser,2027-06-30,2026-01-01\nBEN@Example.org,radiation,2027-06-30,\n"


@pytest.fixture
def people(sven):
    return make_person("ada"), make_person("ben")


def test_a_table_is_looked_at_before_it_counts_and_counts_once(sven, people):
    ada, ben = people
    now = utc_now()
    batch = check_batch(TABLE, by=sven, zone=UTC)
    assert [(one.number, one.note.person, one.note.training, one.effect) for one in batch.lines] == [
        (2, ada, "laser", LineEffect.NEW),
        (3, ben, "radiation", LineEffect.NEW),
    ]
    assert records_of([ada.pk, ben.pk]) == {}
    assert take_batch(TABLE, by=sven, zone=UTC, now=now) == 2
    assert take_batch(TABLE, by=sven, zone=UTC, now=now) == 0
    again = check_batch(TABLE.replace("ada,laser,2027-06-30", "ada,laser,2027-07-30"), by=sven, zone=UTC)
    assert [(one.effect, one.last_moment_before is None) for one in again.lines] == [
        (LineEffect.CHANGED, False),
        (LineEffect.SAME, False),
    ]
    assert len(again.counting) == 1
    noted = [(one.by, one.about) for one in records(limit=50).items if one.kind is AuditKind.TRAINING_NOTED]
    assert noted == [("sven", "ben"), ("sven", "ada")]


def test_one_wrong_line_keeps_all_of_a_table_back(sven, people):
    ada, _ = people
    wrong = TABLE + "ada@example.com,laser,2027-01-01,\nnobody,laser,2027-01-01,\nada,lasr,2027-01-01,\nada,laser,x,\n"
    wrong = wrong.replace("ada@example.com", ada.email)
    with pytest.raises(Invalid) as refused:
        take_batch(wrong, by=sven, zone=UTC, now=utc_now())
    assert [one.message for one in refused.value.objections] == [
        f"Line 4: {ada.full_name} and laser stand in line 2 already.",
        "Line 5: There is no open account 'nobody'.",
        "Line 6: There is no training 'lasr'; there are laser, radiation.",
        "Line 7: 'x' is no day: write it as 2027-06-30.",
    ]
    assert records_of([ada.pk]) == {}


@pytest.mark.parametrize("rows", [1, 3])
def test_looking_at_a_table_costs_the_same_for_any_number(sven, rows, django_assert_num_queries):
    for number in range(rows):
        make_person(f"p{number}")
    table = "person,training,until\n" + "".join(f"p{number},laser,2027-06-30\n" for number in range(rows))
    with django_assert_num_queries(5):
        assert len(check_batch(table, by=sven, zone=UTC).lines) == rows
