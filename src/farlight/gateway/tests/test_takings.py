"""What visitors take is written down together, and nothing of it is lost while the database is away."""

import asyncio
import os
from dataclasses import dataclass, field

import pytest
from django.db import OperationalError

from farlight.gateway import takings
from farlight.gateway.takings import Ledger, Takings
from farlight.transfer.public import DownloadState

SIZE = 1000


@dataclass
class Somebody:
    pk: int = 7
    username: str = "ben"


@dataclass
class AVisitor:
    """Who takes something; they leave when a test says so."""

    person: Somebody = field(default_factory=Somebody)
    address: str = "192.0.2.7"
    is_over: bool = False
    task: "asyncio.Task[None] | None" = None

    def in_background(self, work):
        self.task = asyncio.create_task(work)

    def is_over_in(self, session):
        assert session == "mx1-1"
        return self.is_over

    async def leave(self):
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


class Written:
    """What was written down, in rounds; it fails as often as a test wants."""

    def __init__(self):
        self.rounds, self.failures = [], 0

    def __call__(self, taken):
        if self.failures:
            self.failures -= 1
            raise OperationalError("the database is away")
        self.rounds.append([(one.asked.words, list(one.sent), one.outcome) for one in taken])


@pytest.fixture
def written(monkeypatch):
    written = Written()
    monkeypatch.setattr(takings, "_write", written)
    monkeypatch.setattr(takings, "TELL_S", 0.02)
    monkeypatch.setattr(takings, "GATHER_S", 0.01)
    return written


def taking_of(visitor, name):
    visits = Takings(visitor, "mx1-1", "OpenSSH")
    visits._session_id = 3
    return visits.begin([name.encode()], os.stat_result((0o100600, 1, 1, 1, 0, 0, SIZE, 0, 0, 0)))


async def until(condition):
    for _ in range(1000):
        if condition():
            return
        await asyncio.sleep(0.005)
    pytest.fail("it did not come to that")


async def test_what_several_take_is_written_in_one_round(written):
    visitors = [AVisitor() for _ in range(20)]
    for number, visitor in enumerate(visitors):
        taking = taking_of(visitor, f"file{number}")
        taking.sent(0, SIZE)
        taking.is_over = True
    await asyncio.gather(*(visitor.task for visitor in visitors))
    assert len(written.rounds) < 5
    assert sorted(name for told in written.rounds for name, _, _ in told) == sorted(f"file{n}" for n in range(20))


async def test_what_could_not_be_written_is_told_next_time(written, caplog):
    visitor, written.failures = AVisitor(), 2
    taking = taking_of(visitor, "file")
    taking.sent(0, 400)
    await until(lambda: not written.failures)
    taking.sent(400, 600)
    taking.is_over = True
    await visitor.task
    parts = sorted(part for told in written.rounds for _, sent, _ in told for part in sent)
    assert (parts[0][0], parts[-1][1], sum(stop - start for start, stop in parts)) == (0, SIZE, SIZE)
    assert "the database is away" in caplog.text


async def test_who_leaves_in_the_middle_broke_off_and_whose_access_ended_was_revoked(written):
    left, put_out = AVisitor(), AVisitor()
    for visitor, name in ((left, "left"), (put_out, "put out")):
        taking_of(visitor, name).sent(0, 100)
    await until(lambda: len(written.rounds) == 1)
    put_out.is_over = True
    await asyncio.gather(left.leave(), put_out.leave())
    outcomes = {name: outcome for told in written.rounds[1:] for name, _, outcome in told}
    assert outcomes == {"left": DownloadState.INTERRUPTED, "put out": DownloadState.REVOKED}


async def test_a_file_of_which_nothing_left_is_not_told_of(written):
    visitor = AVisitor()
    taking = taking_of(visitor, "only opened")
    taking.is_over = True
    await visitor.task
    assert written.rounds == []


async def test_a_round_that_fails_fails_for_those_who_were_in_it(written):
    ledger, written.failures = Ledger(), 1
    visitor = AVisitor()
    taking = taking_of(visitor, "x")
    visitor.task.cancel()
    told = [takings.Taken(asked=Takings(visitor, "mx1-1", "")._asked(taking, 3), sent=[(0, 1)])]
    found = await asyncio.gather(ledger.write(told), ledger.write(told), return_exceptions=True)
    assert [type(one) for one in found] == [OperationalError] * 2
    await ledger.write(told)
    assert written.rounds == [[("x", [(0, 1)], None)]]
