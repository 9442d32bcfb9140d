"""What the bytes of images pass through: open files, the workshop, remembered places."""

import asyncio
import os
import threading
import time
from pathlib import Path

import pytest

from farlight.kernel.errors import Unavailable
from farlight.science.images import ImageNotReadyError, StoredChunk
from farlight.viewer.adapters import open_files as module
from farlight.viewer.adapters.open_files import OpenFiles, read_at_once
from farlight.viewer.adapters.places import Places
from farlight.viewer.adapters.workshop import Kept, Workshop


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    found = [tmp_path / f"{number}.bin" for number in range(4)]
    for number, path in enumerate(found):
        path.write_bytes(bytes([number]) * 100)
    return found


def is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


def test_file_is_opened_once_and_kept(paths):
    files = OpenFiles(open_max=2)
    with files.lent(paths[0]) as first, files.lent(paths[0]) as second:
        assert first == second
        assert os.pread(first, 3, 0) == b"\0\0\0"
    assert files.has(paths[0])
    files.close()
    assert not files.has(paths[0])
    assert not is_open(first)


def test_no_more_are_kept_and_none_is_closed_under_a_reader(paths):
    files = OpenFiles(open_max=2)
    with files.lent(paths[0]) as read:
        for path in paths[1:]:
            with files.lent(path):
                pass
        assert [files.has(path) for path in paths] == [False, False, True, True]
        assert os.pread(read, 2, 0) == b"\0\0"
    assert not is_open(read)
    files.close()


def test_path_is_opened_anew_after_a_while(paths, monkeypatch):
    files = OpenFiles()
    with files.lent(paths[0]):
        pass
    paths[1].replace(paths[0])
    monkeypatch.setattr(module, "FRESH_S", -1.0)
    with files.lent(paths[0]) as descriptor:
        assert os.pread(descriptor, 2, 0) == b"\1\1"
    files.close()


def test_file_that_is_gone_is_not_ready(tmp_path):
    with pytest.raises(ImageNotReadyError, match=r"gone\.bin"), OpenFiles().lent(tmp_path / "gone.bin"):
        pass


def test_many_threads_read_what_they_asked_for(paths):
    files, wrong = OpenFiles(open_max=1), []

    def read(number):
        for _ in range(300):
            with files.lent(paths[number]) as descriptor:
                if os.pread(descriptor, 4, 10) != bytes([number]) * 4:
                    wrong.append(number)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    files.close()
    assert wrong == []


def test_bytes_in_memory_come_at_once(paths, monkeypatch):
    with OpenFiles().lent(paths[2]) as descriptor:
        piece = read_at_once(descriptor, 10, 5)
        assert piece is None or bytes(piece) == b"\2" * 10  # some file systems cannot tell
        assert read_at_once(descriptor, 10, 95) is None

        def refuse(*_):
            raise OSError(11, "Resource temporarily unavailable")

        monkeypatch.setattr(os, "preadv", refuse)
        assert read_at_once(descriptor, 10, 5) is None

        def fail(*_):
            raise OSError(5, "Input/output error")

        monkeypatch.setattr(os, "preadv", fail)
        with pytest.raises(OSError, match="Input"):
            read_at_once(descriptor, 10, 5)
        monkeypatch.setattr(module, "_AT_ONCE", None)
        assert read_at_once(descriptor, 10, 5) is None


async def test_many_who_want_the_same_have_it_made_once():
    shop, made = Workshop(2), []

    def make():
        made.append(1)
        time.sleep(0.05)
        return b"picture"

    assert await asyncio.gather(*(shop.made("key", make) for _ in range(20))) == [b"picture"] * 20
    assert await shop.made("key", make) == b"picture"
    assert made == [1]


async def test_who_leaves_before_its_turn_is_struck_off():
    shop, started, let_go = Workshop(1), [], threading.Event()
    busy = asyncio.create_task(shop.made("busy", lambda: (let_go.wait(5) and b"done") or b""))
    await asyncio.sleep(0.05)
    waiting = asyncio.create_task(shop.made("waiting", lambda: started.append(1) or b""))
    await asyncio.sleep(0.05)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    let_go.set()
    assert await busy == b"done"
    assert await shop.made("after", lambda: b"next") == b"next"
    assert started == []


async def test_who_leaves_does_not_take_it_from_others():
    shop = Workshop(1)
    both = [asyncio.create_task(shop.made("key", lambda: time.sleep(0.1) or b"made")) for _ in range(2)]
    await asyncio.sleep(0.02)
    both[0].cancel()
    assert await both[1] == b"made"


async def test_too_much_at_once_is_refused():
    shop, let_go = Workshop(1, waiting_max=2), threading.Event()
    tasks = [asyncio.create_task(shop.made(number, lambda: (let_go.wait(5) and b"") or b"")) for number in range(2)]
    await asyncio.sleep(0.02)
    with pytest.raises(Unavailable):
        await shop.made("third", lambda: b"")
    let_go.set()
    assert await asyncio.gather(*tasks) == [b"", b""]


async def test_what_failed_is_tried_again():
    shop = Workshop(1)

    def fail():
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        await shop.made("key", fail)
    assert await shop.made("key", lambda: b"mended") == b"mended"


def test_no_more_bytes_are_kept_than_allowed():
    kept = Kept(10)
    kept.keep("a", b"12345")
    kept.keep("b", b"12345")
    kept.keep("a", b"1234")
    kept.find("b")
    kept.keep("c", b"123")
    assert (kept.find("a"), kept.find("b"), kept.find("c")) == (None, b"12345", b"123")
    assert kept.held_bytes == 8
    kept.clear()
    assert (kept.find("b"), kept.held_bytes) == (None, 0)


def test_places_that_were_asked_for_last_are_remembered():
    places, somewhere = Places(remembered=3), StoredChunk(Path("a"), 1, 2, "bslz4")
    places.remember("root", 1, [somewhere, None, somewhere])
    assert places.find("root", 2) is None
    places.find("root", 1)
    places.remember("root", 4, [somewhere])
    assert [places.knows("root", number) for number in (1, 2, 3, 4)] == [True, True, False, True]
    assert not places.knows("other", 1)
