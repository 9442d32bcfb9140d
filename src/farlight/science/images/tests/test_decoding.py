"""Unpacking gives back what was packed, and survives whatever else it is given."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import h5py
import hdf5plugin
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from farlight.science.images.decoding import BITSHUFFLE, LZ4, codec_of, decode
from farlight.science.images.errors import ImageError

SHAPE = (70, 90)


def packed_by_hdf5(tmp_path: Path, image: np.ndarray, packing: Any) -> bytes:
    with h5py.File(tmp_path / "packed.h5", "w") as file:
        data = file.create_dataset("data", data=image[None], chunks=(1, *image.shape), **packing)
        return bytes(data.id.read_direct_chunk((0, 0, 0))[1])


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.uint32, np.int32])
@pytest.mark.parametrize(
    ("codec", "packing"),
    [
        ("bslz4", hdf5plugin.Bitshuffle(cname="lz4")),
        ("bszstd", hdf5plugin.Bitshuffle(cname="zstd")),
        ("lz4", hdf5plugin.LZ4()),
        ("raw", {}),
    ],
)
def test_what_was_packed_comes_back(tmp_path: Path, dtype: Any, codec: str, packing: Any) -> None:
    image = np.random.default_rng(1).poisson(3.0, SHAPE).astype(dtype)
    packed = packed_by_hdf5(tmp_path, image, packing)
    assert decode(packed, codec, np.dtype(dtype), SHAPE).tolist() == image.tolist()


@settings(max_examples=300, deadline=None)
@given(packed=st.binary(max_size=400), codec=st.sampled_from(["bslz4", "bszstd", "lz4", "raw"]))
def test_any_bytes_are_refused_in_words(packed: bytes, codec: str) -> None:
    with pytest.raises(ImageError, match="image"):
        decode(packed, codec, np.dtype(np.uint16), SHAPE)


@settings(max_examples=300, deadline=None)
@given(body=st.binary(max_size=400), block=st.integers(0, 2**32 - 1))
def test_right_length_with_any_body_never_crashes(body: bytes, block: int) -> None:
    head = (SHAPE[0] * SHAPE[1] * 2).to_bytes(8, "big") + block.to_bytes(4, "big")
    with suppress(ImageError):
        assert decode(head + body, "bslz4", np.dtype(np.uint16), SHAPE).shape == SHAPE


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_flipped_bytes_never_crash(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    image = np.random.default_rng(1).poisson(3.0, SHAPE).astype(np.uint16)
    packed = bytearray(packed_by_hdf5(tmp_path_factory.mktemp("flip"), image, hdf5plugin.Bitshuffle(cname="lz4")))
    for _ in range(data.draw(st.integers(1, 8))):
        packed[data.draw(st.integers(0, len(packed) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(0, len(packed)))
    with suppress(ImageError):
        assert decode(bytes(packed[:end]), "bslz4", np.dtype(np.uint16), SHAPE).shape == SHAPE


def test_codecs_are_known_by_their_filters() -> None:
    assert codec_of([]) == "raw"
    assert codec_of([(BITSHUFFLE, (0, 4, 2, 0, 2))]) == "bslz4"
    assert codec_of([(BITSHUFFLE, (0, 4, 2, 0, 3, 5))]) == "bszstd"
    assert codec_of([(LZ4, (0,))]) == "lz4"


def test_what_only_hdf5_can_unpack_is_left_to_it() -> None:
    assert codec_of([(1, (4,))]) is None
    assert codec_of([(BITSHUFFLE, (0, 4, 2, 0, 0))]) is None
    assert codec_of([(BITSHUFFLE, ())]) is None
    assert codec_of([(2, ()), (1, (4,))]) is None
