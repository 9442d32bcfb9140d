"""What a fluorescence detector would see of a sample: spectra and edges, in mean counts.

Simple and of the right order: a thin sample, no absorption on the way, one scattering angle. The detector is a silicon
drift detector at right angles to the beam: its lines are as wide as noise and the statistics of charge make them.
"""

import math
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from farlight.science.absorption.table import Edge, edge_table, photoabsorption_barn

Floats = npt.NDArray[np.float64]

ELECTRON_REST_EV = 510_998.95
NOISE_FWHM_EV = 85.0
FANO, PAIR_EV = 0.115, 3.66
"""Of silicon: Fano's factor, and the energy that a pair of charges costs."""
TAIL_FRAC = 0.01
"""Part of a line's counts that the detector finds below it, anywhere."""
RAYLEIGH_FRAC = 0.35
"""Elastic part of what is scattered at right angles."""
COMPTON_BLUR_FRAC = 0.012
"""Electrons move: the Compton peak is so much of its energy wide (one standard deviation)."""
WHITE_LINE = 0.9
"""Height of the peak on top of an edge, as a multiple of its step."""
BOND_SHIFT_EV = 2.4
"""How far bonds move the edge from the free atom's place."""
CORE_HOLE_EV = 1.6
MONOCHROMATOR_FRAC = 1.5e-4
"""Resolution of the incident beam."""


def detector_sigma_ev(energy_ev: Floats | float) -> Floats:
    """Return the width (one standard deviation, eV) of a line of some energy in a silicon drift detector."""
    noise_ev = NOISE_FWHM_EV / 2.3548
    width: Floats = np.sqrt(noise_ev**2 + FANO * PAIR_EV * np.asarray(energy_ev, float))
    return width


def compton_ev(energy_ev: float, angle_deg: float = 90.0) -> float:
    """Return the energy of a photon scattered by an electron at rest: E / (1 + (E/mc²)(1 - cos θ))."""
    return energy_ev / (1.0 + energy_ev / ELECTRON_REST_EV * (1.0 - math.cos(math.radians(angle_deg))))


def edge_shape(edge: Edge, energies_ev: Floats) -> Floats:
    """Return how far an edge has risen, from 0 to 1, with the peak on its top and the ripples beyond."""
    width_ev = math.hypot(CORE_HOLE_EV, MONOCHROMATOR_FRAC * edge.energy_ev)
    beyond_ev = energies_ev - (edge.energy_ev + BOND_SHIFT_EV)
    step = 0.5 + np.arctan(2.0 * beyond_ev / width_ev) / math.pi
    white_line = WHITE_LINE * np.exp(-0.5 * ((beyond_ev - 2.0) / width_ev) ** 2)
    wave = np.sqrt(np.maximum(beyond_ev, 0.0) / 3.81)  # the photoelectron's wave number, 1/Å
    ripples = 0.12 * np.exp(-beyond_ev.clip(0.0) / 120.0) * np.sin(2.0 * 2.4 * wave) * (beyond_ev > 0.0)
    shape: Floats = step + white_line + ripples * step
    return shape


def emission_per_photon(edge: Edge, energies_ev: Floats) -> Floats:
    """Return, in barn, how strongly one atom answers at an edge: photoabsorption by its shell, times its yield."""
    above_ev = max(float(edge.energy_ev) * 1.01, float(np.max(energies_ev)))
    whole = photoabsorption_barn(edge.number, above_ev) * (1.0 - 1.0 / edge.jump_ratio)
    strength: Floats = whole * edge.yield_frac * edge_shape(edge, energies_ev)
    return strength


def line_counts(atoms: Mapping[str, float], energy_ev: float) -> list[tuple[float, float]]:
    """Return the lines of a sample as (energy in eV, relative counts); atoms are relative numbers by symbol."""
    found = []
    for symbol, number in atoms.items():
        for edge in edge_table().get(symbol, ()):
            strength = number * float(emission_per_photon(edge, np.array([energy_ev]))[0])
            found += [(line.energy_ev, strength * line.part_frac) for line in edge.lines]
    return found


def mean_spectrum(atoms: Mapping[str, float], energy_ev: float, channels_ev: Floats, *, scattered: float) -> Floats:
    """Return the mean spectrum of a sample, in relative counts a channel.

    Parameters
    ----------
    atoms
        Relative number of atoms by symbol.
    energy_ev
        Of the incident beam.
    channels_ev : ndarray, shape (n,)
        Middles of the channels, even steps.
    scattered
        Relative counts that are scattered by light atoms, at right angles.
    """
    spectrum = np.zeros(len(channels_ev))
    peaks = [(at_ev, counts, 0.0) for at_ev, counts in line_counts(atoms, energy_ev)]
    peaks.append((energy_ev, RAYLEIGH_FRAC * scattered, 0.0))
    peaks.append((compton_ev(energy_ev), (1.0 - RAYLEIGH_FRAC) * scattered, COMPTON_BLUR_FRAC))
    for at_ev, counts, blur_frac in peaks:
        spectrum += counts * _peak(channels_ev, at_ev, blur_frac * at_ev)
    return spectrum


def _peak(channels_ev: Floats, at_ev: float, blur_ev: float) -> Floats:
    """Return the part of a line that falls into each channel, its tail included."""
    step_ev = channels_ev[1] - channels_ev[0]
    sigma_ev = math.hypot(float(detector_sigma_ev(at_ev)), blur_ev)
    bell = np.exp(-0.5 * ((channels_ev - at_ev) / sigma_ev) ** 2) * step_ev / (sigma_ev * math.sqrt(2.0 * math.pi))
    below = (channels_ev < at_ev) & (channels_ev > 0.0)
    part: Floats = bell + TAIL_FRAC * below / max(int(below.sum()), 1)
    return part
