"""A clock that is set forward or back by an hour: nothing that lives ends by it, and nothing counts twice or longer."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from farlight.audit.public import record, seal, verify_chain
from farlight.audit.types import AuditKind
from farlight.beamtime.public import give_ticket, session_summary, take_ticket
from farlight.beamtime.tests.factories import make_session
from farlight.bus.public import publish
from farlight.bus.tests.lamps import LampSwitchedOn
from farlight.kernel import time as clock
from farlight.kernel.time import counts_still, utc_now
from farlight.leases.public import keep_channels, open_channel, watched_here
from farlight.leases.tests.factories import end_of_watch
from farlight.leases.types import ChannelKind
from farlight.people.domain.elevation import until
from farlight.people.public import person_named, take_one_time_code
from farlight.people.tests.factories import make_person, show_codes
from farlight.people.types import Credential
from farlight.worker.steadiness import Steadiness

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)
LIVES = timedelta(minutes=5)


@pytest.fixture
def set_clock(monkeypatch):
    """Set the clock of this process."""

    def set_by(by):
        class Ahead(datetime):
            @classmethod
            def now(cls, tz=None):
                return datetime.now(tz) + by

        monkeypatch.setattr(clock, "datetime", Ahead)

    return set_by


@pytest.fixture
def session(transactional_db):
    return make_session()


@pytest.mark.parametrize("by", [HOUR, -HOUR])
def test_what_is_open_stays_open(session, set_clock, by):
    leader, steadiness = person_named("leader-mx2341"), Steadiness()
    channel = open_channel(person=leader, session_code=session.code, kind=ChannelKind.SFTP, now=utc_now())
    with watched_here(channel) as over:
        set_clock(by)
        assert over.wait_blocking(1.5) is None
        if steadiness.holds(now=utc_now()):  # as the worker asks before it takes anything for dead
            keep_channels(now=utc_now())
        assert over.wait_blocking(1.0) is None
    end_of_watch()


def test_events_keep_their_order(session, set_clock):
    numbers = []
    for lamp, by in enumerate((HOUR, -HOUR, timedelta(0))):
        set_clock(by)
        with transaction.atomic():
            numbers.append(publish(LampSwitchedOn(session=session.code, lamp=lamp)).number)
    assert numbers == [numbers[0], numbers[0] + 1, numbers[0] + 2]


def test_the_record_of_acts_holds_in_the_order_of_the_acts(session, set_clock):
    for by in (HOUR, -HOUR, timedelta(0)):
        set_clock(by)
        record(kind=AuditKind.SIGNED_IN, by="ada", now=utc_now())
    seal()
    assert verify_chain().faults == ()


def test_a_ticket_counts_neither_longer_nor_twice(session, set_clock):
    leader = person_named("leader-mx2341")
    seen, how = session_summary(session.code), {"person": leader, "credential": Credential(), "opens": "x"}
    ahead, good = (give_ticket(session=seen, now=utc_now() + by, **how) for by in (HOUR, timedelta(0)))
    assert take_ticket(text=good, opens="x", now=utc_now()).session == session.code
    set_clock(-HOUR)
    assert [take_ticket(text=text, opens="x", now=utc_now()) for text in (good, ahead)] == [None, None]


def test_a_factor_or_a_question_of_before_the_clock_was_set_back_counts_no_more():
    now = datetime(2026, 5, 6, 12, tzinfo=UTC)
    assert (until(now + HOUR, now=now), until(now, now=now) is None) == (None, False)
    ages = [timedelta(0), LIVES, -HOUR, timedelta(seconds=-30)]
    assert [counts_still(now - age, LIVES, now=now) for age in ages] == [True, False, False, True]


def test_a_code_that_was_used_opens_nothing_when_the_clock_comes_back_to_it(session, set_clock):
    ada = make_person("ada")
    code, now = show_codes(ada)(), utc_now()
    assert take_one_time_code(person_id=ada.pk, code=code, now=now) is True
    set_clock(HOUR)
    assert take_one_time_code(person_id=ada.pk, code=code, now=utc_now()) is False
    set_clock(timedelta(0))
    assert take_one_time_code(person_id=ada.pk, code=code, now=now) is False
