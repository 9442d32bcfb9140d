"""The map of fine steps of 1/d: it agrees with the geometry, on flat, tilted and several panels."""

from dataclasses import replace

import numpy as np
import pytest

from farlight.science import resolution_map
from farlight.science.geometry import DetectorGeometry, flat_detector, resolution_at
from farlight.science.resolution_map import ResolutionMap
from farlight.science.tests.test_spots import interpreted

SHAPE = (60, 80)
FLAT = flat_detector(
    shape=SHAPE, pixel_size_mm=(1.0, 1.0), distance_mm=90.0, beam_center_px=(20.0, 33.0), wavelength_angstrom=0.98
)
TILTED = replace(FLAT, panels=(replace(FLAT.panels[0], fast_axis=(-0.8, 0.0, 0.6)),))
HALVES = replace(
    FLAT,
    panels=(
        replace(FLAT.panels[0], shape=(60, 30)),
        replace(FLAT.panels[0], shape=(50, 40), at_px=(5, 36), origin_mm=(-3.0, 15.0, 99.0)),
    ),
)
MASK = np.zeros(SHAPE, np.uint8)
MASK[3:9, 50:70] = 1


@pytest.mark.parametrize("geometry", [FLAT, TILTED, HALVES], ids=["flat", "tilted", "two panels"])
def test_map_agrees_with_the_geometry(geometry: DetectorGeometry) -> None:
    seen = ResolutionMap(MASK, geometry)
    slow, fast = np.meshgrid(np.arange(60) + 0.5, np.arange(80) + 0.5, indexing="ij")
    exact = np.nan_to_num(1 / resolution_at(geometry, slow, fast))
    assert seen.at(slow, fast) == pytest.approx(exact, abs=seen.step_inverse_angstrom)
    assert seen.pixels.sum() == (np.nan_to_num(exact) > 0)[MASK == 0].sum()


def test_positions_beyond_the_image_take_the_nearest_pixel() -> None:
    seen = ResolutionMap(MASK, FLAT)
    assert seen.at(np.array([-3.0]), np.array([200.0])) == seen.at(np.array([0.5]), np.array([79.5]))


def test_pixels_of_a_zone_are_good_evenly_sampled_and_all_of_them_when_few() -> None:
    seen = ResolutionMap(MASK, FLAT)
    slow, fast = np.meshgrid(np.arange(60) + 0.5, np.arange(80) + 0.5, indexing="ij")
    inverse = seen.at(slow, fast).ravel()
    inside = np.flatnonzero((inverse >= 0.2) & (inverse <= 0.3) & (MASK.ravel() == 0))
    every, some, none = seen.pixels_between([(0.2, 0.3), (0.2, 0.3), (1.9, 2.0)], 10_000)
    assert every.tolist() == some.tolist() == inside.tolist()
    assert none.size == 0
    thinned = seen.pixels_between([(0.2, 0.3)], 100)[0]
    assert thinned.tolist() == inside[:: inside.size // 100].tolist()


def test_compiled_kernels_do_what_their_sources_say(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = ResolutionMap(MASK, HALVES)
    zone = compiled.pixels_between([(0.1, 0.2)], 50)[0]
    interpreted(monkeypatch, resolution_map)
    plain = ResolutionMap(MASK, HALVES)
    assert plain.pixels.tolist() == compiled.pixels.tolist()
    assert plain.pixels_between([(0.1, 0.2)], 50)[0].tolist() == zone.tolist()
