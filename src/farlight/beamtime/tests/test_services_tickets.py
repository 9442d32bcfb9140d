from datetime import timedelta

import pytest

from farlight.beamtime.models import Ticket
from farlight.beamtime.public import give_ticket, session_summary, take_ticket
from farlight.beamtime.services.tickets import TICKET_VALID
from farlight.beamtime.tests.factories import make_session
from farlight.beamtime.types import ShownTicket
from farlight.kernel.time import utc_now
from farlight.people.public import lock_person
from farlight.people.tests.factories import make_person
from farlight.people.types import Credential

pytestmark = pytest.mark.django_db

CAME_WITH = Credential(login="k" * 32)


@pytest.fixture
def ada():
    return make_person("ada")


@pytest.fixture
def session(ada):
    return session_summary(make_session(ada).code)


def give(session, person, opens="camera:hutch", now=None):
    return give_ticket(session=session, person=person, credential=CAME_WITH, opens=opens, now=now or utc_now())


def test_a_ticket_opens_its_channel_once(session, ada):
    now = utc_now()
    text = give(session, ada, now=now)
    shown = ShownTicket(session="mx2341-1", person=ada, credential=CAME_WITH)
    assert [take_ticket(text=text, opens="camera:hutch", now=now) for _ in range(2)] == [shown, None]


def test_nothing_that_people_hold_is_kept(session, ada):
    text = give(session, ada)
    assert text not in str(Ticket.objects.values_list().get())


@pytest.mark.parametrize(("opens", "later"), [("camera:robot", timedelta(0)), ("camera:hutch", TICKET_VALID)])
def test_a_ticket_for_another_channel_or_shown_too_late_is_used_up_for_nothing(session, ada, opens, later):
    now = utc_now()
    text = give(session, ada, now=now)
    assert take_ticket(text=text, opens=opens, now=now + later) is None
    assert take_ticket(text=text, opens="camera:hutch", now=now) is None


def test_who_was_locked_meanwhile_comes_in_no_more(session, ada):
    text = give(session, ada)
    lock_person(person=ada, reason="left")
    assert take_ticket(text=text, opens="camera:hutch", now=utc_now()) is None


@pytest.mark.parametrize("text", ["", "nonsense", "x" * 4000])
def test_what_is_no_ticket_opens_nothing(text):
    assert take_ticket(text=text, opens="camera:hutch", now=utc_now()) is None


def test_what_was_never_shown_is_cleared_away(session, ada):
    now = utc_now()
    give(session, ada, now=now - timedelta(hours=1))
    give(session, ada, now=now)
    assert Ticket.objects.count() == 1
