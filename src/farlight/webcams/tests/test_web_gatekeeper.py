"""All views of a process are asked about together: as many questions for many as for one, and each is answered for."""

import asyncio

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from farlight.beamtime.public import Gate, remove_team_member, set_team_member
from farlight.beamtime.types import TeamRole
from farlight.kernel.time import utc_now
from farlight.people.tests.factories import make_person
from farlight.people.types import Credential
from farlight.webcams.public import switch_cameras
from farlight.webcams.types import SwitchState
from farlight.webcams.web import gatekeeper
from farlight.webcams.web.gatekeeper import UNWATCHED, Gatekeeper, Guarded, _looked

pytestmark = pytest.mark.django_db


def a_view(person, session):
    credential = Credential(login="a browser", token="")
    gate = Gate(person=person, credential=credential, session=session.code)
    return Guarded(gate, session.beamline.code, asyncio.Future(loop=asyncio.new_event_loop()))


@pytest.fixture
def team(session):
    people = [make_person(f"member{number}") for number in range(4)]
    for person in people:
        set_team_member(session=session, person=person, role=TeamRole.MEMBER)
    return people


@pytest.fixture(autouse=True)
def _in_the_transaction_of_the_test(monkeypatch):
    monkeypatch.setattr(gatekeeper, "close_old_connections", lambda: None)


def queries_of(views):
    with CaptureQueriesContext(connection) as queries:
        assert _looked(views, utc_now()) == []
    return len(queries)


def test_many_views_are_no_more_questions_than_one(session, ada, team):
    views = [a_view(person, session) for person in (ada, *team)]
    _looked(views, utc_now())  # the first time, the whole policy is asked
    assert queries_of(views) == queries_of(views[:1]) == 2


def test_who_was_removed_is_put_out_without_a_word_and_the_others_stay(session, ada, team):
    views = [a_view(person, session) for person in (ada, *team)]
    assert _looked(views, utc_now()) == []
    remove_team_member(session=session, person=team[1])
    assert _looked(views, utc_now()) == [(views[2], ())]


def test_a_switch_puts_everybody_out_with_its_words(session, ada, team, scientist):
    views = [a_view(person, session) for person in (ada, team[0])]
    now, reason = utc_now(), "People in the hutch"
    switch_cameras(session=session.code, to=SwitchState.OFF, reason=reason, by=scientist, now=now)
    said = {str(*reasons) for _, reasons in _looked(views, utc_now())}
    assert len(said) == 1
    assert reason in said.pop()


def test_a_session_that_is_gone_is_nobodys(session, ada):
    view = a_view(ada, session)
    view.gate.session = "mx0000-9"
    assert _looked([view], utc_now()) == [(view, ())]


@pytest.mark.django_db(transaction=True)
def test_when_the_round_breaks_off_nobody_looks_on(session, ada):
    broken, whole = a_view(ada, session), a_view(ada, session)
    broken.gate.session = []  # which no question takes

    async def both() -> list[str]:
        keeper = Gatekeeper()
        return await asyncio.gather(*(keeper.over(view.gate, view.beamline) for view in (whole, broken)))

    assert asyncio.run(asyncio.wait_for(both(), 10)) == [UNWATCHED, UNWATCHED]
