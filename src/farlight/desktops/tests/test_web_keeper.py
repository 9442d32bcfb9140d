"""What those who have desktops open may do is asked for all of them together."""

from contextlib import aclosing
from datetime import timedelta

import pytest

from farlight.beamtime.public import Gate, remove_team_member, set_team_member
from farlight.beamtime.tests.factories import make_session
from farlight.beamtime.types import TeamRole
from farlight.desktops.models import Desktop
from farlight.desktops.queries import Sight
from farlight.desktops.services import viewing
from farlight.desktops.tests.conftest import ROOM, offer
from farlight.desktops.tests.factories import CODE, make_desktop
from farlight.desktops.types import ViewerRole
from farlight.desktops.web import keeper
from farlight.desktops.web.keeper import DesktopKeeper, Watched
from farlight.kernel.time import utc_now
from farlight.people.public import credential_in, issue_token, lock_person, revoke_token, visible_tokens
from farlight.people.tests.factories import make_person
from tests.system.own_thread import elsewhere


@pytest.fixture(autouse=True)
def _in_the_transaction_of_the_test(monkeypatch):
    monkeypatch.setattr(keeper, "close_old_connections", lambda: None)


def with_token(person):
    key = issue_token(person=person, label="desktop", now=utc_now(), valid_for=timedelta(hours=1))
    return credential_in({"Authorization": f"Bearer {key}"}, login=None)


def a_view(person, row, **more):
    gate = Gate(person=person, credential=with_token(person), session=CODE)
    return Watched(Sight(gate=gate, desktop_id=row.pk, **more))


@pytest.fixture
def members(session):
    people = [make_person(f"member{number}") for number in range(10)]
    for person in people:
        set_team_member(session=session, person=person, role=TeamRole.MEMBER)
    return people


def test_however_many_look_the_questions_are_the_same(session, ada, members, django_assert_max_num_queries):
    row, keeper_ = make_desktop(ada), DesktopKeeper()
    views = [a_view(person, row) for person in (ada, *members)]
    keeper_.look_at(views)
    with django_assert_max_num_queries(4):
        keeper_.look_at(views[:1])
    with django_assert_max_num_queries(4):
        keeper_.look_at(views)
    assert {view.standing.over for view in views} == {""}


def test_each_ends_by_what_ends_it_and_hears_why(session, ada, members, lena):
    row, keeper_ = make_desktop(ada), DesktopKeeper()
    removed, locked, signed_out, stays = (a_view(person, row) for person in members[:4])
    small, not_small = a_view(lena, row, is_small=True), a_view(members[3], row, is_small=True)
    views = [removed, locked, signed_out, stays, small, not_small]
    keeper_.look_at(views)
    assert [view.standing.over for view in views[:-1]] == [""] * 5
    assert not not_small.standing.may_look

    remove_team_member(session=session, person=members[0])
    lock_person(person=members[1], reason="left")
    revoke_token(token=visible_tokens(members[2])[0], now=utc_now())
    keeper_.look_at(views)
    assert [bool(view.standing.over) for view in views] == [True, True, True, False, False, True]
    assert [view.standing.may_look for view in views] == [False, False, False, True, True, False]
    assert removed.standing.over == "You may look on no more."
    assert "was revoked" in signed_out.standing.over


def test_who_holds_control_operates_and_a_desktop_that_is_over_says_so(session, ada, bela):
    row, keeper_ = make_desktop(ada), DesktopKeeper()
    row.holder = bela
    row.save()
    views = [a_view(person, row) for person in (ada, bela)]
    keeper_.look_at(views)
    assert [view.standing.role for view in views] == [ViewerRole.OBSERVER, ViewerRole.OPERATOR]
    row.state, row.reason = "ended", "Its program ended."
    row.save()
    keeper_.look_at(views)
    assert {(view.standing.over, view.standing.may_look) for view in views} == {("Its program ended.", True)}


def test_those_who_look_are_said_to_be_alive_together(session, ada, bela, monkeypatch):
    row, said = make_desktop(ada), []
    monkeypatch.setattr(keeper, "STAY_EVERY_S", -1.0)
    monkeypatch.setattr(viewing, "stay", lambda codes, **_: said.append(codes))
    views = [a_view(ada, row, channel="c-1"), a_view(bela, row, channel="c-2"), a_view(ada, row)]
    DesktopKeeper().look_at(views)
    assert said == [["c-1", "c-2"]]


@pytest.mark.django_db(transaction=True)
async def test_standings_come_again_and_again_until_there_is_no_more_to_see(monkeypatch):
    monkeypatch.setattr(keeper, "ASK_EVERY_S", 0.01)
    monkeypatch.setattr(keeper, "FRESH_S", 0.0)
    came = []
    async with aclosing(DesktopKeeper().standings(await elsewhere(_a_sight))) as standings:
        async for standing in standings:
            came.append(standing.over)
            if len(came) == 2:
                await elsewhere(_end_all)
    assert came[:2] == ["", ""]
    assert came[-1] == "The desktop was closed."


def _a_sight():
    session = make_session(make_person("ada"))
    offer(ROOM)
    ada = session.proposal.principal_investigator
    return a_view(ada, make_desktop(ada)).sight


def _end_all():
    Desktop.objects.update(state="ended")
