"""Indicators: the limit that was put in comes out, and ice is seen where there is ice."""

import math

import numpy as np
import pytest

from farlight.science import indicators, spot_kernels
from farlight.science.geometry import flat_detector, resolution_at
from farlight.science.indicators import ICE_RINGS_ANGSTROM, ImageAnalyser, indicators_of, limit_of
from farlight.science.tests.test_spots import interpreted

SHAPE = (700, 700)
GEOMETRY = flat_detector(
    shape=SHAPE,
    pixel_size_mm=(0.172, 0.172),
    distance_mm=100.0,
    beam_center_px=(350.0, 350.0),
    wavelength_angstrom=1.0,
)
SLOW, FAST = np.arange(SHAPE[0])[:, None] + 0.5, np.arange(SHAPE[1])[None, :] + 0.5
RESOLUTION = resolution_at(GEOMETRY, SLOW, FAST)
MASK = np.zeros(SHAPE, np.uint8)


def crystal(limit_angstrom: float, *, spots: int = 300, seed: int = 1) -> np.ndarray:
    """Return an image whose spots end at a resolution."""
    random = np.random.default_rng(seed)
    image = random.poisson(1.0, SHAPE)
    allowed = np.argwhere((limit_angstrom < RESOLUTION) & (RESOLUTION < 40))
    for slow, fast in allowed[random.choice(len(allowed), spots, replace=False)]:
        image[slow - 1 : slow + 2, fast - 1 : fast + 2] += 60
    return image.astype(np.uint16)


@pytest.mark.parametrize("limit_angstrom", [2.0, 2.5, 3.2])
def test_resolution_is_estimated_where_the_spots_end(limit_angstrom: float) -> None:
    found = indicators_of(crystal(limit_angstrom), MASK, GEOMETRY)
    assert found.resolution_angstrom == pytest.approx(limit_angstrom, rel=0.06)
    assert found.spots > 200


def test_some_stray_spots_do_not_move_the_resolution() -> None:
    image = crystal(3.0)
    for slow, fast in ((20, 30), (680, 650), (30, 660)):
        image[slow : slow + 3, fast : fast + 3] += 90
    found = indicators_of(image, MASK, GEOMETRY)
    assert found.resolution_angstrom == pytest.approx(3.0, rel=0.06)


def test_too_few_spots_have_no_resolution() -> None:
    assert indicators_of(crystal(2.0, spots=6), MASK, GEOMETRY).resolution_angstrom is None
    assert limit_of(np.full(5, 0.3), np.linspace(0, 1, 21), np.ones(20)) is None


def test_few_spots_far_apart_have_the_resolution_of_most_of_them() -> None:
    assert limit_of(np.linspace(0.1, 0.55, 10), np.linspace(0, 1, 21), np.ones(20)) == pytest.approx(2.0, rel=0.1)


def test_without_geometry_spots_and_intensity_are_told() -> None:
    image = crystal(2.5)
    found = indicators_of(image, MASK, None)
    assert (found.resolution_angstrom, found.ice_score) == (None, 0.0)
    assert found.total_intensity == image.sum()
    assert found.spots > 200


def with_ice(strength: float) -> np.ndarray:
    expected = np.full(SHAPE, 2.0)
    for ring in ICE_RINGS_ANGSTROM:
        expected += strength * 2.0 * np.exp(-(((1 / RESOLUTION - 1 / ring) / 0.0015) ** 2))
    return np.random.default_rng(5).poisson(expected).astype(np.uint16)


def test_ice_score_grows_from_zero_with_ice() -> None:
    scores = [indicators_of(with_ice(strength), MASK, GEOMETRY).ice_score for strength in (0.0, 0.6, 2.0, 8.0)]
    assert scores[0] < 0.03
    assert scores == sorted(scores)
    assert 0.05 < scores[1] < scores[2] < scores[3] < 1


def test_many_images_of_one_detector_are_looked_at_as_each_alone() -> None:
    analyser = ImageAnalyser(MASK, GEOMETRY)
    image = crystal(2.4)
    assert analyser.look(image)[0] == indicators_of(image, MASK, GEOMETRY)
    assert len(analyser.look(image)[1]) == analyser.look(image)[0].spots


def test_detector_that_is_masked_altogether_says_nothing() -> None:
    found = indicators_of(crystal(2.5), np.ones(SHAPE, np.uint8), GEOMETRY)
    assert (found.spots, found.resolution_angstrom, found.total_intensity, found.ice_score) == (0, None, 0.0, 0.0)


def test_gaps_that_the_mask_does_not_know_are_left_out_of_the_ice_score() -> None:
    image = with_ice(2.0)
    image[:, 300:330] = 65535
    assert indicators_of(image, MASK, GEOMETRY).ice_score == pytest.approx(
        indicators_of(with_ice(2.0), MASK, GEOMETRY).ice_score, abs=0.05
    )


def test_empty_image_has_no_ice() -> None:
    assert indicators_of(np.zeros(SHAPE, np.uint16), MASK, GEOMETRY).ice_score == 0.0


def test_compiled_mean_does_what_its_source_says(monkeypatch: pytest.MonkeyPatch) -> None:
    flat, pixels = np.array([1, 5, 9, 65535], np.uint16), np.arange(4)
    compiled = indicators._mean_below(flat, pixels, np.uint32(65535), 6.0)
    interpreted(monkeypatch, indicators)
    assert indicators._mean_below(flat, pixels, np.uint32(65535), 6.0) == compiled == (4.0, 3)
    assert indicators._mean_below(flat, pixels[3:], np.uint32(65535), 6.0) == (0.0, 0)


def test_geometry_that_sees_no_ice_ring_has_no_score() -> None:
    far = flat_detector(
        shape=SHAPE,
        pixel_size_mm=(0.172, 0.172),
        distance_mm=3000.0,
        beam_center_px=(350.0, 350.0),
        wavelength_angstrom=1.0,
    )
    found = indicators_of(crystal(2.5), MASK, far)
    assert found.ice_score == 0.0
    assert math.isfinite(found.total_intensity)


def test_warm_kernels_need_no_compiling_for_real_images() -> None:
    indicators.warm_up()
    compiled = [len(kernel.signatures) for kernel in (spot_kernels.candidates, spot_kernels.measure)]
    for dtype in (np.uint16, np.uint32, np.int32):
        image = crystal(2.5).astype(dtype)
        indicators_of(image, MASK, GEOMETRY)
        image.flags.writeable = False
        indicators_of(image, MASK, GEOMETRY)
    assert [len(kernel.signatures) for kernel in (spot_kernels.candidates, spot_kernels.measure)] == compiled
