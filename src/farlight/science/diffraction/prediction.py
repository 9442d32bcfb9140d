"""Where and when reflections flash: every crossing of the Ewald sphere during a rotation."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

ROTATION_AXIS = np.array([1.0, 0.0, 0.0])
"""The goniometer's axis in the laboratory frame: omega turns about +x."""
FULL_TURN_RAD = 2.0 * np.pi


@dataclass(frozen=True)
class Crossings:
    """Passages of reflections through the Ewald sphere."""

    reflection: npt.NDArray[np.intp]
    """Row of the reflection, shape (n,)."""
    phi_rad: Floats
    """Angle of the rotation at the passage, shape (n,)."""
    s1: Floats
    """Diffracted beam vector in 1/Å, laboratory frame, shape (n, 3)."""

    def where(self, keep: npt.NDArray[np.bool_]) -> "Crossings":
        """Those crossings for which `keep`, shape (n,), is true."""
        return Crossings(self.reflection[keep], self.phi_rad[keep], self.s1[keep])


def incident_beam(wavelength_angstrom: float) -> Floats:
    """Incident beam vector s0 in 1/Å: along -z, length 1/λ, shape (3,)."""
    return np.array([0.0, 0.0, -1.0 / wavelength_angstrom])


def rotated(vectors: Floats, phi_rad: Floats) -> Floats:
    """Vectors, shape (n, 3), each turned about the rotation axis by its own angle, shape (n,) (Rodrigues' formula)."""
    along = (vectors @ ROTATION_AXIS)[:, None] * ROTATION_AXIS
    cos, sin = np.cos(phi_rad)[:, None], np.sin(phi_rad)[:, None]
    turned: Floats = along + cos * (vectors - along) + sin * np.cross(ROTATION_AXIS, vectors)
    return turned


def ewald_crossings(reciprocal: Floats, s0: Floats, first_rad: float, last_rad: float) -> Crossings:
    """Both passages of every reciprocal-lattice point through the Ewald sphere in a range of rotation.

    |s0 + R(φ) r| = |s0| means r·(2 R⁻¹ s0 + r) = 0, which is c1 cos φ + c2 sin φ = -r²/2 - c0
    with the projections of r on s0, along and across the axis.

    Parameters
    ----------
    reciprocal
        Reciprocal-lattice vectors at φ = 0 in 1/Å, laboratory frame, shape (n, 3).
    s0
        Incident beam in 1/Å, shape (3,).
    first_rad, last_rad
        Range of φ, half open; may be more than a turn.
    """
    c0 = (reciprocal @ ROTATION_AXIS) * (s0 @ ROTATION_AXIS)
    c1 = reciprocal @ s0 - c0
    c2 = np.cross(ROTATION_AXIS, reciprocal) @ s0
    amplitude = np.hypot(c1, c2)
    reach = -(np.einsum("ij,ij->i", reciprocal, reciprocal) / 2.0 + c0)
    crossing = np.flatnonzero(np.abs(reach) < amplitude)
    middle = np.arctan2(c2[crossing], c1[crossing])
    half = np.arccos(reach[crossing] / amplitude[crossing])
    rows = np.concatenate([crossing, crossing])
    rows, phi_rad = _within(rows, np.concatenate([middle + half, middle - half]), first_rad, last_rad)
    return Crossings(rows, phi_rad, s0 + rotated(reciprocal[rows], phi_rad))


def _within(
    rows: npt.NDArray[np.intp], phi_rad: Floats, first_rad: float, last_rad: float
) -> tuple[npt.NDArray[np.intp], Floats]:
    """Every repetition of the angles, a turn apart, in the half-open range."""
    earliest = phi_rad + np.ceil((first_rad - phi_rad) / FULL_TURN_RAD) * FULL_TURN_RAD
    turns = max(1, int(np.ceil((last_rad - first_rad) / FULL_TURN_RAD)))
    all_phi = np.concatenate([earliest + turn * FULL_TURN_RAD for turn in range(turns)])
    inside = all_phi < last_rad
    return np.tile(rows, turns)[inside], all_phi[inside]


def random_orientation(seed: int) -> Floats:
    """A crystal's orientation U, a proper rotation drawn evenly by `seed`, shape (3, 3)."""
    q, r = np.linalg.qr(np.random.default_rng(seed).normal(size=(3, 3)))
    q *= np.sign(np.diag(r))
    if np.linalg.det(q) < 0:
        q[:, 0] *= -1
    return np.asarray(q, float)
