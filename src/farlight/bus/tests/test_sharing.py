"""What streams share gives each of them exactly what it would have read itself, for one query."""

import asyncio

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from farlight.bus import sharing
from farlight.bus.public import entries_after, publish
from farlight.bus.sharing import SharedLog, shared_log
from farlight.bus.tests.lamps import LampSwitchedOn

pytestmark = pytest.mark.django_db(transaction=True)


class Counter:
    """News that a test tells of."""

    count = 0


def switch_on(first, last, session="mx1-1"):
    for lamp in range(first, last + 1):
        with transaction.atomic():
            publish(LampSwitchedOn(session=session, lamp=lamp))


@pytest.fixture
def news():
    return Counter()


def lamps_of(entries):
    return [entry.body["lamp"] for entry in entries]


async def read(log, number, *, limit=500, session="mx1-1"):
    return lamps_of(await log.entries_after(session, number, limit=limit))


async def publish_and_tell(news, first, last, **more):
    await sync_to_async(switch_on)(first, last, **more)
    news.count += 1


async def test_everybody_gets_what_came_after_their_number(news):
    log = SharedLog(news)
    log.follow("mx1-1")
    await publish_and_tell(news, 1, 5)
    assert await read(log, 5) == []
    assert await read(log, 3) == [4, 5]
    assert await read(log, 0) == [1, 2, 3, 4, 5]
    await publish_and_tell(news, 6, 7)
    assert await read(log, 5) == [6, 7]
    assert await read(log, 0, limit=2) == [1, 2]


async def test_fifty_streams_cost_what_one_does(news, monkeypatch):
    log = SharedLog(news)
    log.follow("mx1-1")
    asked = []

    def counted(*args, **kwargs):
        asked.append(args)
        return entries_after(*args, **kwargs)

    monkeypatch.setattr(sharing, "entries_after", counted)
    for number in range(3):
        await publish_and_tell(news, number, number)
        found = await asyncio.gather(*(read(log, number) for _ in range(50)))
        assert found == [[number]] * 50
    assert len(asked) == 3


async def test_other_sessions_cost_one_query_in_all_and_no_reading(news):
    log = SharedLog(news)
    for session in ("mx1-1", "mx2-1", "mx3-1"):
        log.follow(session)
    await publish_and_tell(news, 1, 1, session="mx3-1")

    def ask():
        with CaptureQueriesContext(connection) as queries:
            found = sharing.newest_numbers(("mx1-1", "mx2-1", "mx3-1"))
        return found, len(queries)

    assert await sync_to_async(ask)() == ({"mx1-1": 0, "mx2-1": 0, "mx3-1": 1}, 1)
    assert await read(log, 0) == []
    assert await read(log, 0, session="mx3-1") == [1]


async def test_who_is_far_behind_reads_alone(news, monkeypatch):
    monkeypatch.setattr(sharing, "KEPT", 4)
    log = SharedLog(news)
    log.follow("mx1-1")
    await publish_and_tell(news, 1, 10)
    assert await read(log, 9) == [10]
    assert await read(log, 0) == list(range(1, 11))
    assert await read(log, 0, limit=3) == [1, 2, 3]
    await publish_and_tell(news, 11, 30)
    assert await read(log, 10) == list(range(11, 31))


async def test_a_stream_that_nobody_follows_any_more_is_forgotten(news):
    log = SharedLog(news)
    one, other = log.follow("mx1-1"), log.follow("mx1-1")
    await publish_and_tell(news, 1, 1)
    assert await read(log, 0) == [1]
    one()
    await publish_and_tell(news, 2, 2)
    assert await read(log, 1) == [2]
    other()
    assert (log._tails, log._newest, log._followers) == ({}, {}, {})
    log.follow("mx1-1")
    assert await read(log, 1) == [2]


async def test_a_stream_that_is_followed_later_gets_what_it_missed_without_news(news):
    log = SharedLog(news)
    log.follow("mx1-1")
    await publish_and_tell(news, 1, 1)
    await publish_and_tell(news, 7, 8, session="mx2-1")
    assert await read(log, 0) == [1]
    log.follow("mx2-1")
    assert await read(log, 0, session="mx2-1") == [7, 8]


async def test_streams_of_one_loop_share_one_log():
    assert shared_log() is shared_log()
