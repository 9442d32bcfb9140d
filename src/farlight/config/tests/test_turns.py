"""Requests that come in turn."""

import asyncio
import threading

import pytest

from farlight.config import turns
from farlight.config.turns import in_turn
from farlight.kernel.asgi import give_way

WHOLE = {"type": "http.request", "body": b"", "more_body": False}
PART = {"type": "http.request", "body": b"x", "more_body": True}
GONE = {"type": "http.disconnect"}
START, BODY = (
    {"type": "http.response.start", "status": 200},
    {"type": "http.response.body", "body": b"", "more_body": True},
)


class Site:
    """An application that notes who is inside, and answers when it is told to."""

    def __init__(self):
        self.inside, self.most, self.may_answer, self.may_end = [], 0, asyncio.Event(), asyncio.Event()

    async def answer(self, scope, receive, send):
        while (message := await receive()).get("more_body"):
            pass
        if message == GONE:
            return
        self.inside.append(scope["path"])
        self.most = max(self.most, len(self.inside))
        if scope["path"] == "/gives-way":
            await asyncio.create_task(gives_way())
        await self.may_answer.wait()
        self.inside.remove(scope["path"])
        if scope["path"] == "/fails":
            raise ZeroDivisionError
        await send(START)
        await self.may_end.wait()


async def gives_way():
    """As a view does, in a task of the framework's."""
    give_way()
    give_way()


def ask(site, path, *parts, at_once=2):
    """Begin a request; its parts come one after the other, and then nothing."""
    left, sent = list(parts or [WHOLE]), []

    async def receive():
        return left.pop(0) if left else await asyncio.Event().wait()

    async def send(message):
        sent.append(message)

    return asyncio.create_task(in_turn(site.answer, {"path": path}, receive, send, at_once=at_once)), sent


async def settled():
    for _ in range(20):
        await asyncio.sleep(0)


async def test_no_more_are_inside_than_there_is_room_for_and_they_come_in_order():
    site = Site()
    asked = [ask(site, f"/{number}") for number in range(5)]
    await settled()
    assert site.inside == ["/0", "/1"]
    site.may_answer.set()
    await settled()
    assert [sent for _, sent in asked] == [[START]] * 5, "whose answer lasts keeps nobody waiting"
    assert site.most == 2
    site.may_end.set()
    await asyncio.gather(*(task for task, _ in asked))


async def test_who_is_slow_to_arrive_or_goes_away_keeps_nobody_waiting():
    site = Site()
    slow = [ask(site, "/slow", PART) for _ in range(3)]
    gone = [ask(site, "/gone", PART, GONE) for _ in range(3)]
    await settled()
    ask(site, "/whole")
    await settled()
    assert site.inside == ["/whole"]
    await asyncio.gather(*(task for task, _ in gone))
    for task, _ in slow:
        task.cancel()
    site.may_answer.set()
    site.may_end.set()
    await settled()


async def test_a_request_that_fails_or_is_cut_off_makes_room():
    site = Site()
    failing, cut = ask(site, "/fails")[0], ask(site, "/cut")[0]
    waiting, next_one = ask(site, "/waits")[0], ask(site, "/next")
    await settled()
    waiting.cancel()
    cut.cancel()
    await settled()
    assert site.inside == ["/fails", "/cut", "/next"]  # what was cut cannot say that it left
    site.may_answer.set()
    with pytest.raises(ZeroDivisionError):
        await failing
    await settled()
    assert next_one[1] == [START]
    site.most = 0
    more = [ask(site, "/more") for _ in range(2)]
    await settled()
    assert [sent for _, sent in more] == [[START]] * 2
    site.may_end.set()
    await settled()


async def test_parts_of_an_answer_are_passed_on_in_order():
    async def answer(scope, receive, send):
        assert await receive() == WHOLE
        assert await receive() == GONE
        await send(START)
        await send(BODY)

    task, sent = ask(type("Site", (), {"answer": staticmethod(answer)}), "/", WHOLE, GONE)
    await task
    assert sent == [START, BODY]


async def test_who_waits_for_something_else_lets_the_next_one_come():
    site = Site()
    asked = [ask(site, path) for path in ("/gives-way", "/gives-way", "/2", "/3", "/4")]
    await settled()
    assert site.inside == ["/gives-way", "/gives-way", "/2", "/3"]
    site.may_answer.set()
    site.may_end.set()
    await asyncio.gather(*(task for task, _ in asked))


async def test_a_view_lets_the_next_one_come_from_its_own_thread():
    site, goes_on = Site(), threading.Event()

    async def answer(scope, receive, send):
        await receive()
        await asyncio.to_thread(lambda: (give_way(), goes_on.wait(10)))
        await send(START)

    view = type("View", (), {"answer": staticmethod(answer)})
    waiting = [ask(view, "/waits")[0] for _ in range(3)]
    async with asyncio.timeout(5):
        while not site.inside:
            other = ask(site, "/other")[0]
            await asyncio.sleep(0.01)
    site.may_answer.set()
    site.may_end.set()
    goes_on.set()
    await asyncio.gather(*waiting, other)


async def test_a_turn_is_over_after_a_while(monkeypatch):
    monkeypatch.setattr(turns, "LONGEST_S", 0.05)
    site = Site()
    asked = [ask(site, f"/{number}") for number in range(3)]
    await settled()
    assert site.inside == ["/0", "/1"]
    await asyncio.sleep(0.1)
    assert site.inside == ["/0", "/1", "/2"]
    site.may_answer.set()
    site.may_end.set()
    await asyncio.gather(*(task for task, _ in asked))


async def test_outside_of_a_server_nobody_is_in_the_way():
    await asyncio.create_task(gives_way())
