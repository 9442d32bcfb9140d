import math

import numpy as np
import pytest

from farlight.science.diffraction.corrections import (
    inverse_lorentz,
    parallax_depth_mm,
    polarisation,
    recorded_frac,
    rotation_speed,
)
from farlight.science.diffraction.crystals import LYSOZYME
from farlight.science.diffraction.intensities import reflections_of
from farlight.science.diffraction.prediction import ewald_crossings, incident_beam, random_orientation, rotated

S0 = incident_beam(0.98)


def lattice():
    setting = random_orientation(5) @ LYSOZYME.reciprocal_basis()
    return reflections_of(LYSOZYME, 4.0).hkl @ setting.T


def test_crossings_lie_on_the_ewald_sphere():
    crossings = ewald_crossings(lattice(), S0, 0.0, math.pi)
    assert np.linalg.norm(crossings.s1, axis=1) == pytest.approx(np.linalg.norm(S0))
    assert crossings.phi_rad.min() >= 0.0
    assert crossings.phi_rad.max() < math.pi


def test_a_crossing_is_the_reflection_turned_by_its_angle():
    points = lattice()
    crossings = ewald_crossings(points, S0, -1.0, 1.0)
    assert crossings.s1 - S0 == pytest.approx(rotated(points[crossings.reflection], crossings.phi_rad))


def test_a_full_turn_meets_every_reflection_outside_the_blind_region_twice():
    crossings = ewald_crossings(lattice(), S0, 0.0, 2 * math.pi)
    _, times = np.unique(crossings.reflection, return_counts=True)
    assert set(times) == {2}


def test_two_turns_meet_everything_twice_as_often():
    one, two = (len(ewald_crossings(lattice(), S0, 0.3, 0.3 + turns * 2 * math.pi).phi_rad) for turns in (1, 2))
    assert two == 2 * one


def test_orientations_are_proper_rotations():
    orientation = random_orientation(11)
    assert orientation @ orientation.T == pytest.approx(np.eye(3))
    assert np.linalg.det(orientation) == pytest.approx(1.0)


def test_fractions_of_a_reflection_add_up():
    phi = np.array([0.1])
    parts = [recorded_frac(phi, first, 0.01, np.array([0.02]))[0] for first in np.arange(-0.1, 0.3, 0.01)]
    assert sum(parts) == pytest.approx(1.0)


def test_slow_crossings_have_a_large_lorentz_factor():
    crossings = ewald_crossings(lattice(), S0, 0.0, 1.0)
    speed, inverse = rotation_speed(crossings.s1, S0), inverse_lorentz(crossings.s1, S0)
    assert speed.max() <= 1.0
    assert np.corrcoef(speed, inverse)[0, 1] > 0.3


def test_polarisation_dims_beams_in_the_horizontal_plane():
    horizontal, vertical = np.array([[1.0, 0.0, -1.0]]), np.array([[0.0, 1.0, -1.0]])
    assert polarisation(horizontal)[0] == pytest.approx(0.5, abs=0.01)
    assert polarisation(vertical)[0] == pytest.approx(1.0, abs=0.01)


def test_parallax_stays_within_the_sensor():
    depth = parallax_depth_mm(np.array([[0.0, 0.0, -1.0], [1.0, 0.0, -1.0]]), 0.98, 0.45)
    assert 0.0 < depth[0] < depth[1] < 0.45 * math.sqrt(2)
