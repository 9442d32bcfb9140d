"""Sending: never faster than the reader takes, nothing to who is gone, no more in memory than a piece."""

import asyncio
from pathlib import Path

import pytest

from farlight.science.images import StoredChunk
from farlight.viewer.adapters.open_files import open_files
from farlight.viewer.web.img import sending
from farlight.viewer.web.img.sending import PIECE_BYTES, send_stretch

SIZE_BYTES = 3 * PIECE_BYTES + 17


class Reader:
    """The other end: takes messages when it is let, and may go away."""

    def __init__(self) -> None:
        self.messages: list = []
        self.may_take = asyncio.Semaphore(0)
        self.gone = asyncio.Event()

    async def send(self, message) -> None:
        await self.may_take.acquire()
        self.messages.append(message)

    async def receive(self):
        await self.gone.wait()
        return {"type": "http.disconnect"}

    def take(self, number: int) -> None:
        for _ in range(number):
            self.may_take.release()

    @property
    def body(self) -> bytes:
        return b"".join(bytes(message["body"]) for message in self.messages[1:])


@pytest.fixture
def place(tmp_path: Path) -> StoredChunk:
    content = bytes(range(256)) * (SIZE_BYTES // 256 + 2)
    (tmp_path / "images.h5").write_bytes(content)
    yield StoredChunk(tmp_path / "images.h5", 5, SIZE_BYTES, "bslz4")
    open_files.close()


def descriptors_of(path: Path) -> int:
    return sum(points_at(path, link) for link in Path("/proc/self/fd").iterdir())


def points_at(path: Path, descriptor: Path) -> bool:
    try:
        return descriptor.readlink() == path
    except OSError:
        return False


def expected(place: StoredChunk) -> bytes:
    return place.path.read_bytes()[5 : 5 + SIZE_BYTES]


async def sent(reader: Reader, place: StoredChunk, wanted: bytes = b"", *, with_body: bool = True) -> None:
    await send_stretch(reader.send, reader.receive, place, wanted, with_body=with_body, headers=[])


@pytest.mark.parametrize("in_memory", [True, False])
async def test_pieces_come_one_by_one(place, monkeypatch, *, in_memory):
    if not in_memory:
        monkeypatch.setattr(sending, "read_at_once", lambda *_: None)
    reader = Reader()
    task = asyncio.create_task(sent(reader, place))
    for number in range(1, 4):
        reader.take(1)
        await asyncio.sleep(0.05)
        assert len(reader.messages) == number
    reader.take(9)
    await task
    assert reader.body == expected(place)
    assert [message.get("more_body", False) for message in reader.messages[1:]] == [True, True, True, False]
    assert max(len(message["body"]) for message in reader.messages[1:]) == PIECE_BYTES


async def test_who_is_gone_gets_no_more(place):
    reader = Reader()
    task = asyncio.create_task(sent(reader, place))
    reader.take(2)
    await asyncio.sleep(0.05)
    reader.gone.set()
    await asyncio.sleep(0.05)
    reader.take(9)
    await task
    assert len(reader.messages) <= 3
    assert len(reader.body) < SIZE_BYTES


async def test_small_stretches_come_at_once_and_heads_alone(place):
    part, head = Reader(), Reader()
    part.take(9)
    head.take(9)
    await sent(part, place, b"bytes=100-299")
    await sent(head, place, with_body=False)
    assert (part.messages[0]["status"], part.body) == (206, expected(place)[100:300])
    assert (head.messages[0]["status"], head.body) == (200, b"")
    assert (b"content-length", b"%d" % SIZE_BYTES) in head.messages[0]["headers"]


async def test_readers_who_take_nothing_hold_one_descriptor(place):
    readers = [Reader() for _ in range(50)]
    tasks = [asyncio.create_task(sent(reader, place)) for reader in readers]
    for reader in readers:
        reader.take(2)
    await asyncio.sleep(0.1)
    assert descriptors_of(place.path) <= 2
    for reader in readers:
        reader.take(9)
    await asyncio.gather(*tasks)
    assert {reader.body for reader in readers} == {expected(place)}
