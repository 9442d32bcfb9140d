"""What is packed here comes out again as it was, by the readers of detectors' files."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from farlight.science.images.decoding import decode
from farlight.science.images.packing import packed


@pytest.mark.parametrize("dtype", ["u1", "u2", "u4", "i2", "i4", "f4", ">u2"])
@pytest.mark.parametrize("shape", [(1, 1), (3, 5), (64, 64), (515, 1030)])
def test_images_come_out_as_they_went_in(dtype: str, shape: tuple[int, int]) -> None:
    image = np.random.default_rng(1).poisson(3.0, shape).astype(dtype)
    chunk = packed(image)
    assert decode(chunk, "bslz4", image.dtype.newbyteorder("="), shape).tolist() == image.tolist()


@given(st.integers(1, 70), st.integers(1, 70), st.sampled_from([np.uint8, np.uint16, np.uint32]), st.randoms())
def test_noise_of_any_size_comes_out_as_it_went_in(rows: int, columns: int, dtype: Any, random: Any) -> None:
    values = [[random.randrange(np.iinfo(dtype).max + 1) for _ in range(columns)] for _ in range(rows)]
    image = np.array(values, dtype)
    assert decode(packed(image), "bslz4", image.dtype, image.shape).tolist() == values


def test_part_of_an_image_is_packed_too() -> None:
    image = np.arange(400, dtype=np.uint16).reshape(20, 20)
    part = image[3:9, 5:11]
    assert decode(packed(part), "bslz4", image.dtype, (6, 6)).tolist() == part.tolist()
