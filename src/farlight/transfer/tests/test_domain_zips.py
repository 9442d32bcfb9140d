import io
import os
import struct
import subprocess
import zipfile
import zlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from farlight.transfer.domain.names import shown_name
from farlight.transfer.domain.ranges import Span
from farlight.transfer.domain.zips import ZipLayout
from farlight.transfer.tests.test_domain_archives import an_entry, content_of
from farlight.transfer.types import FileSlice

NAMES = ["a.h5", "b/" + "long" * 60 + ".cbf", "Größe µm/ü.cbf", os.fsdecode(b"\xff.dat"), "..\\..\\x"]


def bytes_of(layout, span=None):
    found = b""
    for piece in layout.pieces(span or Span(0, layout.size_bytes)):
        if isinstance(piece, bytes):
            found += piece
        elif isinstance(piece, FileSlice):
            found += content_of(piece.entry)[piece.offset_bytes : piece.offset_bytes + piece.length_bytes]
        else:
            found += piece.bytes_with(zlib.crc32(content_of(piece.entry)))
    return found


def entries():
    return [
        replace(an_entry(name, size), name=shown_name(name))
        for name, size in zip(NAMES, (0, 1, 512, 513, 70000), strict=True)
    ]


def test_python_reads_it():
    layout = ZipLayout("mx1-1-run-001", entries())
    whole = bytes_of(layout)
    assert len(whole) == layout.size_bytes
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert archive.testzip() is None
        found = {name: archive.read(name) for name in archive.namelist()}
        assert archive.infolist()[0].date_time == (2023, 11, 14, 22, 13, 20)
    assert found == {f"mx1-1-run-001/{e.name}".replace("\\", "%5C"): content_of(e) for e in entries()}


@pytest.mark.parametrize(
    "program", [["unzip", "-q", "-d", "out"], ["bsdtar", "-C", "out", "-xf"], ["python3", "-m", "zipfile", "-e"]]
)
def test_programs_unpack_it(tmp_path, program):
    (tmp_path / "out").mkdir()
    (tmp_path / "x.zip").write_bytes(bytes_of(ZipLayout("x", [an_entry("a/b.h5", 7), an_entry("Größe.txt", 700)])))
    arguments = ["x.zip", "out"] if "zipfile" in program else ["x.zip"]
    subprocess.run([*program, *arguments], cwd=tmp_path, check=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
    found = {str(p.relative_to(tmp_path / "out")): p.read_bytes() for p in tmp_path.glob("out/**/*") if p.is_file()}
    assert found == {
        "x/a/b.h5": content_of(an_entry("a/b.h5", 7)),
        "x/Größe.txt": content_of(an_entry("Größe.txt", 700)),
    }


def test_a_program_unpacks_it_while_it_comes(tmp_path):
    content = bytes_of(ZipLayout("x", [an_entry("a.h5", 70000), an_entry("b.h5", 3)]))
    subprocess.run(["bsdtar", "-xf", "-"], input=content, cwd=tmp_path, check=True)
    assert (tmp_path / "x/a.h5").read_bytes() == content_of(an_entry("a.h5", 70000))


def test_names_that_are_written_alike_stay_apart():
    layout = ZipLayout("x", [an_entry("a\\b", 1), an_entry("a%5Cb", 2)])
    with zipfile.ZipFile(io.BytesIO(bytes_of(layout))) as archive:
        assert sorted(archive.namelist()) == ["x/a%5Cb", "x/a%5Cb (2)"]


def test_what_32_bits_do_not_hold():
    """A file beyond 4 GiB, and one that lies behind it: only the ends are looked at."""
    layout = ZipLayout("x", [an_entry("large", 5 * 2**30), an_entry("small", 3)])
    pieces = list(layout.pieces(Span(5 * 2**30 + 50, layout.size_bytes)))
    tail = b"".join(
        p if isinstance(p, bytes) else content_of(p.entry) if isinstance(p, FileSlice) else p.bytes_with(7)
        for p in pieces
        if not (isinstance(p, FileSlice) and p.entry.name == "large")
    )
    assert (tail.count(b"PK\x06\x06"), tail.count(b"PK\x06\x07")) == (1, 1)
    count, length, place = struct.unpack("<QQQ", tail[tail.index(b"PK\x06\x06") + 32 :][:24])
    assert (count, layout.size_bytes - 56 - 20 - 22) == (2, place + length)
    directory = tail[tail.index(b"PK\x01\x02") :]
    with zipfile.ZipFile(_Sparse(layout.size_bytes, directory)) as archive:
        assert [(i.filename, i.file_size, i.CRC) for i in archive.infolist()] == [
            ("x/large", 5 * 2**30, 7),
            ("x/small", 3, 7),
        ]
        assert archive.infolist()[1].header_offset > 5 * 2**30


class _Sparse(io.RawIOBase):
    """A file of zeros with something at its end."""

    def __init__(self, size, tail):
        self._size, self._tail, self._at = size, tail, 0

    def seekable(self):
        return True

    def readable(self):
        return True

    def seek(self, offset, whence=0):
        self._at = offset + (0, self._at, self._size)[whence]
        return self._at

    def tell(self):
        return self._at

    def read(self, count=-1):
        begin = self._size - len(self._tail)
        stop = self._size if count < 0 else min(self._at + count, self._size)
        zeros = bytes(max(min(stop, begin) - self._at, 0))
        found = zeros + self._tail[max(self._at - begin, 0) : max(stop - begin, 0)]
        self._at += len(found)
        return found


def test_very_many_files_are_counted():
    layout = ZipLayout("x", [an_entry(f"{n:05}", 0) for n in range(66000)])
    tail = b"".join(
        p if isinstance(p, bytes) else p.bytes_with(0)
        for p in layout.pieces(Span(layout.size_bytes - 98, layout.size_bytes))
    )
    assert struct.unpack("<Q", tail[32:40]) == (66000,)


def test_times_before_and_after_what_dos_knows():
    layout = ZipLayout(
        "x", [an_entry("old", 1, modified_ns=-5), an_entry("late", 1, modified_ns=5_000_000_000 * 10**9)]
    )
    with zipfile.ZipFile(io.BytesIO(bytes_of(layout))) as archive:
        assert [i.date_time[0] for i in archive.infolist()] == [2107, 1980]


def test_an_empty_archive_is_an_archive():
    with zipfile.ZipFile(io.BytesIO(bytes_of(ZipLayout("x", [])))) as archive:
        assert archive.namelist() == []


@settings(deadline=None)
@given(st.lists(st.integers(0, 300), max_size=5), st.data())
def test_any_part_is_that_part_of_the_whole(sizes, data):
    layout = ZipLayout("x", [an_entry(f"f{n}", size) for n, size in enumerate(sizes)])
    start = data.draw(st.integers(0, layout.size_bytes - 1))
    stop = data.draw(st.integers(start + 1, layout.size_bytes))
    assert bytes_of(layout, Span(start, stop)) == bytes_of(layout)[start:stop]
