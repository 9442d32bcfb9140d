"""Rings and spots lie where the geometry and the image say."""

import re

import numpy as np
import pytest

from farlight.science.geometry import DetectorGeometry, Panel, flat_detector, resolution_at
from farlight.science.rendering import Window
from farlight.science.spots import find_spots
from farlight.science.tests.frames import frame_with_spots
from farlight.viewer.domain.overlay import SPOTS_MAX, chosen_resolutions, overlay_of
from farlight.viewer.types import Overlay

GEOMETRY = flat_detector(
    shape=(1000, 800),
    pixel_size_mm=(0.1, 0.1),
    distance_mm=100.0,
    beam_center_px=(510.0, 390.0),
    wavelength_angstrom=1.0,
)
WHOLE = Window(slow_px=0, fast_px=0, rows=1000, columns=800)


def test_rings_follow_their_resolution_all_the_way_round() -> None:
    overlay = overlay_of(GEOMETRY, WHOLE, rings=True, spots=None)
    assert 3 <= len(overlay.rings) <= 6
    for ring in overlay.rings:
        points = np.array([[float(v) for v in pair.split()] for pair in re.split("[ML]", ring.path) if pair.strip()])
        seen = resolution_at(GEOMETRY, points[:, 1], points[:, 0])
        assert np.allclose(seen, ring.resolution_angstrom, rtol=2e-3)
        assert 0 <= ring.label_x <= 800
        assert 0 <= ring.label_y <= 1000
    assert overlay.beam == (pytest.approx(390.0), pytest.approx(510.0))


def test_rings_fit_the_window_that_is_seen() -> None:
    corner = Window(slow_px=0, fast_px=0, rows=120, columns=100)
    for value in chosen_resolutions(GEOMETRY, corner):
        assert resolution_at(GEOMETRY, 0, 0) <= value <= resolution_at(GEOMETRY, 120, 100)
    assert chosen_resolutions(GEOMETRY, corner) != chosen_resolutions(GEOMETRY, WHOLE)


def test_nothing_is_drawn_that_nobody_asked_for() -> None:
    assert overlay_of(GEOMETRY, WHOLE, rings=False, spots=None) == Overlay()
    assert overlay_of(None, WHOLE, rings=True, spots=None) == Overlay()


def test_window_between_panels_has_no_rings() -> None:
    panel = Panel(
        origin_mm=(0.0, 0.0, 100.0),
        fast_axis=(-1.0, 0.0, 0.0),
        slow_axis=(0.0, -1.0, 0.0),
        pixel_size_mm=(0.1, 0.1),
        shape=(10, 10),
    )
    other = Panel(
        origin_mm=(0.0, 20.0, 100.0),
        fast_axis=(-1.0, 0.0, 0.0),
        slow_axis=(0.0, -1.0, 0.0),
        pixel_size_mm=(0.1, 0.1),
        shape=(10, 10),
        at_px=(500, 500),
    )
    geometry = DetectorGeometry(panels=(panel, other), wavelength_angstrom=1.0)
    gap = Window(slow_px=100, fast_px=100, rows=50, columns=50)
    assert overlay_of(geometry, gap, rings=True, spots=None).rings == ()


def test_spots_of_the_window_are_marked_and_no_others() -> None:
    image, _ = frame_with_spots()
    spots = find_spots(image, np.zeros(image.shape, np.uint8))
    window = Window(slow_px=100, fast_px=50, rows=150, columns=200)
    marks = overlay_of(None, window, rings=False, spots=spots).spots
    inside = (spots.slow_px >= 100) & (spots.slow_px < 250) & (spots.fast_px >= 50) & (spots.fast_px < 250)
    assert len(marks) == inside.sum() > 5
    assert all(50 <= mark.x < 250 and 100 <= mark.y < 250 for mark in marks)
    assert len(marks) < SPOTS_MAX
