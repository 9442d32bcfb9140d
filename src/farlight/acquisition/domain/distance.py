"""Detector distance and the resolution at the detector's edge."""

import math

from farlight.kernel.units import wavelength_angstrom


def edge_resolution_angstrom(distance_mm: float, energy_ev: float, edge_mm: float) -> float:
    """Spacing (Å) whose reflections fall on a flat detector at a radius (mm) from the beam: d = λ / 2 sin(½ atan(r/D)).

    Parameters
    ----------
    distance_mm
        From sample to detector, across the beam.
    energy_ev
        Photon energy.
    edge_mm
        Distance of the nearer edge from the beam.
    """
    theta_rad = math.atan2(edge_mm, distance_mm) / 2.0
    return wavelength_angstrom(energy_ev) / (2.0 * math.sin(theta_rad))


def distance_for_resolution_mm(resolution_angstrom: float, energy_ev: float, edge_mm: float) -> float | None:
    """Distance (mm) at which a spacing (Å) falls on the nearer edge; None when no flat detector sees it so.

    The inverse of :func:`edge_resolution_angstrom`: D = r / tan(2 asin(λ / 2d)).
    """
    sine = wavelength_angstrom(energy_ev) / (2.0 * resolution_angstrom)
    if sine >= math.sqrt(0.5):
        return None
    return edge_mm / math.tan(2.0 * math.asin(sine))
