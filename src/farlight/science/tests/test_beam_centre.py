"""The beam is where the background is round about it."""

import numpy as np
import pytest

from farlight.science.beam_centre import beam_center_from_background

SHAPE = (620, 490)
NO_MASK = np.zeros(SHAPE, np.uint8)


def scatter(center, *, scale=20.0, seed=0):
    slow, fast = np.indices(SHAPE) + 0.5
    radius = np.hypot(slow - center[0], fast - center[1])
    expected = scale * (np.exp(-radius / 150) + 0.4 * np.exp(-((radius - 260) ** 2) / 3000))
    return np.random.default_rng(seed).poisson(expected).astype(np.int32)


@pytest.mark.parametrize("center", [(310.0, 245.0), (210.0, 330.0), (100.0, 80.0)])
def test_center_of_the_background_is_found_behind_gaps_stop_and_spots(center):
    images = [scatter(center, seed=seed) for seed in range(3)]
    spots = np.random.default_rng(7)
    for image in images:
        image[spots.integers(0, SHAPE[0], 300), spots.integers(0, SHAPE[1], 300)] = 5000
        image[200:217] = -1
        image[int(center[0]) - 8 : int(center[0]) + 8, : int(center[1]) + 8] = 0
    found = beam_center_from_background(images, NO_MASK)
    assert found is not None
    assert np.hypot(found[0] - center[0], found[1] - center[1]) < 10


def test_masked_pixels_do_not_count():
    image = scatter((310.0, 245.0))
    mask = NO_MASK.copy()
    image[:, 300:], mask[:, 300:] = 60_000, 1
    found = beam_center_from_background([image], mask)
    assert found == (pytest.approx(310, abs=6), pytest.approx(245, abs=6))


@pytest.mark.parametrize(
    "image",
    [
        np.zeros(SHAPE, np.int32),
        np.full(SHAPE, -1, np.int32),
        np.random.default_rng(1).poisson(3.0, SHAPE).astype(np.int32),
    ],
    ids=["nothing", "all masked", "even"],
)
def test_background_without_a_center_tells_none(image):
    assert beam_center_from_background([image], NO_MASK) is None


def test_no_image_and_a_detector_of_few_cells_tell_none():
    assert beam_center_from_background([], NO_MASK) is None
    assert beam_center_from_background([np.ones((20, 20), np.int32)], np.zeros((20, 20), np.uint8)) is None
