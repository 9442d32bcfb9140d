"""Looking at many things together."""

import asyncio
import threading
import time

import pytest

from farlight.kernel.together import Together


class Looks:
    """Notes what was looked at; a look lasts until it is let go."""

    def __init__(self):
        self.all, self.began, self.may_end = [], threading.Event(), threading.Event()
        self.may_end.set()

    def look_at(self, items):
        self.all.append(sorted(items))
        self.began.set()
        if not self.may_end.wait(5):
            raise TimeoutError


@pytest.fixture
def looks():
    return Looks()


async def test_those_who_need_a_look_at_the_same_time_share_one(looks):
    together = Together(looks.look_at)
    for item in "abc":
        together.join(item)
    since_s = time.monotonic()
    await asyncio.gather(*(together.seen(item, since_s=since_s) for item in "abc"))
    await together.seen("b", since_s=since_s)
    assert looks.all == [["a", "b", "c"]]


async def test_what_was_just_seen_is_not_looked_at_again(looks):
    together = Together(looks.look_at)
    since_s = time.monotonic()
    together.join("a")
    await together.seen("a", since_s=since_s)
    assert looks.all == []


async def test_a_look_that_began_too_early_is_not_enough(looks):
    together = Together(looks.look_at)
    together.join("a")
    looks.may_end.clear()
    first = asyncio.create_task(together.seen("a", since_s=time.monotonic()))
    await asyncio.to_thread(looks.began.wait, 5)
    together.join("b")
    second = asyncio.create_task(together.seen("b", since_s=time.monotonic()))
    await asyncio.sleep(0.01)
    assert not second.done()
    looks.may_end.set()
    await asyncio.gather(first, second)
    assert looks.all == [["a"], ["a", "b"]]


async def test_who_leaves_is_not_waited_for_nor_looked_at(looks):
    together = Together(looks.look_at)
    leave = together.join("a")
    together.join("b")
    leave()
    leave()
    await together.seen("a", since_s=time.monotonic() + 1)
    await together.seen("b", since_s=time.monotonic())
    assert looks.all == [["b"]]


async def test_who_leaves_while_it_is_looked_at_is_forgotten(looks):
    together = Together(looks.look_at)
    leave = together.join("a")
    together.join("b")
    looks.may_end.clear()
    looking = asyncio.create_task(together.seen("b", since_s=time.monotonic()))
    await asyncio.to_thread(looks.began.wait, 5)
    leave()
    looks.may_end.set()
    await looking
    await together.seen("b", since_s=time.monotonic())
    assert looks.all == [["a", "b"], ["b"]]


async def test_who_is_cut_off_leaves_the_look_to_the_others(looks):
    together = Together(looks.look_at)
    for item in "ab":
        together.join(item)
    looks.may_end.clear()
    first, second = (asyncio.create_task(together.seen(item, since_s=time.monotonic())) for item in "ab")
    await asyncio.to_thread(looks.began.wait, 5)
    first.cancel()
    looks.may_end.set()
    await second
    assert first.cancelled()
    assert looks.all[0] == ["a", "b"]


async def test_a_look_that_fails_fails_for_all_and_the_next_is_a_new_one():
    calls = []

    def look_at(items):
        calls.append(items)
        if len(calls) == 1:
            raise ZeroDivisionError

    together = Together(look_at)
    for item in "ab":
        together.join(item)
    since_s = time.monotonic()
    found = await asyncio.gather(*(together.seen(i, since_s=since_s) for i in "ab"), return_exceptions=True)
    assert [type(fault) for fault in found] == [ZeroDivisionError] * 2
    await together.seen("a", since_s=since_s)
    assert len(calls) == 2
