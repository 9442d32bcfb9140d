"""The dose of a collection, by rule of thumb."""

PHOTONS_PER_UM2_AND_GY = 2000.0
"""At 1 Å: J. M. Holton, J. Synchrotron Rad. 16 (2009) 133-142, for a crystal of protein and water in the whole beam."""


def dose_mgy(
    flux_hz: float | None,
    beam_size_um: tuple[float, float] | None,
    exposed_s: float,
    wavelength_angstrom: float,
) -> float | None:
    """Return the dose that a crystal without heavy atoms has taken, about, in MGy: D = N λ² / (2000 A).

    Parameters
    ----------
    flux_hz
        Photons a second on the sample.
    beam_size_um
        Width and height of the beam; the beam is taken as even over them.
    exposed_s
        Time under the beam.
    wavelength_angstrom
        Wavelength of the beam.

    Returns
    -------
    float or None
        None when no device said how much light there was.
    """
    if not flux_hz or not beam_size_um or min(beam_size_um) <= 0.0:
        return None
    photons_per_um2 = flux_hz * exposed_s / (beam_size_um[0] * beam_size_um[1])
    return photons_per_um2 * wavelength_angstrom**2 / PHOTONS_PER_UM2_AND_GY / 1e6
