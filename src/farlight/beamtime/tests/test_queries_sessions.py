"""Which sessions a person finds: decided by the database, whose answer is the same as that of the rules in Python."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from farlight.beamlines.tests.factories import make_beamline
from farlight.beamtime.models import Session
from farlight.beamtime.public import schedule_session, session_due, sessions_around, sessions_found
from farlight.beamtime.tests.factories import HOUR, make_session
from farlight.beamtime.types import AccessMode, SessionState, When
from farlight.kernel.time import utc_now
from farlight.people.tests.factories import make_person

pytestmark = pytest.mark.django_db
NOW = utc_now()
S = SessionState


@pytest.fixture
def ada():
    return make_person("ada")


@pytest.fixture
def session(ada):
    """Ada's session; beside it one of the rivals at the same time, with the same words, on another beamline."""
    make_session(code="mx77", beamline="sim9", title="Größe of proteins")
    return make_session(ada, title="Größe of proteins")


def found(person, **asked):
    page = sessions_found(person, now=NOW, **{"limit": 10, **asked})
    return [session.code for session in page.items]


@pytest.mark.parametrize(
    ("start_h", "end_h", "state", "when"),
    [
        (-1, 1, S.RUNNING, When.NOW),
        (-1, 1, S.SCHEDULED, When.NOW),
        (0, 1, S.READY, When.NOW),
        (1, 2, S.SCHEDULED, When.NEXT),
        (-2, 0, S.RUNNING, When.PAST),
        (-2, -1, S.ENDED, When.PAST),
        (-1, 1, S.ENDED, When.PAST),
        (1, 2, S.CANCELLED, When.PAST),
        (1, 2, S.CLOSED, When.PAST),
    ],
)
def test_where_a_session_lies_in_time(ada, session, start_h, end_h, state, when):
    Session.objects.update(start=NOW + start_h * HOUR, end=NOW + end_h * HOUR, state=state.value)
    assert [wanted for wanted in When if found(ada, when=wanted) == ["mx2341-1"]] == [when]
    calendar = sessions_around(ada, now=NOW, past=5)
    groups = {When.NOW: calendar.now, When.NEXT: calendar.next, When.PAST: calendar.past}
    assert {wanted: [s.code for s in group] for wanted, group in groups.items() if group} == {when: ["mx2341-1"]}


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("", True),
        ("GRÖSSE", False),
        ("GRÖßE", True),
        ("größe PROTEINS", True),
        ("mx2341-1 sim1", True),
        ("größe.", False),
        ("%", False),
        ("proteins insulin", False),
    ],
)
def test_every_word_must_stand_in_what_a_session_is_known_by(ada, session, words, is_found):
    assert found(ada, words=words) == (["mx2341-1"] if is_found else [])


def test_a_calendar_puts_the_most_urgent_first(ada):
    make_session(ada, starts_in=-90 * HOUR, lasts=HOUR, state="ended")
    for start_h, end_h, beamline in [
        (-9, -8, "sim1"),
        (-1, 9, "sim1"),
        (-1, 2, "sim2"),
        (50, 60, "sim1"),
        (20, 30, "sim1"),
    ]:
        schedule(start_h, end_h, beamline)
    calendar = sessions_around(ada, now=utc_now(), past=1)
    codes = [[session.code for session in group] for group in (calendar.now, calendar.next, calendar.past)]
    assert codes == [["mx2341-4", "mx2341-3"], ["mx2341-6", "mx2341-5"], ["mx2341-2"]]


def schedule(start_h, end_h, beamline="sim1"):
    make_beamline(beamline)
    now = utc_now()
    return schedule_session(
        proposal="mx2341",
        beamline=beamline,
        start=now + start_h * HOUR,
        end=now + end_h * HOUR,
        access_mode=AccessMode.REMOTE,
    )


def test_pages_follow_each_other_also_among_sessions_that_start_together(ada, session):
    for beamline in ("sim2", "sim3", "sim4"):
        schedule(20, 21, beamline)
    Session.objects.filter(pk__gt=session.pk).update(start=NOW + 20 * HOUR)
    codes, cursor = [], ""
    while cursor is not None:
        page = sessions_found(ada, now=NOW, cursor=cursor, limit=2)
        codes.append([one.code for one in page.items])
        cursor = page.next_cursor
    assert codes == [["mx2341-4", "mx2341-3"], ["mx2341-2", "mx2341-1"]]


def test_a_cursor_of_the_rivals_is_as_one_that_does_not_exist(ada, session):
    Session.objects.filter(code="mx77-1").update(start=NOW - timedelta(days=30))
    assert [found(ada, cursor=cursor) for cursor in ("mx77-1", "mx88-1", "nonsense")] == [["mx2341-1"]] * 3


@pytest.mark.parametrize("number", [1, 3])
def test_the_queries_are_as_many_for_any_number(ada, number):
    for count in range(number):
        make_session(ada, f"mx{count + 1}", beamline=f"sim{count}")
        make_session(code=f"mx77{count}", beamline=f"sim{count + 5}")
    with CaptureQueriesContext(connection) as asked:
        assert len(found(ada, words="mx", when=When.NOW, cursor="mx9-1")) == number
    with CaptureQueriesContext(connection) as asked_at_home:
        assert len(sessions_around(ada, now=utc_now(), past=5).now) == number
    assert (len(asked), len(asked_at_home)) == (6, 7)


def due(person, *proposals):
    session = session_due(person, proposals=proposals, now=utc_now())
    return session.code if session else None


def test_the_session_that_is_due_runs_or_comes_next_and_is_ones_own_if_any_is(ada):
    olga = make_person("olga", "administrator")
    make_session(ada, "mx1", beamline="sim1", starts_in=-90 * HOUR, lasts=HOUR, state="ended")
    make_session(ada, "mx2", beamline="sim2", starts_in=50 * HOUR, state="scheduled")
    make_session(ada, "mx3", beamline="sim3", starts_in=20 * HOUR, state="scheduled")
    make_session(olga, "mx4", beamline="sim4", starts_in=90 * HOUR, state="scheduled")
    every = ("mx1", "mx2", "mx3", "mx4")
    assert [due(ada, *every), due(olga, *every), due(ada, "mx2"), due(ada, "mx1"), due(ada)] == [
        *("mx3-1", "mx4-1", "mx2-1"),
        *(None, None),
    ]
    make_session(ada, "mx5", beamline="sim5")
    assert [due(ada, *every, "mx5"), due(ada, "mx4"), due(olga, "mx3")] == ["mx5-1", None, "mx3-1"]
