import io
import os
import tarfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from farlight.transfer.domain.archives import TarLayout
from farlight.transfer.domain.ranges import Span
from farlight.transfer.types import FileEntry


def an_entry(path, size, modified_ns=1_700_000_000_123_456_789):
    parts = tuple(path.split("/"))
    return FileEntry(
        path=parts, name=path, is_folder=False, size_bytes=size, modified_ns=modified_ns, inode=hash(path) % 10**6
    )


def content_of(entry):
    return (repr(entry.path).encode("utf-8", "surrogateescape") * (entry.size_bytes + 1))[: entry.size_bytes]


def bytes_of(layout, span=None):
    found = b""
    for piece in layout.pieces(span or Span(0, layout.size_bytes)):
        if isinstance(piece, bytes):
            found += piece
        else:
            found += content_of(piece.entry)[piece.offset_bytes : piece.offset_bytes + piece.length_bytes]
    return found


HARD_NAMES = ["a.h5", "b/" + "long" * 60 + ".cbf", "Größe µm/ü.cbf", os.fsdecode(b"\xff.dat"), "new\nline"]


def test_any_tar_reads_it():
    entries = [an_entry(name, size) for name, size in zip(HARD_NAMES, (0, 1, 512, 513, 70000), strict=True)]
    layout = TarLayout("mx1-1-run-001", entries)
    whole = bytes_of(layout)
    assert len(whole) == layout.size_bytes
    with tarfile.open(fileobj=io.BytesIO(whole), errors="surrogateescape") as archive:
        found = {member.name: (archive.extractfile(member).read(), member.mtime) for member in archive}
    expected = {f"mx1-1-run-001/{e.name}": (content_of(e), 1_700_000_000) for e in entries}
    assert found == expected


def test_files_beyond_8_gib_are_laid_out():
    layout = TarLayout("x", [an_entry("large", 9 * 2**30), an_entry("small", 3)])
    tail = bytes_of(layout, Span(layout.size_bytes - 2048, layout.size_bytes))
    assert tail[512:515] == content_of(an_entry("small", 3))


def test_an_empty_archive_is_an_archive():
    layout = TarLayout("x", [])
    with tarfile.open(fileobj=io.BytesIO(bytes_of(layout))) as archive:
        assert archive.getnames() == []
    assert layout.newest_ns == 0


def test_the_same_files_give_the_same_bytes_in_any_order():
    one, two = an_entry("a", 5), an_entry("b", 700)
    first, second = TarLayout("x", [one, two]), TarLayout("x", [two, one])
    assert (first.tag, bytes_of(first)) == (second.tag, bytes_of(second))


@pytest.mark.parametrize("changed", [an_entry("a", 6), an_entry("a", 5, modified_ns=5), an_entry("b", 5)])
def test_the_tag_tells_states_apart(changed):
    assert TarLayout("x", [an_entry("a", 5)]).tag != TarLayout("x", [changed]).tag


@settings(deadline=None)
@given(st.lists(st.integers(0, 1500), max_size=5), st.data())
def test_any_part_is_that_part_of_the_whole(sizes, data):
    layout = TarLayout("x", [an_entry(f"f{n}", size) for n, size in enumerate(sizes)])
    start = data.draw(st.integers(0, layout.size_bytes - 1))
    stop = data.draw(st.integers(start + 1, layout.size_bytes))
    assert bytes_of(layout, Span(start, stop)) == bytes_of(layout)[start:stop]
