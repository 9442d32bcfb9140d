"""What the experiment does to an intensity on its way to a pixel: Lorentz, polarisation, parallax, rocking."""

import numpy as np
import numpy.typing as npt
from scipy.special import erf

from farlight.science.diffraction.prediction import ROTATION_AXIS

Floats = npt.NDArray[np.float64]

POLARISATION_FRAC = 0.999
"""Polarised fraction of a synchrotron's beam in the horizontal plane."""


def inverse_lorentz(s1: Floats, s0: Floats) -> Floats:
    """Inverse Lorentz factor |s1·(m2 x s0)| / |s0|², shape (n,) from (n, 3)  (Kabsch, Acta Cryst. D66, 133, 2010)."""
    factor: Floats = np.abs(s1 @ np.cross(ROTATION_AXIS, s0)) / (s0 @ s0)
    return factor


def rotation_speed(s1: Floats, s0: Floats) -> Floats:
    """Kabsch's ζ = |m2·e1|, e1 along s1 x s0: how fast a point crosses the sphere, shape (n,), 0 on the blind axis."""
    e1 = np.cross(s1, s0)
    norm = np.linalg.norm(e1, axis=1)
    speed: Floats = np.abs(e1 @ ROTATION_AXIS) / np.where(norm > 0, norm, 1.0)
    return speed


def polarisation(s1: Floats) -> Floats:
    """Polarisation factor of diffracted beams, shape (n,), for a beam polarised along x.

    Kahn et al., J. Appl. Cryst. 15, 330 (1982).
    """
    unit = s1 / np.linalg.norm(s1, axis=1)[:, None]
    p = POLARISATION_FRAC
    factor: Floats = (1.0 - 2.0 * p) * (1.0 - unit[:, 1] ** 2) + p * (1.0 + unit[:, 2] ** 2)
    return factor


def silicon_attenuation_per_mm(wavelength_angstrom: float) -> float:
    """Linear attenuation of silicon in 1/mm; a power law through NIST's table between 8 and 18 keV."""
    return float(3.83262 * (wavelength_angstrom / 0.96859) ** 2.913)


def parallax_depth_mm(s1: Floats, wavelength_angstrom: float, thickness_mm: float) -> Floats:
    """Mean path of absorbed photons inside the sensor along the diffracted beam, mm, shape (n,).

    The expectation of an exponential cut off at the sensor's back, as DIALS corrects for it.
    """
    mu = silicon_attenuation_per_mm(wavelength_angstrom)
    path = thickness_mm * np.linalg.norm(s1, axis=1) / np.abs(s1[:, 2])
    depth: Floats = 1.0 / mu - (path + 1.0 / mu) * np.exp(-mu * path)
    return depth


def recorded_frac(phi_rad: Floats, first_rad: Floats, width_rad: float, spread_rad: Floats) -> Floats:
    """Fraction of a reflection recorded while the crystal turns from `first_rad` by `width_rad`.

    The rocking curve is a Gaussian of standard deviation `spread_rad` = mosaicity / ζ about `phi_rad`
    (Kabsch, Acta Cryst. D66, 133, 2010); shapes (n,).
    """
    scale = np.sqrt(2.0) * spread_rad
    frac: Floats = 0.5 * (erf((first_rad + width_rad - phi_rad) / scale) - erf((first_rad - phi_rad) / scale))
    return frac
