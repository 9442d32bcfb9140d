import asyncio

import pytest

from farlight.transfer.access import OpenFiles
from farlight.transfer.adapters.storage import SessionStorage
from farlight.transfer.errors import AccessEnded, TransferBroken
from farlight.transfer.services import sending
from farlight.transfer.types import FileSlice


class Allowance:
    """A permission that a test takes away."""

    holds = True

    def still_holds(self):
        return self.holds


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.setattr(sending, "READ_BYTES", 1000)
    monkeypatch.setattr(sending, "ASK_EVERY_S", 0.01)
    (tmp_path / "a.h5").write_bytes(bytes(range(256)) * 16)
    return OpenFiles(session="mx1-1", storage=SessionStorage(tmp_path), permission=Allowance())


def whole(files):
    entry = files.entry("a.h5")
    return FileSlice(entry=entry, offset_bytes=0, length_bytes=entry.size_bytes)


async def test_pieces_come_in_order_and_in_parts(files):
    pieces = [b"head", FileSlice(entry=files.entry("a.h5"), offset_bytes=250, length_bytes=2000), b"end"]
    parts = [part async for part in sending.send_pieces(sending.Sending(files), pieces)]
    assert [len(part) for part in parts] == [4, 1000, 1000, 3]
    assert b"".join(parts) == b"head" + (bytes(range(256)) * 16)[250:2250] + b"end"


async def test_nothing_is_read_before_it_is_asked_for(files, tmp_path):
    sender = sending.send_pieces(sending.Sending(files), [whole(files)])
    await anext(sender)
    (tmp_path / "a.h5").write_bytes(b"short")
    with pytest.raises(TransferBroken, match="became shorter"):
        await anext(sender)


async def test_a_file_that_was_deleted_meanwhile_is_sent_to_its_end(files, tmp_path):
    sender = sending.send_pieces(sending.Sending(files), [whole(files)])
    first = await anext(sender)
    (tmp_path / "a.h5").unlink()
    assert len(first + b"".join([part async for part in sender])) == 4096


async def test_a_disk_that_fails_ends_the_transfer(files, monkeypatch):
    def break_down(*_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(sending.os, "pread", break_down)
    with pytest.raises(TransferBroken, match="Input/output error"):
        [part async for part in sending.send_pieces(sending.Sending(files), [whole(files)])]


async def test_access_that_ends_cuts_the_transfer(files):
    async def slow_client():
        async for _ in sending.send_pieces(sending.Sending(files), [whole(files)]):
            files.permission.holds = False
            await asyncio.sleep(5)

    with pytest.raises(AccessEnded):
        await asyncio.wait_for(asyncio.create_task(_as_access_ended(slow_client())), 2)


async def _as_access_ended(client):
    """What Django does: whatever ends the iteration ends the request; the generator says why."""
    try:
        await client
    except asyncio.CancelledError as cancelled:
        raise AccessEnded("") from cancelled


async def test_access_that_ended_while_the_next_part_is_awaited_says_so(files, monkeypatch):
    loop_is_slow = asyncio.Event()

    async def slow_read(*_):
        files.permission.holds = False
        await loop_is_slow.wait()

    monkeypatch.setattr(sending.asyncio, "to_thread", slow_read)
    with pytest.raises(AccessEnded, match="mx1-1"):
        await anext(sending.send_pieces(sending.Sending(files), [whole(files)]))


async def test_a_client_that_goes_leaves_nothing_behind(files):
    sender = sending.send_pieces(sending.Sending(files), [whole(files)])
    await anext(sender)
    await sender.aclose()
    await asyncio.sleep(0.05)
    others = asyncio.all_tasks() - {asyncio.current_task()}
    assert others == set()
