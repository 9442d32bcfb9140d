"""The state of the beamline in a stream: what changed, at most once a second, to who may see it."""

from datetime import timedelta

import pytest

from farlight.beamlines.public import beamline, record_readings
from farlight.beamtime import status_stream
from farlight.beamtime.public import follow_clock, schedule_session, status_in
from farlight.beamtime.status_stream import StatusCache, StatusFollower
from farlight.beamtime.tests.factories import make_session
from farlight.beamtime.types import AccessMode
from farlight.kernel.errors import NotFound
from farlight.kernel.time import utc_now
from farlight.people.tests.factories import make_person
from tests.system.own_thread import elsewhere

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def session():
    made = make_session(make_person("ada"))
    follow_clock(now=utc_now())
    return made


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    monkeypatch.setattr(status_stream, "status_cache", StatusCache())
    monkeypatch.setattr(status_stream, "READ_EVERY_S", 0.0)


def say(**readings):
    record_readings(beamline_id=beamline("sim1").id, readings=readings, now=utc_now())


async def test_a_stream_hears_everything_once_and_then_changes(session):
    await elsewhere(say, energy_ev=12658.0, sample_mounted="lyso")
    follower = StatusFollower(session.code)
    first = await follower.news()
    assert {v["channel"]: v["written"] for v in first["values"]} == {
        "energy_ev": "12.658\u202fkeV",
        "sample_mounted": "lyso",
    }
    assert await follower.news() is None
    await elsewhere(say, sample_mounted="thau")
    second = await follower.news()
    assert [v["written"] for v in second["values"]] == ["thau"]
    await elsewhere(say)
    third = await follower.news()
    assert (third["values"], third["gone"]) == ([], [])
    assert third["heard_at"] > second["heard_at"]


async def test_what_is_no_more_theirs_goes(session):
    await elsewhere(say, energy_ev=12658.0, ring_current_ma=300.0)
    follower = StatusFollower(session.code)
    await follower.news()
    await elsewhere(_end, session)
    assert (await follower.news())["gone"] == ["energy_ev"]


def _end(session):
    type(session).objects.filter(pk=session.pk).update(state="ended")


async def test_many_streams_of_a_session_read_once(session, monkeypatch):
    asked = []
    monkeypatch.setattr(status_stream, "READ_EVERY_S", 60.0)
    monkeypatch.setattr(status_stream, "status_in", lambda code, now: asked.append((code, now)) or ((), None))
    for _ in range(5):
        await StatusFollower(session.code).news()
    assert [code for code, _ in asked] == [session.code]


def test_a_session_to_come_sees_nothing_of_who_measures_now(session):
    say(sample_mounted="secret", ring_current_ma=300.0)
    start = utc_now() + timedelta(days=1)
    later = schedule_session(
        proposal="mx2341",
        beamline="sim1",
        start=start,
        end=start + timedelta(hours=8),
        access_mode=AccessMode.REMOTE,
    )
    readings, _ = status_in(later.code, now=utc_now())
    assert [reading.channel for reading in readings] == ["ring_current_ma"]
    with pytest.raises(NotFound):
        status_in("mx9999-1", now=utc_now())
