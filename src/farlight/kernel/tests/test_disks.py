"""Who waits for a disk waits by themselves, and what was opened is let go of."""

import asyncio
import gc
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from farlight.kernel import disks
from farlight.kernel.disks import THREADS, DiskHangs, asked_of_disk, disk_of


@contextmanager
def opened(told: list[str], may_open: threading.Event) -> Iterator[int]:
    may_open.wait(10)
    told.append("opened")
    try:
        yield 7
    finally:
        told.append("let go")


async def test_a_disk_that_hangs_holds_up_nobody_elsewhere() -> None:
    goes_on, one, other = threading.Event(), disk_of("mx1-1"), disk_of("mx1-2")
    hanging = [asyncio.ensure_future(one.run(goes_on.wait, 10)) for _ in range(THREADS + 1)]
    assert await asyncio.wait_for(other.run(lambda word: word, "answer"), 5) == "answer"
    assert {task.done() for task in hanging} == {False}
    assert disk_of("mx1-1") is one
    goes_on.set()
    assert await asyncio.gather(*hanging) == [True] * (THREADS + 1)


async def test_what_is_opened_is_let_go_of_whatever_ends_it() -> None:
    told: list[str] = []
    disk, at_once = disk_of("mx1-1"), threading.Event()
    at_once.set()
    async with disk.holding(opened(told, at_once)) as found:
        assert (found, told) == (7, ["opened"])
    assert told == ["opened", "let go"]
    with pytest.raises(ValueError, match="wrong"):
        async with disk.holding(opened(told, at_once)):
            raise ValueError("wrong")
    assert told == ["opened", "let go"] * 2


async def test_who_is_cut_while_it_opens_leaves_nothing_open() -> None:
    told: list[str] = []
    may_open = threading.Event()

    async def hold() -> None:
        async with disk_of("mx1-1").holding(opened(told, may_open)):
            told.append("never")

    holding = asyncio.ensure_future(hold())
    await asyncio.sleep(0.05)
    holding.cancel()
    await asyncio.sleep(0.05)
    may_open.set()
    with pytest.raises(asyncio.CancelledError):
        await holding
    assert told == ["opened", "let go"]


async def test_who_is_cut_while_what_fails_to_open_is_only_cut() -> None:
    goes_on = threading.Event()

    @contextmanager
    def missing() -> Iterator[int]:
        goes_on.wait(10)
        raise FileNotFoundError
        yield 0

    async def hold() -> None:
        async with disk_of("mx1-1").holding(missing()):
            pytest.fail("it was opened")

    holding = asyncio.ensure_future(hold())
    await asyncio.sleep(0.05)
    holding.cancel()
    await asyncio.sleep(0.05)
    goes_on.set()
    with pytest.raises(asyncio.CancelledError):
        await holding


async def test_threads_end_with_the_last_who_holds_them() -> None:
    disk = disk_of("mx9-9")
    (thread,) = {await disk.run(threading.current_thread)}
    del disk
    gc.collect()
    thread.join(5)
    assert not thread.is_alive()


def test_who_waits_in_a_thread_is_told_that_a_disk_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disks, "PATIENCE_S", 0.2)
    goes_on = threading.Event()
    begun: list[int] = []

    def hang(number: int) -> int:
        begun.append(number)
        goes_on.wait(20)
        return number

    for number in range(THREADS):
        with pytest.raises(DiskHangs) as hung:
            asked_of_disk("mx1-3", hang, number)
    monkeypatch.setattr(disks, "PATIENCE_S", 20.0)
    began_s = time.monotonic()
    with pytest.raises(DiskHangs):
        asked_of_disk("mx1-3", hang, THREADS)
    assert time.monotonic() - began_s < 5, "who asks in vain waits"
    assert hung.value.message.startswith("The storage of session mx1-3 does not answer")
    gc.collect()
    assert begun == list(range(THREADS)), "more threads than are given to one storage"
    assert asked_of_disk("mx1-4", len, "word") == 4
    goes_on.set()
    while disk_of("mx1-3").hangs:
        time.sleep(0.01)
    assert asked_of_disk("mx1-3", hang, 7) == 7


def test_who_waits_in_a_thread_gets_the_disks_own_errors() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        asked_of_disk("mx1-5", int, "word")
