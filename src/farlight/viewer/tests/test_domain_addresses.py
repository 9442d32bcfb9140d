"""Addresses of bytes, ranges of them, and the types in which they are served."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from farlight.viewer.domain.addresses import (
    Chunk,
    How,
    Images,
    Mask,
    Overview,
    Predictions,
    Spots,
    Stack,
    Tile,
    Wanted,
    parsed,
)
from farlight.viewer.domain.frames import (
    as_served,
    gap_from,
    is_served_as_stored,
    is_unpacked_by_browsers,
    served_dtype,
)
from farlight.viewer.domain.ranges import stretch_of

ROOT = f"/img/mx2345-7/12/{'0a' * 12}/"


@pytest.mark.parametrize(
    ("path", "query", "wanted"),
    [
        ("chunk/1", b"", Chunk(1)),
        ("overview/12", b"", Overview(Images(12, 12))),
        ("overview/1-9", b"how=max", Overview(Images(1, 9, How.MAX))),
        ("stack/1-200", b"how=mean", Stack(Images(1, 200, How.MEAN))),
        ("stack/3", b"", Stack(Images(3, 3))),
        ("tile/3/0-10/5-9", b"", Tile(3, (0, 10), (5, 9))),
        ("mask", b"", Mask()),
        ("spots/2", b"", Spots(2)),
        ("predictions/1/2", b"", Predictions(1, 2)),
    ],
)
def test_addresses_are_understood(path: str, query: bytes, wanted: Wanted) -> None:
    address = parsed(ROOT + path, query)
    assert address is not None
    assert (address.root, address.session, address.run, address.wanted) == (ROOT, "mx2345-7", 12, wanted)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "chunk",
        "chunk/",
        "chunk/0",
        "chunk/01",
        "chunk/-1",
        "chunk/1-2",
        "chunk/1/2",
        "chunk/12345678",
        "chunk/1?x",
        "chunk/../mask",
        "overview/2-1",
        "overview/0-1",
        "stack/1-201",
        "tile/1",
        "tile/0/0-1/0-1",
        "tile/1/5-5/0-1",
        "tile/1/0-1/9-3",
        "tile/1/1/1",
        "mask/1",
        "spots/0",
        "predictions/0/1",
        "predictions/1",
        "etc/passwd",
        "Chunk/1",
    ],
)
def test_other_addresses_are_nothing(path: str) -> None:
    assert parsed(ROOT + path, b"") is None


@pytest.mark.parametrize(
    "root",
    ["/img/mx1/1/", f"/img/../1/{'0a' * 12}/", f"/img/mx1-1/0/{'0a' * 12}/", f"/img/mx1-1/1/{'0A' * 12}/", "/img/"],
)
def test_other_roots_are_nothing(root: str) -> None:
    assert parsed(f"{root}chunk/1", b"") is None


@pytest.mark.parametrize("query", [b"how=median", b"how=sum&x=1", b"x"])
def test_other_questions_are_nothing(query: bytes) -> None:
    assert parsed(f"{ROOT}stack/1-2", query) is None


@given(st.text(max_size=40), st.binary(max_size=10))
def test_nothing_breaks(path: str, query: bytes) -> None:
    parsed(ROOT + path, query)
    parsed(path, query)


def test_images_are_counted() -> None:
    assert Images(3, 7).count == 5


@pytest.mark.parametrize(
    ("header", "stretch"),
    [
        (b"bytes=0-9", (0, 10)),
        (b" bytes=90- ", (90, 10)),
        (b"bytes=90-500", (90, 10)),
        (b"bytes=-7", (93, 7)),
        (b"bytes=-700", (0, 100)),
        (b"bytes=9-3", None),
        (b"bytes=0-1,4-5", None),
        (b"bytes=-", None),
        (b"lines=1-2", None),
    ],
)
def test_ranges_are_stretches(header: bytes, stretch: tuple[int, int] | None) -> None:
    assert stretch_of(header, 100) == stretch


@pytest.mark.parametrize("header", [b"bytes=100-", b"bytes=100-200", b"bytes=-0"])
def test_ranges_behind_the_end_are_refused(header: bytes) -> None:
    with pytest.raises(ValueError, match="range"):
        stretch_of(header, 100)


@pytest.mark.parametrize(
    ("stored", "served", "as_stored", "gap"),
    [
        ("u2", "uint16", True, 65535),
        (">u2", "uint16", False, 65535),
        ("u4", "uint32", True, 2**32 - 1),
        ("u8", "int32", False, 2**31 - 1),
        ("i1", "int16", False, 32767),
        ("i4", "int32", True, 2**31 - 1),
        ("f8", "float32", False, 0),
        ("f4", "float32", True, 0),
    ],
)
def test_counts_go_over_the_line_in_types_that_a_worker_reads(stored: Any, served: str, *, as_stored: bool, gap: int):
    dtype = np.dtype(stored)
    assert (served_dtype(dtype).name, is_served_as_stored(dtype)) == (served, as_stored)
    assert gap_from(served_dtype(dtype)) == gap
    image = np.array([[0, 1, 100]], dtype)
    assert (as_served(image).dtype.name, as_served(image).tolist()) == (served, [[0, 1, 100]])


def test_what_does_not_fit_is_saturated_and_gaps_stay_gaps() -> None:
    wide = np.array([[2**64 - 1, 2**40, 5]], np.uint64)
    assert as_served(wide).tolist() == [[-1, -1, 5]]
    assert as_served(np.array([[-5, 2**40]], np.int64)).tolist() == [[-1, 2**31 - 1]]


@pytest.mark.parametrize(
    ("codec", "is_unpacked"), [("bslz4", True), ("lz4", True), ("raw", True), ("bszstd", False), (None, False)]
)
def test_only_what_the_worker_unpacks_goes_over_the_line_as_it_lies(codec, is_unpacked):
    assert is_unpacked_by_browsers(codec) is is_unpacked
