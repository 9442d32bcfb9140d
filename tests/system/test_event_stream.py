"""The event stream, through the whole ASGI application."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session as Login
from django.db import transaction
from django.test import Client

from farlight.beamtime import streaming
from farlight.beamtime.models import Presence
from farlight.beamtime.public import remove_team_member, set_team_member
from farlight.beamtime.tests.factories import make_session
from farlight.beamtime.types import TeamRole
from farlight.bus.public import newest_number, publish, watch
from farlight.bus.tests.lamps import LampSwitchedOn
from farlight.kernel.time import utc_now
from farlight.people.models import ApiToken
from farlight.people.public import issue_token, lock_person, revoke_token, set_roles
from farlight.people.tests.factories import make_person
from farlight.proposals.public import set_members
from tests.system.asgi_client import Exchange
from tests.system.own_thread import elsewhere

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _leaving_is_told_at_once(monkeypatch):
    monkeypatch.setattr(streaming, "RELOAD_S", 0.0)


@pytest.fixture(autouse=True)
async def _nothing_stays_open():
    yield
    await Exchange.end_all()
    watch.stop()


class World:
    """A session, its people and their keys."""

    def __init__(self):
        self.session = make_session(make_person("ada"), members=[make_person("of-group")])
        self.code = self.session.code
        set_team_member(session=self.session, person=make_person("observer"), role=TeamRole.OBSERVER)
        make_person("scientist", "beamline_scientist", beamline="sim1")
        make_person("rival")

    def person(self, name):
        return type(self.session.proposal.principal_investigator).objects.get(username=name)

    def key_of(self, name):
        return issue_token(person=self.person(name), label="test", now=utc_now(), valid_for=timedelta(days=1))

    def switch_on(self, *lamps):
        with transaction.atomic():
            for lamp in lamps:
                publish(LampSwitchedOn(session=self.code, lamp=lamp))


@pytest.fixture
def world(transactional_db):
    return World()


async def open_stream(world, name="ada", last=None, path="/api/v1/sessions/{code}/events"):
    key = await elsewhere(world.key_of, name)
    headers = {"Authorization": f"Bearer {key}", **({"Last-Event-ID": str(last)} if last is not None else {})}
    return await Exchange(path.format(code=world.code), headers).begin()


def lamps_in(messages):
    return [message.data["body"]["lamp"] for message in messages if message.event == "lamp-switched-on"]


async def test_what_happens_comes_at_once_with_all_that_is_known(world):
    stream = await open_stream(world)
    assert (stream.status, stream.headers["Content-Type"], stream.headers["Cache-Control"]) == (
        200,
        "text/event-stream",
        "no-store",
    )
    (arrival,) = await stream.messages(1)
    assert (arrival.event, arrival.data["body"]["online"]) == ("presence-changed", ["Ada Tester"])
    await elsewhere(world.switch_on, 7)
    (message,) = await stream.messages(1)
    assert (message.event, message.number) == ("lamp-switched-on", arrival.number + 1)
    assert {name: message.data[name] for name in ("number", "kind", "by", "body")} == {
        "number": message.number,
        "kind": "lamp-switched-on",
        "by": None,
        "body": {"session": world.code, "lamp": 7, "bulb": None},
    }
    await stream.leave()


async def test_what_was_missed_comes_first_in_order_and_once(world):
    newest = await elsewhere(newest_number, world.code)
    await elsewhere(world.switch_on, *range(1, 6))
    stream = await open_stream(world, last=newest + 2)
    messages = await stream.messages(4)
    assert [m.number for m in messages] == [newest + 3, newest + 4, newest + 5, newest + 6]
    assert lamps_in(messages) == [3, 4, 5]
    await elsewhere(world.switch_on, 6)
    assert lamps_in(await stream.messages(1)) == [6]
    await stream.leave()


async def test_a_long_absence_is_made_up_for(world):
    newest = await elsewhere(newest_number, world.code)
    await elsewhere(world.switch_on, *range(1100))
    stream = await open_stream(world, last=newest)
    assert lamps_in(await stream.messages(1101, timeout_s=60)) == list(range(1100))
    await stream.leave()


async def test_a_line_that_breaks_again_and_again_loses_and_doubles_nothing(world):
    newest = last = await elsewhere(newest_number, world.code)
    done = asyncio.Event()

    async def keep_publishing():
        for lamp in range(40):
            await elsewhere(world.switch_on, lamp)
        done.set()

    publishing = asyncio.create_task(keep_publishing())
    numbers, lamps = [], []
    while not done.is_set() or lamps[-1:] != [39]:
        stream = await open_stream(world, last=last)
        for message in await stream.messages(3):
            numbers.append(message.number)
            lamps += lamps_in([message])
            last = message.number
        await stream.leave()
    await publishing
    assert lamps == list(range(40))
    assert numbers == list(range(newest + 1, newest + 1 + len(numbers)))


@pytest.mark.parametrize("last", ["", "nonsense", "-1", "\u00b2", "9" * 5000, 10**9])
async def test_nonsense_begins_with_what_happens_next(world, last):
    await elsewhere(world.switch_on, 1)
    stream = await open_stream(world, path="/api/v1/sessions/{code}/events?last_event_id=" + str(last))
    (arrival,) = await stream.messages(1)
    assert arrival.event == "presence-changed"
    await stream.leave()


async def test_silence_has_a_heartbeat_each_second(world):
    stream = await open_stream(world)
    beats = [m for m in await stream.messages(4, heartbeats=True) if m.event == "heartbeat"]
    assert len(beats) >= 3
    assert beats[-1].data["newest"] == await elsewhere(newest_number, world.code)
    assert beats[-1].number is None
    await stream.leave()


ENDINGS = {
    "leaves the team": ("observer", lambda w: remove_team_member(session=w.session, person=w.person("observer"))),
    "is locked": ("ada", lambda w: lock_person(person=w.person("ada"), reason="test")),
    "leaves the group": ("of-group", lambda w: set_members(proposal=w.session.proposal, members=[])),
    "loses a role": ("scientist", lambda w: set_roles(person=w.person("scientist"), roles=())),
}


@pytest.mark.parametrize("why", ENDINGS)
async def test_the_stream_ends_within_two_seconds_when_somebody(world, why):
    name, act = ENDINGS[why]
    stream = await open_stream(world, name)
    await stream.messages(1)
    began = time.monotonic()
    await elsewhere(act, world)
    acted_s = time.monotonic() - began
    await elsewhere(world.switch_on, 99)
    messages = await stream.messages(100)
    assert time.monotonic() - began - acted_s < 2
    assert messages[-1].event == "access-ended"
    assert (stream.is_over, (await open_stream(world, name)).status) == (True, 401 if why == "is locked" else 404)


def revoke_key(world, name):
    for token in ApiToken.objects.filter(person__username=name):
        revoke_token(token=token, now=utc_now())


def let_key_expire(world, name):
    ApiToken.objects.filter(person__username=name).update(expires_at=datetime(2026, 1, 2, 3, 4, tzinfo=UTC))


def remove_key(world, name):
    world.person(name).tokens.all().delete()


TOKEN_ENDINGS = {
    "revoked": (revoke_key, "The token “test” was revoked."),
    "expired": (let_key_expire, "The token “test” expired on 02 January 2026 at 03:04 UTC."),
    "removed": (remove_key, "The token is gone."),
}


@pytest.mark.parametrize("how", TOKEN_ENDINGS)
async def test_a_stream_ends_with_its_token_and_says_what_to_do(world, how):
    act, said = TOKEN_ENDINGS[how]
    stream, of_another = await open_stream(world, "observer"), await open_stream(world, "ada")
    began = time.monotonic()
    await elsewhere(act, world, "observer")
    acted_s = time.monotonic() - began
    messages = await stream.messages(100)
    assert time.monotonic() - began - acted_s < 2
    reason = {"message": said, "mend": "Make a new one.", "who": "", "field": "", "link": "/account/tokens/"}
    reason |= {"comes_back": False}
    assert (messages[-1].event, messages[-1].data) == ("access-ended", {"session": world.code, "reasons": [reason]})
    await elsewhere(world.switch_on, 3)
    while lamps_in(await of_another.messages(1)) != [3]:
        pass
    await of_another.leave()


async def test_who_may_not_know_of_the_session_any_more_is_told_nothing(world):
    stream = await open_stream(world, "observer")

    def act():
        with transaction.atomic():
            revoke_key(world, "observer")
            remove_team_member(session=world.session, person=world.person("observer"))

    await elsewhere(act)
    assert (await stream.messages(100))[-1].data == {"session": world.code, "reasons": []}


async def test_a_browsers_stream_ends_with_its_login(world):
    cookies = await elsewhere(log_in, world, "ada")
    stream = await Exchange(f"/api/v1/sessions/{world.code}/events", {"Cookie": cookies}).begin()
    assert (stream.status, (await stream.messages(1))[0].event) == (200, "presence-changed")
    await elsewhere(Login.objects.all().delete)
    last = (await stream.messages(100))[-1]
    assert (last.event, [reason["message"] for reason in last.data["reasons"]]) == (
        "access-ended",
        ["You have logged out."],
    )


def log_in(world, name):
    client = Client()
    client.force_login(world.person(name))
    return f"sessionid={client.cookies['sessionid'].value}"


async def test_others_keep_their_streams(world):
    leaving, staying = await open_stream(world, "observer"), await open_stream(world, "ada")
    await elsewhere(ENDINGS["leaves the team"][1], world)
    assert (await leaving.messages(100))[-1].event == "access-ended"
    await elsewhere(world.switch_on, 5)
    while lamps_in(await staying.messages(1)) != [5]:
        pass
    await staying.leave()


async def test_forbidden_and_unknown_are_the_same_problem(world):
    forbidden = await open_stream(world, "rival")
    unknown = await open_stream(world, "rival", path="/api/v1/sessions/mx7777-1/events")
    bodies = [await exchange.body() for exchange in (forbidden, unknown)]
    assert (forbidden.status, forbidden.headers["Content-Type"]) == (404, "application/problem+json")
    assert forbidden.headers | {"Content-Length": ""} == unknown.headers | {"Content-Length": ""}
    assert bodies[0].replace(world.code.encode(), b"mx7777-1") == bodies[1]


async def test_a_stranger_is_asked_who_it_is(world):
    exchange = await Exchange(f"/api/v1/sessions/{world.code}/events").begin()
    assert (exchange.status, world.code.encode() in (await exchange.body()).replace(b"/sessions/mx2341-1", b"")) == (
        401,
        False,
    )


async def test_who_is_online_is_known_while_the_line_holds(world):
    ada, observer = await open_stream(world, "ada"), await open_stream(world, "observer")
    names = [m.data["body"]["online"] for m in await ada.messages(2)]
    assert names == [["Ada Tester"], ["Ada Tester", "Observer Tester"]]
    await observer.leave()
    (message,) = await ada.messages(1)
    assert message.data["body"]["online"] == ["Ada Tester"]
    await ada.leave()
    await asyncio.sleep(0.5)
    assert not await elsewhere(Presence.objects.exists)


async def test_turning_a_page_tells_nobody(world, monkeypatch):
    monkeypatch.setattr(streaming, "RELOAD_S", 1.0)
    observer = await open_stream(world, "observer")
    await observer.messages(1)
    for _ in range(3):
        page = await open_stream(world, "ada")
        await page.messages(1, heartbeats=True)
        await page.leave()
    await asyncio.sleep(1.5)
    told = [m.data["body"]["online"] for m in await observer.messages(2)]
    assert told == [["Ada Tester", "Observer Tester"], ["Observer Tester"]]
    await observer.leave()
