import asyncio
import threading
import time

import pytest
from django.db import OperationalError, connections, transaction

from farlight.bus import watch as watch_module
from farlight.bus.public import publish, wait_for_news
from farlight.bus.public import watch as shared_watch
from farlight.bus.tests.lamps import LampSwitchedOn
from farlight.bus.watch import Watch

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def watch():
    found = Watch()
    yield found
    found.stop()


def publish_elsewhere(delay_s=0.05):
    """Publish from another thread, as another process would."""

    def act():
        time.sleep(delay_s)
        with transaction.atomic():
            publish(LampSwitchedOn(session="mx1-1", lamp=1))
        connections.close_all()

    thread = threading.Thread(target=act)
    thread.start()
    return thread


def settled(watch):
    """The count after the watch has begun and told so."""
    count = watch.wait(None, 0)
    while (now := watch.wait(count, 0.3)) != count:
        count = now
    return count


def test_news_wake_whoever_waits(watch):
    before = settled(watch)
    publisher = publish_elsewhere()
    began = time.monotonic()
    assert watch.wait(before, 10) > before
    assert time.monotonic() - began < 5
    publisher.join()


def test_without_news_the_time_passes(watch):
    before = settled(watch)
    assert watch.wait(before, 0.1) == before


def test_what_came_while_nobody_waited_is_not_missed(watch):
    before = settled(watch)
    publish_elsewhere(0).join()
    assert watch.wait(before, 10) > before


def test_a_rollback_is_no_news(watch):
    before = settled(watch)

    def act():
        with transaction.atomic():
            publish(LampSwitchedOn(session="mx1-1", lamp=1))
            transaction.set_rollback(True)
        connections.close_all()

    thread = threading.Thread(target=act)
    thread.start()
    thread.join()
    assert watch.wait(before, 0.3) == before


async def test_event_loops_are_woken_until_they_are_forgotten(watch):
    wake, key = asyncio.Event(), object()
    watch.listen(key, wake)
    await asyncio.to_thread(settled, watch)
    wake.clear()
    await asyncio.to_thread(lambda: publish_elsewhere(0).join())
    await asyncio.wait_for(wake.wait(), 10)
    watch.forget(key)
    watch.forget(key)
    await asyncio.to_thread(settled, watch)
    wake.clear()
    await asyncio.to_thread(lambda: publish_elsewhere(0).join())
    await asyncio.to_thread(settled, watch)
    assert not wake.is_set()


def test_a_loop_that_is_closed_harms_nobody(watch):
    async def listen():
        watch.listen(object(), asyncio.Event())

    asyncio.run(listen())
    before = settled(watch)
    publish_elsewhere(0).join()
    assert watch.wait(before, 10) > before


def test_stopping_lets_those_who_wait_go(watch):
    before = settled(watch)
    waiting = threading.Thread(target=watch.wait, args=(before, 30))
    waiting.start()
    watch.stop()
    waiting.join(5)
    assert not waiting.is_alive()
    Watch().stop()


def test_a_lost_database_is_found_again(watch, monkeypatch):
    monkeypatch.setattr(watch_module, "RECONNECT_S", 0.01)
    calls = []

    def lose_once(self):
        calls.append(1)
        if len(calls) == 1:
            raise OperationalError("the server went away")
        self._stopping = True

    for look in ("_look_at_sqlite", "_listen_to_postgresql"):
        monkeypatch.setattr(Watch, look, lose_once)
    before = watch.wait(None, 0)
    assert watch.wait(before, 5) > before
    for _ in range(500):
        if len(calls) == 2:
            break
        time.sleep(0.01)
    assert len(calls) == 2


def test_the_door_gives_the_watch_of_the_process():
    try:
        count = wait_for_news(None, 0)
        assert wait_for_news(count, 0.2) >= count
    finally:
        shared_watch.stop()
