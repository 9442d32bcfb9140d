"""Geometry: what goes to space comes back to the pixel, and rings lie where Bragg says."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from farlight.science.geometry import (
    DetectorGeometry,
    Panel,
    flat_detector,
    positions_mm,
    positions_px,
    resolution_at,
    ring_points_px,
    ring_radius_px,
    two_theta_rad,
)

FLAT = flat_detector(
    shape=(1000, 800),
    pixel_size_mm=(0.1, 0.1),
    distance_mm=100.0,
    beam_center_px=(510.0, 390.0),
    wavelength_angstrom=1.0,
)


def tilted(angle_deg: float, turn_deg: float) -> DetectorGeometry:
    """Return a panel turned out of the plane about x, and in it."""
    a, t = math.radians(angle_deg), math.radians(turn_deg)
    fast = np.array([-math.cos(t), -math.sin(t) * math.cos(a), -math.sin(t) * math.sin(a)])
    slow = np.array([math.sin(t), -math.cos(t) * math.cos(a), -math.cos(t) * math.sin(a)])
    origin = np.array([0.0, 0.0, 120.0]) - 40 * fast - 50 * slow
    panel = Panel(
        origin_mm=tuple(origin),
        fast_axis=tuple(fast),
        slow_axis=tuple(slow),
        pixel_size_mm=(0.1, 0.2),
        shape=(1000, 400),
    )
    return DetectorGeometry(panels=(panel,), wavelength_angstrom=1.2)


@given(
    slow=st.floats(0, 1000),
    fast=st.floats(0, 400),
    angle_deg=st.floats(-50, 50),
    turn_deg=st.floats(-180, 180),
)
def test_pixel_goes_to_space_and_back(slow: float, fast: float, angle_deg: float, turn_deg: float) -> None:
    geometry = tilted(angle_deg, turn_deg)
    back = positions_px(geometry.panels[0], positions_mm(geometry, slow, fast))
    assert np.allclose(back, (slow, fast), atol=1e-6)


@given(
    resolution=st.floats(1.2, 40),
    angle_deg=st.floats(-30, 30),
    turn_deg=st.floats(-180, 180),
)
def test_every_point_of_a_ring_sees_its_resolution(resolution: float, angle_deg: float, turn_deg: float) -> None:
    geometry = tilted(angle_deg, turn_deg)
    for piece in ring_points_px(resolution, geometry):
        assert np.allclose(resolution_at(geometry, piece[:, 0], piece[:, 1]), resolution)


@given(resolution=st.floats(0.75, 100))
def test_ring_radius_agrees_with_the_resolution_at_that_radius(resolution: float) -> None:
    radius = ring_radius_px(resolution, FLAT)
    assert resolution_at(FLAT, 510.0, 390.0 + radius) == pytest.approx(resolution)


def test_beam_centre_sees_infinity_and_lies_where_it_was_said() -> None:
    assert FLAT.beam_center_px == pytest.approx((510.0, 390.0))
    assert FLAT.distance_mm == pytest.approx(100.0)
    assert resolution_at(FLAT, 510.0, 390.0) == math.inf


def test_resolution_follows_braggs_law() -> None:
    two_theta = math.atan(200 * 0.1 / 100)
    assert resolution_at(FLAT, 510.0, 590.0) == pytest.approx(1.0 / (2 * math.sin(two_theta / 2)))


def test_rings_beyond_the_wavelength_or_behind_the_sample_do_not_exist() -> None:
    assert math.isnan(two_theta_rad(0.4, 1.0))
    assert math.isnan(ring_radius_px(0.4, FLAT))
    assert math.isnan(ring_radius_px(0.6, FLAT))  # 2θ beyond 90°
    assert ring_points_px(0.4, FLAT) == []
    assert ring_points_px(0.6, FLAT) == []


def two_panels() -> DetectorGeometry:
    left = Panel(
        origin_mm=(20.0, 10.0, 50.0),
        fast_axis=(-1.0, 0.0, 0.0),
        slow_axis=(0.0, -1.0, 0.0),
        pixel_size_mm=(0.1, 0.1),
        shape=(200, 150),
    )
    right = Panel(
        origin_mm=(-1.0, 10.0, 50.0),
        fast_axis=(-1.0, 0.0, 0.0),
        slow_axis=(0.0, -1.0, 0.0),
        pixel_size_mm=(0.1, 0.1),
        shape=(200, 150),
        at_px=(0, 200),
    )
    return DetectorGeometry(panels=(left, right), wavelength_angstrom=1.0)


def test_several_panels_each_know_their_pixels_and_gaps_are_nowhere() -> None:
    geometry = two_panels()
    places = positions_mm(geometry, [10.0, 10.0, 10.0], [10.0, 170.0, 210.0])
    assert places[0].tolist() == pytest.approx([19.0, 9.0, 50.0])
    assert np.isnan(places[1]).all()
    assert places[2].tolist() == pytest.approx([-2.0, 9.0, 50.0])
    assert np.isnan(resolution_at(geometry, 10.0, 170.0))


def test_beam_that_meets_no_panel_is_given_in_the_plane_of_the_first() -> None:
    assert two_panels().beam_center_px == pytest.approx((100.0, 200.0))


def test_rings_are_cut_at_the_edges_of_panels() -> None:
    pieces = ring_points_px(8.0, two_panels())
    assert len(pieces) >= 2
    for piece in pieces:
        assert np.isfinite(resolution_at(two_panels(), piece[:, 0], piece[:, 1])).all()


def test_panel_that_the_beam_runs_along_has_no_centre() -> None:
    panel = Panel(
        origin_mm=(50.0, 10.0, 0.0),
        fast_axis=(0.0, 0.0, 1.0),
        slow_axis=(0.0, -1.0, 0.0),
        pixel_size_mm=(0.1, 0.1),
        shape=(10, 10),
    )
    geometry = DetectorGeometry(panels=(panel,), wavelength_angstrom=1.0)
    assert geometry.beam_center_px is None
    assert geometry.distance_mm == pytest.approx(50.0)


def test_ring_on_a_tilted_panel_is_an_ellipse() -> None:
    (piece,) = ring_points_px(5.0, tilted(30.0, 0.0))
    height, width = np.ptp(piece[:, 0]) * 0.1, np.ptp(piece[:, 1]) * 0.2
    assert height > 1.1 * width


def test_ring_around_a_beam_along_x_is_drawn_too() -> None:
    panel = Panel(
        origin_mm=(100.0, 10.0, 10.0),
        fast_axis=(0.0, 0.0, -1.0),
        slow_axis=(0.0, -1.0, 0.0),
        pixel_size_mm=(0.1, 0.1),
        shape=(200, 200),
    )
    geometry = DetectorGeometry(panels=(panel,), wavelength_angstrom=1.0, beam_direction=(1.0, 0.0, 0.0))
    (piece,) = ring_points_px(10.0, geometry)
    assert np.allclose(resolution_at(geometry, piece[:, 0], piece[:, 1]), 10.0)
