"""The viewer's strong pixels are those that the spot finder begins with."""

import ctypes
from pathlib import Path

import numpy as np
import pytest

from farlight.science import spot_kernels
from farlight.science.native import decode_into, library
from farlight.science.native.tests.packing import counts_like_a_detector

SIGMA = 6.0
NEIGHBOURS_MIN = 2


class Strength(ctypes.Structure):
    _fields_ = [
        ("sigma_background", ctypes.c_float),
        ("sigma_strong", ctypes.c_float),
        ("counts_min", ctypes.c_float),
        ("half_width", ctypes.c_uint32),
        ("neighbours_min", ctypes.c_uint32),
    ]


def strong(image, part, strength):
    """Return the marked part; `part` is first row, end row, first column, end column."""
    loaded = library.load(next(Path(decode_into.__code__.co_filename).parent.glob("images-*64.so")))
    shown = np.where(image == 65535, 0, np.minimum(image, 65534) + 1).astype(np.uint16)
    out = np.full((part[1] - part[0], part[3] - part[2]), 7, np.uint16)
    words = [ctypes.c_uint32(number) for number in (*image.shape, *part)]
    addresses = [ctypes.c_void_p(array.ctypes.data) for array in (shown, out)]
    assert loaded.keep_strong(addresses[0], *words, ctypes.byref(strength), addresses[1]) == 0
    return out


def image_with_spots():
    image = counts_like_a_detector((140, 171), np.uint16)
    random = np.random.default_rng(4)
    for row, column in random.integers(3, 135, (40, 2)):
        image[row : row + 3, column : column + 3] = random.integers(5, 300, (3, 3))
    return image


def test_they_are_the_candidates_of_the_spot_finder():
    image = image_with_spots()
    places = np.empty((image.size, 2), np.int32)
    view = image.view()
    view.flags.writeable = False
    mask = np.zeros(image.shape, np.uint8)
    number, _ = spot_kernels.candidates(view, mask, np.uint32(65535), np.float32(SIGMA), NEIGHBOURS_MIN, places)
    wanted = np.zeros(image.shape, bool)
    wanted[places[:number, 0], places[:number, 1]] = True
    strength = Strength(SIGMA, 0.0, -1.0, spot_kernels.HALF_WIDTH_PX, NEIGHBOURS_MIN)
    marked = strong(image, (0, image.shape[0], 0, image.shape[1]), strength)
    assert number > 100
    assert np.array_equal(marked > 1, wanted)
    assert np.array_equal(marked == 0, image == 65535)


@pytest.mark.parametrize("part", [(0, 10, 0, 10), (20, 90, 33, 171), (139, 140, 170, 171), (5, 5, 0, 9)])
@pytest.mark.parametrize("half_width", [1, 3, 7])
def test_a_part_is_that_part_of_the_whole(part, half_width):
    image = image_with_spots()
    strength = Strength(3.0, 2.0, 4.0, half_width, NEIGHBOURS_MIN)
    whole = strong(image, (0, image.shape[0], 0, image.shape[1]), strength)
    assert (whole > 1).sum() > 20
    assert np.array_equal(strong(image, part, strength), whole[part[0] : part[1], part[2] : part[3]])


def test_each_condition_leaves_fewer():
    image = image_with_spots()
    whole = (0, image.shape[0], 0, image.shape[1])
    numbers = [
        int((strong(image, whole, Strength(*floats, 3, NEIGHBOURS_MIN)) > 1).sum())
        for floats in [(3.0, 0.0, -1.0), (6.0, 0.0, -1.0), (6.0, 3.0, -1.0), (6.0, 3.0, 50.0)]
    ]
    assert numbers == sorted(numbers, reverse=True)
    assert len(set(numbers)) == 4
