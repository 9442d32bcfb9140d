"""Photons go on sideways in a sensor: numbers of dxtbx 3.12, for silicon, are the truth here."""

import numpy as np
import pytest

from farlight.science.geometry import flat_detector, positions_mm, positions_px, resolution_at, ring_radius_px
from farlight.science.sensors import attenuation_inverse_mm, sensor_of


@pytest.mark.parametrize(
    ("material", "wavelength_angstrom", "expected"),
    [("Si", 1.542, 14.851725035755711), ("Silicon", 0.9794927984926531, 3.960300886571401)],
)
def test_silicon_absorbs_as_dxtbx_has_it(material: str, wavelength_angstrom: float, expected: float) -> None:
    assert attenuation_inverse_mm(material, wavelength_angstrom) == pytest.approx(expected, rel=1e-9)


def test_cadmium_telluride_absorbs_more_above_its_edges() -> None:
    below, above = (attenuation_inverse_mm("CdTe", 12.39842 / kev) for kev in (31.8, 31.83))
    assert below
    assert above
    assert above > 1.8 * below


@pytest.mark.parametrize(("material", "wavelength_angstrom"), [("cheese", 1.0), ("Si", 30.0), ("Si", 0.01), ("", 1.0)])
def test_of_what_is_not_known_nothing_is_said(material: str, wavelength_angstrom: float) -> None:
    assert attenuation_inverse_mm(material, wavelength_angstrom) is None
    assert sensor_of(material, 0.45, wavelength_angstrom) is None


@pytest.mark.parametrize("thickness_mm", [None, 0.0, float("nan")])
def test_sensor_without_thickness_is_none(thickness_mm: float | None) -> None:
    assert sensor_of("Si", thickness_mm, 1.0) is None


def test_where_a_ray_is_counted_is_where_it_came_from() -> None:
    thick = flat_detector(
        shape=(1000, 1000),
        pixel_size_mm=(0.075, 0.075),
        distance_mm=60.0,
        beam_center_px=(500.0, 480.0),
        wavelength_angstrom=0.9795,
        sensor=sensor_of("Si", 0.45, 0.9795),
    )
    assert thick.beam_center_px == pytest.approx((500.0, 480.0))
    radius_px = ring_radius_px(1.6, thick)
    assert float(resolution_at(thick, 500.0, 480.0 + radius_px)) == pytest.approx(1.6, rel=2e-4)
    slow, fast = positions_px(thick.panels[0], positions_mm(thick, np.array([10.0]), np.array([20.0])))
    assert np.hypot(slow - 10.0, fast - 20.0).max() < 0.02
    rim = flat_detector(
        shape=(1000, 1000),
        pixel_size_mm=(0.075, 0.075),
        distance_mm=60.0,
        beam_center_px=(500.0, 480.0),
        wavelength_angstrom=0.9795,
    )
    assert 1.0 < radius_px - ring_radius_px(1.6, rim) < 3.0
