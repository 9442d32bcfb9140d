"""Unpacking gives what HDF5's own filters packed, with the library and without it, and refuses what is damaged."""

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from farlight.science.native import ImageError, decode_into, rows_of, unpacking
from farlight.science.native.tests.packing import counts_like_a_detector, packed

DTYPES = [np.uint8, np.uint16, np.uint32, np.int8, np.int16, np.int32, np.float32]
SIZES = [(1, 1), (1, 7), (1, 8), (3, 5), (8, 8), (70, 90), (64, 64), (97, 211), (256, 257)]


def numbers(shape, dtype):
    if dtype is np.float32:
        return np.random.default_rng(2).normal(3.0, 40.0, shape).astype(dtype)
    return counts_like_a_detector(shape, dtype) if shape[0] > 2 else np.arange(shape[1], dtype=dtype)[None]


@pytest.mark.usefixtures("each_way")
@pytest.mark.parametrize("shape", SIZES)
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("codec", ["bslz4", "bszstd", "lz4", "raw"])
def test_what_was_packed_comes_back(codec, dtype, shape):
    image = numbers(shape, dtype)
    out = np.empty(shape, dtype)
    decode_into(packed(image, codec), out, codec)
    assert np.array_equal(out, image)


@pytest.mark.usefixtures("each_way")
@pytest.mark.parametrize(
    ("codec", "block"), [("bslz4", 8), ("bslz4", 24), ("bslz4", 1024), ("bslz4", 65536), ("lz4", 999)]
)
@pytest.mark.parametrize("dtype", [np.uint16, np.int32])
def test_blocks_may_have_any_size(codec, block, dtype):
    image = counts_like_a_detector((301, 507), dtype)
    out = np.empty_like(image)
    decode_into(packed(image, codec, block=block), out, codec)
    assert np.array_equal(out, image)


def test_pixels_of_eight_bytes_are_unpacked_without_the_library():
    image = np.random.default_rng(3).normal(0.0, 1.0, (40, 51))
    out = np.empty_like(image)
    decode_into(packed(image), out)
    assert np.array_equal(out, image)


@pytest.mark.usefixtures("each_way")
@pytest.mark.parametrize("codec", ["bslz4", "lz4", "raw"])
@pytest.mark.parametrize("rows", [(0, 0), (0, 1), (17, 43), (96, 97), (0, 97)])
def test_rows_are_those_of_the_image(codec, rows):
    image = counts_like_a_detector((97, 211), np.uint16)
    found = rows_of(packed(image, codec), image.dtype, image.shape, rows, codec)
    assert np.array_equal(found, image[rows[0] : rows[1]])


@pytest.mark.parametrize("rows", [(-1, 5), (5, 4), (0, 98)])
def test_rows_beside_the_image_are_refused(rows):
    image = counts_like_a_detector((97, 211), np.uint16)
    with pytest.raises(ImageError, match="no rows"):
        rows_of(packed(image), image.dtype, image.shape, rows)


@pytest.mark.usefixtures("each_way")
@pytest.mark.parametrize("codec", ["bslz4", "lz4", "raw"])
def test_cut_images_are_refused(codec):
    image = counts_like_a_detector((70, 90), np.uint16)
    whole = packed(image, codec)
    out = np.empty_like(image)
    for end in [*range(40), *range(40, len(whole), 37), len(whole) - 1]:
        with pytest.raises(ImageError):
            decode_into(whole[:end], out, codec)


@pytest.mark.usefixtures("each_way")
def test_an_image_of_another_size_is_refused():
    whole = packed(counts_like_a_detector((70, 90), np.uint16))
    with pytest.raises(ImageError):
        decode_into(whole, np.empty((70, 91), np.uint16))


def test_unpacked_into_what_cannot_hold_it_is_a_mistake_of_the_caller():
    image = np.zeros((8, 16), np.uint16)
    with pytest.raises(ValueError, match="C-contiguous"):
        decode_into(packed(image), np.empty((8, 32), np.uint16)[:, ::2])
    with pytest.raises(ValueError, match="written"):
        decode_into(packed(image), image.view() if image.setflags(write=False) else image)


VICTIMS = {
    (codec, dtype): packed(counts_like_a_detector((70, 90), dtype), codec)
    for codec in ("bslz4", "lz4")
    for dtype in (np.uint8, np.uint16, np.uint32)
}


@settings(max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    victim=st.sampled_from(sorted(VICTIMS, key=str)),
    changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=8),
    end=st.floats(0.0, 1.0) | st.just(1.0),
)
def test_damaged_images_are_refused_or_read_as_others_read_them(victim, changes, end):
    codec, dtype = victim
    damaged = bytearray(VICTIMS[victim])
    for where, value in changes:
        damaged[int(where * (len(damaged) - 1))] = value
    cut = bytes(damaged[: int(end * len(damaged))])
    ours, theirs = np.zeros((70, 90), dtype), np.zeros((70, 90), dtype)
    with suppress(ImageError):
        decode_into(cut, ours, codec)
        unpacking._fill(theirs, unpacking._plain_bytes(cut, codec, theirs.nbytes, theirs.itemsize))
        assert np.array_equal(ours, theirs)


@settings(max_examples=1000, deadline=None)
@given(
    body=st.binary(max_size=600),
    block=st.sampled_from([0, 8, 16, 64, 8192, 65536, 2**32 - 8]) | st.integers(0, 2**32 - 1),
)
def test_right_length_with_any_body_never_crashes(body, block):
    head = (70 * 90 * 2).to_bytes(8, "big") + block.to_bytes(4, "big")
    out = np.empty((70, 90), np.uint16)
    for codec in ("bslz4", "lz4"):
        with suppress(ImageError):
            decode_into(head + body, out, codec)
    with suppress(ImageError):
        rows_of(head + body, out.dtype, out.shape, (3, 9))
