"""Uploads reach the disk whole, whatever the order of their parts; what the disk does not take is told."""

import asyncio
import resource
import signal
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from farlight.gateway.putting import TOGETHER, Part, Putting, rows_of
from farlight.kernel.disks import Disk

LIMIT_BYTES = 1000


def _parts(cuts: list[int], content: bytes) -> list[tuple[int, bytes]]:
    edges = [0, *sorted(cuts), len(content)]
    return [(first, content[first:last]) for first, last in pairwise(edges)]


async def _put(path: Path, parts: list[tuple[int, bytes]]) -> list[int | BaseException]:
    with path.open("wb", buffering=0) as file:
        putting = Putting(file.fileno(), Disk("mx1-1"))
        written = await asyncio.gather(*(putting.write(data, at) for at, data in parts), return_exceptions=True)
        await putting.finish()
        return written


@given(content=st.binary(max_size=4000), data=st.data())
def test_parts_in_any_order_make_the_whole(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("put") / "file"
    cuts = data.draw(st.lists(st.integers(0, len(content)), max_size=20))
    parts = data.draw(st.permutations(_parts(cuts, content)))
    assert asyncio.run(_put(path, parts)) == [len(part) for _, part in parts]
    assert path.read_bytes() == content


def test_parts_that_follow_each_other_go_together() -> None:
    told: list[OSError | None] = []

    def part(offset: int, size: int) -> Part:
        return Part(offset, [memoryview(bytes(size))], size, told.append)

    many = [part(number, 1) for number in range(TOGETHER + 1)]
    parts = [part(0, 5), part(5, 3), part(9, 1), part(8, 1), *many]
    assert list(rows_of(parts)) == [parts[:2], [parts[2]], [parts[3]], many[:TOGETHER], many[TOGETHER:]]
    large = [part(number << 21, 1 << 21) for number in range(3)]
    assert list(rows_of(large)) == [large[:2], large[2:]]
    assert list(rows_of([])) == []


async def test_a_part_of_more_pieces_than_the_system_takes_at_once_is_written_whole(tmp_path: Path) -> None:
    path, content = tmp_path / "file", bytes(range(256)) * 8
    told: asyncio.Queue[OSError | None] = asyncio.Queue()
    with path.open("wb", buffering=0) as file:
        pieces = [memoryview(content)[at : at + 1] for at in range(len(content))]
        Putting(file.fileno(), Disk("mx1-1")).put(Part(3, pieces, len(content), told.put_nowait))
        assert await told.get() is None
    assert path.read_bytes() == b"\0\0\0" + content


@pytest.fixture
def small_files() -> Iterator[None]:
    """Let no file of this process grow beyond a limit: what goes over it is written in part, then refused."""
    before, heed = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT_BYTES, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, heed)


@pytest.mark.usefixtures("small_files")
async def test_what_the_disk_does_not_take_is_told_and_what_it_took_is_there(tmp_path: Path) -> None:
    path, content = tmp_path / "file", bytes(range(256)) * 5
    alone, first, second = await _put(path, [(2000, b"too far"), (0, content[:900]), (900, content[900:])])
    assert [type(one) for one in (alone, first, second)] == [OSError, OSError, OSError]
    assert path.read_bytes() == content[:LIMIT_BYTES]


async def test_nothing_is_written_after_the_end(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with path.open("wb", buffering=0) as file:
        putting = Putting(file.fileno(), Disk("mx1-1"))
        writer = asyncio.create_task(putting.write(b"x" * 100_000, 0))
        await asyncio.sleep(0)
        writer.cancel()
        await putting.finish()
        assert path.stat().st_size == 100_000
        await putting.finish()
