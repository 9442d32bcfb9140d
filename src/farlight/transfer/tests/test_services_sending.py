import asyncio
import os
import threading

import pytest

from farlight.transfer.access import OpenFiles
from farlight.transfer.adapters.storage import SessionStorage
from farlight.transfer.domain.downloads import DownloadState
from farlight.transfer.errors import AccessEnded, TransferBroken
from farlight.transfer.services import sending
from farlight.transfer.types import FileSlice


class Allowance:
    """A permission that a test takes away, or a watch that breaks."""

    holds, error = True, None


class Keeper:
    """Watches over what is sent, and asks no database."""

    def guard(self, one):  # noqa: ARG002 - as the keeper is called
        return lambda: None

    async def goes_on(self, one):
        if one.permission.error:
            raise one.permission.error
        return one.permission.holds


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.setattr(sending, "READ_BYTES", 1000)
    monkeypatch.setattr(sending, "ASK_EVERY_S", 0.01)
    monkeypatch.setattr(sending, "sending_keeper", Keeper)
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


async def test_small_pieces_go_together_until_there_are_enough(files, monkeypatch):
    monkeypatch.setattr(sending, "TOGETHER_BYTES", 10)
    pieces = [b"head", b"of an archive", b"more", whole(files), b"end"]
    parts = [part async for part in sending.send_pieces(sending.Sending(files), pieces)]
    assert parts[:2] == [b"headof an archive", b"more"]
    assert (b"".join(parts[2:-1]), parts[-1]) == (bytes(range(256)) * 16, b"end")


async def test_a_file_that_changed_since_it_was_sent_has_no_sum(files, tmp_path):
    under_way, entry = sending.Sending(files), files.entry("a.h5")
    (tmp_path / "a.h5").write_bytes(b"other")
    with pytest.raises(TransferBroken, match="changed while it was sent"):
        await under_way.crc32_of(entry)


class Book:
    """What a sending tells of itself."""

    def __init__(self):
        self.sent_bytes, self.ends = 0, []

    def sent(self, count):
        self.sent_bytes += count

    def end(self, outcome):
        self.ends.append(outcome)


class Kernel:
    """A server that sends parts of files itself; it stops after some bytes, or with an error."""

    def __init__(self, most=10_000, error=None):
        self.most, self.error, self.given = most, error, b""

    async def __call__(self, disk, file, offset, length, note):  # noqa: ARG002 - as the server is called
        self.given += os.pread(file, min(length, self.most), offset)
        note(len(self.given))
        if self.error:
            raise self.error
        return len(self.given)


async def test_what_is_long_is_sent_by_the_kernel_and_what_is_short_is_not(files, monkeypatch):
    monkeypatch.setattr(sending, "BY_KERNEL_BYTES", 2000)
    kernel, book, entry = Kernel(), Book(), files.entry("a.h5")
    short = FileSlice(entry=entry, offset_bytes=0, length_bytes=1999)
    long = FileSlice(entry=entry, offset_bytes=10, length_bytes=2000)
    under_way = sending.Sending(files, progress=book, send_file=kernel)
    parts = [part async for part in sending.send_pieces(under_way, [b"head", short, long, b"end"])]
    content = bytes(range(256)) * 16
    assert b"".join(parts) == b"head" + content[:1999] + b"end"
    assert kernel.given == content[10:2010]
    assert (book.sent_bytes, book.ends) == (4 + 1999 + 2000 + 3, [None])


@pytest.mark.parametrize(
    ("how", "error", "words"),
    [
        ({"most": 100}, TransferBroken, "became shorter"),
        ({"error": OSError(5, "Input/output error")}, TransferBroken, "Input/output error"),
        ({"error": ConnectionResetError()}, asyncio.CancelledError, "^$"),
    ],
)
async def test_what_the_kernel_cannot_send_whole_is_no_whole_answer(files, monkeypatch, how, error, words):
    monkeypatch.setattr(sending, "BY_KERNEL_BYTES", 1000)
    kernel, book = Kernel(**how), Book()
    under_way = sending.Sending(files, progress=book, send_file=kernel)
    with pytest.raises(error, match=words):
        [part async for part in sending.send_pieces(under_way, [whole(files), b"never"])]
    assert (book.sent_bytes, book.ends) == (len(kernel.given), [DownloadState.INTERRUPTED])


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


async def test_what_nobody_watches_over_any_more_is_cut_and_the_fault_told(files, caplog):
    async def slow_client():
        async for _ in sending.send_pieces(sending.Sending(files), [whole(files)]):
            files.permission.error = LookupError("nobody watches")
            await asyncio.sleep(5)

    with pytest.raises(AccessEnded):
        await asyncio.wait_for(asyncio.create_task(_as_access_ended(slow_client())), 2)
    assert "nobody watches" in caplog.text


async def _as_access_ended(client):
    """What Django does: whatever ends the iteration ends the request; the generator says why."""
    try:
        await client
    except asyncio.CancelledError as cancelled:
        raise AccessEnded("") from cancelled


async def test_access_that_ended_while_the_next_part_is_awaited_says_so(files, monkeypatch):
    goes_on = threading.Event()

    def slow_read(*_):
        files.permission.holds = False
        goes_on.wait(10)

    monkeypatch.setattr(sending, "_read", slow_read)
    book = Book()
    with pytest.raises(AccessEnded, match="mx1-1"):
        await anext(sending.send_pieces(sending.Sending(files, progress=book), [whole(files)]))
    goes_on.set()
    assert book.ends == [DownloadState.REVOKED]


async def test_a_client_that_goes_leaves_nothing_behind(files):
    sender = sending.send_pieces(sending.Sending(files), [whole(files)])
    await anext(sender)
    await sender.aclose()
    await asyncio.sleep(0.05)
    others = asyncio.all_tasks() - {asyncio.current_task()}
    assert others == set()
