"""Whatever is open is over within two seconds of what ends it: survivors are counted, and there are none."""

import asyncio
import time
from contextlib import AsyncExitStack, ExitStack
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.db import OperationalError, connections
from django.test import Client

from farlight.beamtime.public import change_state, move_session, remove_team_member, session_row, set_team_member
from farlight.beamtime.tests.factories import make_session
from farlight.beamtime.types import SessionState, TeamRole
from farlight.kernel.time import utc_now
from farlight.leases import watching
from farlight.leases.models import OpenChannel
from farlight.leases.public import close_channel, close_channels, open_channel, watched, watched_here
from farlight.leases.types import ChannelKind, Ending
from farlight.people.public import (
    credential_in,
    issue_token,
    lock_person,
    person_named,
    revoke_token,
    token_for,
    visible_tokens,
)
from farlight.people.tests.factories import make_person
from farlight.people.types import Credential

WITHIN_S = 2.0
LOGIN = "allauth.account.auth_backends.AuthenticationBackend"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def session(transactional_db):
    return make_session()


@pytest.fixture
def ben(session):
    person = make_person("ben")
    set_team_member(session=session, person=person, role=TeamRole.MEMBER)
    return person


def open_all(stack, person, session, credential=None):
    now = utc_now()
    opened = [open_channel(person=person, session_code=session.code, kind=kind, now=now) for kind in ChannelKind]
    return [(one.kind, stack.enter_context(watched_here(one, credential))) for one in opened]


def survivors_after(overs):
    """Those that are not over two seconds from now."""
    until_s = time.monotonic() + WITHIN_S
    return [kind for kind, over in overs if over.wait_blocking(max(0, until_s - time.monotonic())) is None]


def removed(session, ben):
    remove_team_member(session=session, person=ben)


def locked(session, ben):
    lock_person(person=ben, reason="left")


def closed_by_staff(session, ben):
    close_channels(session=session.code, by=make_person("boss", "administrator"), person=ben, now=utc_now())


def cancelled_group(session, ben):
    remove_team_member(session=session_row(session.code), person=ben)


@pytest.mark.parametrize(
    ("revoke", "ending"),
    [(removed, Ending.RIGHTS), (locked, Ending.LOCKED), (closed_by_staff, Ending.CLOSED)],
)
def test_nothing_of_a_person_survives_and_others_stay(session, ben, revoke, ending):
    leader = person_named("leader-mx2341")
    with ExitStack() as stack:
        his, hers = open_all(stack, ben, session), open_all(stack, leader, session)
        revoke(session, ben)
        assert survivors_after(his) == []
        assert {over.ending for _, over in his} == {ending}
        assert [over.ending for _, over in hers] == [None] * len(ChannelKind)
    rows = OpenChannel.objects
    assert rows.filter(closed_at=None).count() == 0
    assert set(rows.filter(person_id=ben.pk).values_list("ending", flat=True)) == {ending.value}
    assert set(rows.filter(person_id=leader.pk).values_list("ending", flat=True)) == {"left"}


def test_when_the_session_ends_only_its_files_stay_open(session, ben):
    with ExitStack() as stack:
        overs = open_all(stack, ben, session)
        now = utc_now()
        move_session(session=session, start=now - timedelta(hours=9), end=now - timedelta(hours=1))
        change_state(session=session_row(session.code), to=SessionState.ENDED)
        left = survivors_after(overs)
    assert left == [ChannelKind.SFTP, ChannelKind.NOTEBOOK, ChannelKind.DOWNLOADS]


def test_the_clock_alone_ends_control(session, ben):
    end = utc_now() + timedelta(seconds=1.2)
    move_session(session=session, start=session.start, end=end)
    opened = open_channel(person=ben, session_code=session.code, kind=ChannelKind.CONTROL, now=utc_now())
    with watched_here(opened) as over:
        assert over.wait_blocking(0.6) is None
        assert over.wait_blocking(0.6 + WITHIN_S) is Ending.TIME
    assert utc_now() - end < timedelta(seconds=WITHIN_S)


def test_a_token_and_a_login_take_what_they_opened_along(session, ben):
    key = issue_token(person=ben, label="x", now=utc_now())
    browser = Client()
    browser.force_login(ben, backend=LOGIN)
    with ExitStack() as stack:
        by_token = open_all(stack, ben, session, credential_in({"Authorization": f"Bearer {key}"}, login=None))
        by_login = open_all(stack, ben, session, Credential(login=browser.session.session_key))
        token = token_for(ben, visible_tokens(ben).get().code)
        revoke_token(token=token, now=utc_now())
        assert survivors_after(by_token) == []
        assert {over.ending for _, over in by_login} == {None}
        browser.logout()
        assert survivors_after(by_login) == []
    assert {over.ending for _, over in [*by_token, *by_login]} == {Ending.SIGNED_OUT}


def test_a_channel_whose_row_is_gone_is_over(session, ben):
    opened = open_channel(person=ben, session_code=session.code, kind=ChannelKind.SSH, now=utc_now())
    with watched_here(opened) as over:
        OpenChannel.objects.all().delete()
        assert over.wait_blocking(WITHIN_S) is Ending.CLOSED


def test_who_cannot_be_asked_about_is_not_let_stay(session, ben, monkeypatch):
    def silent(*_):
        raise OperationalError("the database does not answer")

    monkeypatch.setattr(watching, "rights_numbers", silent)
    monkeypatch.setattr(watching, "BLIND_S", 0.8)
    opened = open_channel(person=ben, session_code=session.code, kind=ChannelKind.SFTP, now=utc_now())
    with watched_here(opened) as over:
        assert (over.wait_blocking(0.3), over.wait_blocking(WITHIN_S)) == (None, Ending.UNSEEN)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_nothing_stays_open_when_the_watch_itself_fails(session, ben, monkeypatch):
    def broken(*_):
        raise ValueError("nobody thought of this")

    monkeypatch.setattr(watching, "rights_numbers", broken)
    opened = open_channel(person=ben, session_code=session.code, kind=ChannelKind.SFTP, now=utc_now())
    with watched_here(opened) as over:
        assert over.wait_blocking(WITHIN_S) is Ending.UNSEEN


def test_the_watch_says_that_its_process_lives(session, ben, monkeypatch):
    monkeypatch.setattr(watching, "STAY_EVERY_S", -1)
    opened = open_channel(
        person=ben, session_code=session.code, kind=ChannelKind.SFTP, now=utc_now() - timedelta(minutes=5)
    )
    with watched_here(opened) as over:
        over.wait_blocking(0.8)
        row = OpenChannel.objects.get(code=opened.code)
        assert utc_now() - row.seen_at < timedelta(seconds=5)


async def test_event_loops_are_woken_too(session, ben):
    opened = await sync_to_async(open_channel)(
        person=ben, session_code=session.code, kind=ChannelKind.WEBCAM, now=utc_now()
    )
    async with AsyncExitStack() as stack:
        over = await stack.enter_async_context(watched(opened))
        waiting = [asyncio.create_task(over.wait()) for _ in range(2)]
        await asyncio.sleep(0)
        await sync_to_async(close_channel)(opened.code, now=utc_now(), why=Ending.CLOSED)
        assert await asyncio.wait_for(asyncio.gather(*waiting), WITHIN_S) == [Ending.CLOSED] * 2
        assert await over.wait() is Ending.CLOSED
        over.end(Ending.LOST)
        assert over.ending is Ending.CLOSED
    await asyncio.to_thread(connections.close_all)
