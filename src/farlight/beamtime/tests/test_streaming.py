"""The stream by itself: what the whole application's tests cannot reach at a chosen moment."""

import asyncio
import json
from datetime import timedelta

import pytest
from django.db import transaction

from farlight.beamtime import stream_keeper, streaming
from farlight.beamtime.models import Presence
from farlight.beamtime.public import raise_rights_to_come, remove_team_member, set_team_member
from farlight.beamtime.streaming import open_stream
from farlight.beamtime.tests.factories import make_session
from farlight.beamtime.types import TeamRole
from farlight.bus.public import newest_number, publish, watch
from farlight.bus.tests.lamps import LampSwitchedOn
from farlight.kernel.time import utc_now
from farlight.people.public import credential_in, issue_token
from farlight.people.tests.factories import claim_roles, make_person
from tests.system.own_thread import elsewhere

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
async def _nothing_stays_open(monkeypatch):
    monkeypatch.setattr(streaming, "RELOAD_S", 0)
    yield
    await others_to_end()
    watch.stop()


async def others_to_end():
    await asyncio.gather(*(asyncio.all_tasks() - {asyncio.current_task()}))


@pytest.fixture
def session(transactional_db):
    return make_session()


@pytest.fixture
def observer(session):
    observer = make_person("observer")
    set_team_member(session=session, person=observer, role=TeamRole.OBSERVER)
    return observer


@pytest.fixture
def credential(observer):
    key = issue_token(person=observer, label="my script", now=utc_now())
    return credential_in({"Authorization": f"Bearer {key}"}, login=None)


def switch_on(session, lamps):
    with transaction.atomic():
        for lamp in range(lamps):
            publish(LampSwitchedOn(session=session.code, lamp=lamp))


def kind_of(line):
    return next(part.removeprefix("event: ") for part in line.decode().splitlines() if part.startswith("event: "))


async def test_access_that_ends_in_the_middle_of_what_was_missed_ends_the_stream_there(
    session, observer, credential, monkeypatch
):
    monkeypatch.setattr(stream_keeper, "ASK_AGAIN_S", 0)
    before = await elsewhere(newest_number, session.code)
    await elsewhere(switch_on, session, 5)
    stream = await elsewhere(open_stream, observer, credential, session.code, str(before))
    lines = stream.lines()
    assert await anext(lines) == b"retry: 1000\n\n"
    assert [kind_of(await anext(lines)) for _ in range(2)] == ["lamp-switched-on"] * 2
    await elsewhere(remove_team_member, session=session, person=observer)
    rest = [line async for line in lines]
    assert [kind_of(line) for line in rest] == ["access-ended"]
    assert json.loads(rest[0].split(b"data: ")[1]) == {"session": session.code, "reasons": []}


async def test_a_stream_says_now_and_then_that_it_is_alive(session, observer, credential, monkeypatch):
    monkeypatch.setattr(stream_keeper, "ASK_AGAIN_S", 0)
    monkeypatch.setattr(stream_keeper, "STAY_EVERY_S", -1.0)
    stream = await elsewhere(open_stream, observer, credential, session.code, "")
    lines = stream.lines()
    await anext(lines)
    arrived = (await elsewhere(Presence.objects.get)).seen_at
    while kind_of(await anext(lines)) != "heartbeat":
        pass
    assert (await elsewhere(Presence.objects.get)).seen_at > arrived
    await lines.aclose()
    await others_to_end()
    assert not await elsewhere(Presence.objects.exists)


async def test_a_heartbeat_says_when_other_things_may_be_opened(session, observer, credential, monkeypatch):
    monkeypatch.setattr(stream_keeper, "ASK_AGAIN_S", 0)
    stream = await elsewhere(open_stream, observer, credential, session.code, "")
    lines = stream.lines()

    async def beat():
        while kind_of(line := await anext(lines)) != "heartbeat":
            pass
        return json.loads(line.split(b"data: ")[1])["rights"]

    await anext(lines)
    before = await beat()
    assert await beat() == before
    await elsewhere(raise_rights_to_come)
    assert await beat() == before + 1
    await lines.aclose()
    await others_to_end()


async def test_a_stream_ends_when_the_role_lapses_by_which_one_sees_the_session(session, monkeypatch):
    monkeypatch.setattr(stream_keeper, "ASK_AGAIN_S", 0)
    claims = await elsewhere(make_person, "claims")
    lapses_at = utc_now() + timedelta(seconds=2)
    await elsewhere(claim_roles, claims, "safety", lapses_at=lapses_at)
    key = await elsewhere(issue_token, person=claims, label="x", now=utc_now())
    credential = credential_in({"Authorization": f"Bearer {key}"}, login=None)
    stream = await elsewhere(open_stream, claims, credential, session.code, "")
    kinds = [kind_of(line) async for line in stream.lines() if line != b"retry: 1000\n\n"]
    assert (kinds.count("heartbeat") > 1, kinds[-1]) == (True, "access-ended")
    assert utc_now() - lapses_at < timedelta(seconds=2)
