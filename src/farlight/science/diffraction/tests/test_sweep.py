import math

import numpy as np
import pytest

from farlight.science.diffraction.background import ICE_RINGS, FlatDetector, expected_background
from farlight.science.diffraction.crystals import LYSOZYME
from farlight.science.diffraction.layout import DEAD, GAP, LAYOUTS, pixel_mask
from farlight.science.diffraction.prediction import random_orientation, rotated
from farlight.science.diffraction.sweep import (
    BeamAndCrystal,
    RotationSweep,
    SimulatedSweep,
    detector_resolution_angstrom,
)

TINY = FlatDetector(layout=LAYOUTS["tiny"], distance_mm=80.0, beam_centre_px=(126.0, 131.0))


def simulated(images=4, dtype=np.uint16, **changes):
    return SimulatedSweep(BeamAndCrystal(crystal=LYSOZYME, **changes), TINY, RotationSweep(images=images), dtype=dtype)


@pytest.mark.parametrize(
    ("name", "shape"), [("1M", (1062, 1028)), ("4M", (2162, 2068)), ("9M", (3262, 3108)), ("16M", (4362, 4148))]
)
def test_layouts_have_the_shape_of_the_real_detectors(name, shape):
    assert LAYOUTS[name].shape == shape


def test_gaps_lie_between_modules():
    layout = LAYOUTS["4M"]
    mask = pixel_mask(layout)
    assert (mask[512:550] == GAP).all()
    assert (mask[:, 1028:1040] == GAP).all()
    assert (mask == GAP).sum() == mask.size - 4 * 2 * 512 * 1028
    assert (mask == DEAD).sum() == layout.dead_pixels


def test_a_frame_is_the_same_whenever_it_is_computed():
    first, second = simulated(), simulated()
    second.frame(0)
    assert np.array_equal(first.frame(3), second.frame(3))
    assert not np.array_equal(first.frame(3), first.frame(2))


@pytest.mark.parametrize("dtype", [np.uint16, np.uint32])
def test_masked_pixels_hold_the_largest_value(dtype):
    sweep = simulated(dtype=dtype)
    frame = sweep.frame(0)
    assert frame.dtype == dtype
    assert np.array_equal(frame == np.iinfo(dtype).max, sweep.mask > 0)


def test_saturated_pixels_stay_below_the_masked_value():
    frame = simulated(median_counts=1e6).frame(0)
    assert np.sort(np.unique(frame))[-2] == 65533


def test_background_counts_are_poisson():
    sweep = simulated(images=30, median_counts=1e-9, background_counts=3.0)
    frames = np.stack([sweep.frame(i) for i in range(30)]).astype(float)[:, sweep.mask == 0]
    assert frames.var(axis=0, ddof=1).mean() / frames.mean() == pytest.approx(1.0, abs=0.03)


def test_many_counts_are_still_poisson():
    sweep = simulated(images=30, median_counts=1e-9, background_counts=60.0)
    frames = np.stack([sweep.frame(i) for i in range(30)]).astype(float)[:, sweep.mask == 0]
    assert frames.var(axis=0, ddof=1).mean() / frames.mean() == pytest.approx(1.0, abs=0.05)


def test_spots_index_to_whole_numbers():
    sweep = simulated(images=40)
    spots, setting = sweep.spots, random_orientation(7) @ LYSOZYME.reciprocal_basis()
    frames = np.searchsorted(spots.first, np.arange(len(spots.counts)), side="right") - 1
    bright = spots.counts > 100
    phi_rad = np.radians((frames[bright] + 0.5) * sweep.sweep.width_deg)
    pixel_mm = TINY.layout.pixel_size_mm
    x_mm = (spots.fast_px[bright] - TINY.beam_centre_px[1]) * pixel_mm
    y_mm = -(spots.slow_px[bright] - TINY.beam_centre_px[0]) * pixel_mm
    rays = np.stack([x_mm, y_mm, np.full_like(x_mm, -TINY.distance_mm)], -1)
    s1 = rays / np.linalg.norm(rays, axis=1)[:, None] / sweep.subject.wavelength_angstrom
    hkl = rotated(s1 - sweep.s0, -phi_rad) @ np.linalg.inv(setting).T
    assert np.median(np.abs(hkl - np.round(hkl))) < 0.05


def test_the_beam_stop_throws_a_shadow():
    frame = simulated(background_counts=50.0).frame(0)
    slow, fast = (round(x) for x in TINY.beam_centre_px)
    assert frame[slow - 2 : slow, fast + 2 : fast + 4].max() < 30
    assert frame[slow - 14 : slow - 12, fast].min() > 30


def test_ice_makes_rings():
    without, with_ice = (expected_background(TINY, 0.9795, 1.0, ice) for ice in (0.0, 5.0))
    x_mm, y_mm = TINY.offsets_mm()
    two_theta = np.arctan(np.hypot(x_mm, y_mm) / TINY.distance_mm)
    d = 0.9795 / (2 * np.sin(np.maximum(two_theta, 1e-6) / 2))
    on_ring = np.abs(1 / d - 1 / ICE_RINGS[2][0]) < 5e-4
    assert (with_ice[on_ring] > 2 * without[on_ring]).all()


def test_damage_dims_the_end_of_a_sweep():
    fresh, damaged = (simulated(images=60, decay_angstrom2=decay).spots for decay in (0.0, 40.0))
    late = slice(fresh.first[50], None)
    late_damaged = slice(damaged.first[50], None)
    assert damaged.counts[late_damaged].sum() < 0.6 * fresh.counts[late].sum()


def test_the_corner_sees_farther_than_the_edge():
    edge = 0.9795 / (2 * math.sin(math.atan2(126 * 0.3, 80.0) / 2))
    assert detector_resolution_angstrom(TINY, 0.9795) < edge
