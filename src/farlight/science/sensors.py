"""How deep X-rays go into a detector's sensor before they are counted.

Mass attenuation coefficients (without coherent corrections) and densities: NIST Standard Reference Database 126
(Hubbell and Seltzer), https://doi.org/10.18434/T4D01F; between its energies, power laws.
"""

import math

import numpy as np

from farlight.kernel.units import energy_ev
from farlight.science.geometry import Sensor

_SILICON = (
    (2.0, 2777.0),
    (3.0, 978.4),
    (4.0, 452.9),
    (5.0, 245.0),
    (6.0, 147.0),
    (8.0, 64.68),
    (10.0, 33.89),
    (15.0, 10.34),
    (20.0, 4.464),
    (30.0, 1.436),
    (40.0, 0.7012),
    (50.0, 0.4385),
    (60.0, 0.3207),
    (80.0, 0.2228),
    (100.0, 0.1835),
)
_CADMIUM_TELLURIDE = (
    (5.0, 839.2),
    (6.0, 528.6),
    (8.0, 249.2),
    (10.0, 138.1),
    (15.0, 46.57),
    (20.0, 21.44),
    (26.711, 9.834),
    (26.711, 29.43),
    (30.0, 21.82),
    (31.814, 18.73),
    (31.814, 34.92),
    (40.0, 19.3),
    (50.0, 10.67),
    (60.0, 6.542),
    (80.0, 3.019),
    (100.0, 1.671),
)
_KNOWN = {"si": (_SILICON, 2.33), "silicon": (_SILICON, 2.33)} | dict.fromkeys(
    ("cdte", "cadmium telluride"), (_CADMIUM_TELLURIDE, 6.2)
)
"""Energies (keV) with coefficients (cm²/g), and density (g/cm³), by what headers call the material."""
_PER_CM = 10.0


def attenuation_inverse_mm(material: str, wavelength_angstrom: float) -> float | None:
    """Return the linear attenuation coefficient of a sensor; None for what is not known.

    Parameters
    ----------
    material : str
        As headers name it: ``Si``, ``Silicon``, ``CdTe``.
    wavelength_angstrom : float
        Of the X-rays.
    """
    known = _KNOWN.get(material.strip().lower())
    if known is None:
        return None
    table, density = known
    kev, coefficient = np.array(table).T
    at_kev = energy_ev(wavelength_angstrom) / 1e3
    if not kev[0] <= at_kev <= kev[-1]:
        return None
    return float(np.exp(np.interp(np.log(at_kev), np.log(kev), np.log(coefficient)))) * density / _PER_CM


def sensor_of(material: str, thickness_mm: float | None, wavelength_angstrom: float) -> Sensor | None:
    """Return a sensor as headers tell of it; None when they say too little, or its material is not known."""
    attenuation = attenuation_inverse_mm(material, wavelength_angstrom)
    if not attenuation or not thickness_mm or not math.isfinite(thickness_mm):
        return None
    return Sensor(thickness_mm=thickness_mm, attenuation_inverse_mm=attenuation)
