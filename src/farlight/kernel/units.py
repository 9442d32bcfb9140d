"""Conversions between units that the field uses side by side."""

HC_EV_ANGSTROM = 12398.419843320026
"""Planck's constant times the speed of light, in eV Å (CODATA 2018, exact)."""


def wavelength_angstrom(energy_ev: float) -> float:
    """Wavelength of a photon of the energy (eV), in Å: λ = hc / E."""
    return HC_EV_ANGSTROM / energy_ev


def energy_ev(wavelength_angstrom: float) -> float:
    """Energy of a photon of the wavelength (Å), in eV: E = hc / λ."""
    return HC_EV_ANGSTROM / wavelength_angstrom
