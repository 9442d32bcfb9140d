"""What an edge scan says: where the edge is, and the scattering factors about it.

The fluorescence over the incident beam is laid between lines fitted below and above the edge, and scaled to the f'' of
a free atom there, as CHOOCH does (G. Evans & R. F. Pettifer, J. Appl. Cryst. 34 (2001) 82-86). f' follows from f'' by
the Kramers-Kronig relation; only the difference to the free atom, which is nothing far from the edge, is integrated.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from farlight.science.absorption.table import Edge, scattering_factors
from farlight.science.findings import EdgeFindings

Floats = npt.NDArray[np.float64]

NEAR_EV = (-12.0, 25.0)
"""What lies between is the edge itself, and part of neither line."""
SEARCH_EV = 30.0
"""How far from its place in the table an edge is looked for."""
WHITE_LINE_EV = 15.0
"""The peak is looked for so far above the inflection."""
SMOOTH_EV = 4.0
FEWEST_POINTS = 12
FEWEST_BESIDE = 4
STEP_SIGMAS_MIN = 6.0
"""A step that exceeds its noise by less is none."""
THEORY_EV = (30.0, 230.0)
"""The free atom's f'' is taken as a line between these distances from its edge."""
FADE_EV = 10.0
"""From an end of the scan so far inwards, less and less of it counts."""
_ASIDE_EV = 1e-4
"""Integrals are taken so little beside the points, where no logarithm is infinite."""


@dataclass(frozen=True, kw_only=True)
class EdgeCurves:
    """Curves of an edge scan, one value a point."""

    smooth: Floats
    """Absorption, smoothed: 0 below the edge, 1 above."""
    f_prime: Floats
    f_double_prime: Floats
    step_sigmas: float
    """Height of the edge over the noise of one point."""


class NoEdgeFoundError(Exception):
    """The scan shows no edge; the message says so to people."""


def edge_findings(edge: Edge, energies_ev: Floats, counts: Floats, monitor: Floats) -> EdgeFindings:
    """Find an edge in a scan.

    Parameters
    ----------
    edge
        The edge that was scanned.
    energies_ev : ndarray, shape (n,)
        Growing.
    counts, monitor : ndarray, shape (n,)
        Fluorescence of the element, and the incident beam in the same time.

    Raises
    ------
    NoEdgeFoundError
        When there are too few points, or no step that exceeds the noise.
    """
    curves = edge_curves(edge, energies_ev, counts, monitor)
    inflection_ev = _inflection_ev(edge, energies_ev, curves.smooth)
    above = (energies_ev >= inflection_ev) & (energies_ev <= inflection_ev + WHITE_LINE_EV)
    peak_ev = _top_ev(energies_ev, np.where(above, curves.smooth, -np.inf))

    def at(energy_ev: float, values: Floats) -> float:
        return round(float(np.interp(energy_ev, energies_ev, values)), 2)

    return EdgeFindings(
        element=edge.element,
        edge=edge.name,
        table_ev=edge.energy_ev,
        peak_ev=round(peak_ev, 1),
        peak_f_prime=at(peak_ev, curves.f_prime),
        peak_f_double_prime=at(peak_ev, curves.f_double_prime),
        inflection_ev=round(inflection_ev, 1),
        inflection_f_prime=at(inflection_ev, curves.f_prime),
        inflection_f_double_prime=at(inflection_ev, curves.f_double_prime),
        step_sigmas=round(curves.step_sigmas, 1),
    )


def edge_curves(edge: Edge, energies_ev: Floats, counts: Floats, monitor: Floats) -> EdgeCurves:
    """Return absorption and scattering factors along a scan; parameters and errors as in :func:`edge_findings`."""
    normalised, step_sigmas = normalised_absorption(edge, energies_ev, counts / np.maximum(monitor, 1.0))
    smooth = _smoothed(energies_ev, normalised)
    f_double_prime = _scaled_to_atom(edge, energies_ev, smooth)
    return EdgeCurves(
        smooth=smooth,
        f_prime=f_prime_of(edge, energies_ev, f_double_prime),
        f_double_prime=f_double_prime,
        step_sigmas=step_sigmas,
    )


def normalised_absorption(edge: Edge, energies_ev: Floats, ratio: Floats) -> tuple[Floats, float]:
    """Lay a scan between the lines below and above its edge; 0 is below, 1 above.

    Returns
    -------
    tuple of ndarray, float
        The normalised absorption, and the height of the step over the noise of one point.

    Raises
    ------
    NoEdgeFoundError
        As in :func:`edge_findings`.
    """
    below = energies_ev < edge.energy_ev + NEAR_EV[0]
    above = energies_ev > edge.energy_ev + NEAR_EV[1]
    if len(energies_ev) < FEWEST_POINTS or min(below.sum(), above.sum()) < FEWEST_BESIDE:
        raise NoEdgeFoundError("The scan has too few points on either side of the edge to find it.")
    low = np.polyfit(energies_ev[below] - edge.energy_ev, ratio[below], _degree(below))
    high = np.polyfit(energies_ev[above] - edge.energy_ev, ratio[above], _degree(above))
    floor, roof = (np.polyval(line, energies_ev - edge.energy_ev) for line in (low, high))
    noise = math.sqrt((np.var((ratio - floor)[below]) + np.var((ratio - roof)[above])) / 2.0)
    step = float(high[-1] - low[-1])
    step_sigmas = step / max(noise, 1e-12 * max(abs(step), 1e-30))
    if step <= 0.0 or step_sigmas < STEP_SIGMAS_MIN or (roof <= floor).any():
        raise NoEdgeFoundError(f"No {edge.name} edge of {edge.element} is seen: the sample may hold none.")
    normalised: Floats = (ratio - floor) / (roof - floor)
    return normalised, step_sigmas


def _degree(points: npt.NDArray[np.bool_]) -> int:
    """A slope only where there are points enough to tell one."""
    return 1 if points.sum() >= 3 * FEWEST_BESIDE else 0


def _smoothed(energies_ev: Floats, values: Floats) -> Floats:
    """Smooth over some eV, by a cubic that slides along; steps are taken as even."""
    step_ev = float(np.median(np.diff(energies_ev)))
    window = min(2 * int(SMOOTH_EV / step_ev / 2) + 1, 2 * ((len(values) - 1) // 2) + 1)
    if window <= 3:  # noqa: PLR2004 - a cubic needs more
        return values
    half = window // 2
    powers = np.vander(np.arange(window) - half, 4)
    fit = np.linalg.pinv(powers)
    smoothed = np.convolve(values, fit[-1][::-1], mode="same")
    smoothed[:half] = (powers @ (fit @ values[:window]))[:half]  # at the ends, one cubic has to do
    smoothed[-half:] = (powers @ (fit @ values[-window:]))[-half:]
    return smoothed


def _inflection_ev(edge: Edge, energies_ev: Floats, smooth: Floats) -> float:
    near = np.abs(energies_ev - edge.energy_ev) <= SEARCH_EV
    return _top_ev(energies_ev, np.where(near, np.gradient(smooth, energies_ev), -np.inf))


def _top_ev(energies_ev: Floats, values: Floats) -> float:
    """Return where values are largest: the top of the parabola through the largest and its neighbours."""
    top = int(np.argmax(values))
    if not 0 < top < len(values) - 1 or not np.isfinite(values[top - 1 : top + 2]).all():
        return float(energies_ev[top])
    before, at, after = values[top - 1 : top + 2]
    bend = before - 2.0 * at + after
    shift = 0.0 if bend == 0.0 else 0.5 * (before - after) / bend
    return float(energies_ev[top] + shift * (energies_ev[top + 1] - energies_ev[top - 1]) / 2.0)


def atom_edge_ev(edge: Edge) -> float:
    """Return where f'' of the free atom jumps, which is near the table's energy, to a millionth of an eV."""
    low, high = edge.energy_ev - 0.01 * edge.energy_ev, edge.energy_ev + 0.01 * edge.energy_ev
    while high - low > 1e-6:  # noqa: PLR2004 - eV
        middle = (low + high) / 2.0
        halves = [_rise(edge, low, middle), _rise(edge, middle, high)]
        low, high = (low, middle) if halves[0] > halves[1] else (middle, high)
    return (low + high) / 2.0


def _rise(edge: Edge, low_ev: float, high_ev: float) -> float:
    return scattering_factors(edge.number, high_ev)[1] - scattering_factors(edge.number, low_ev)[1]


def _scaled_to_atom(edge: Edge, energies_ev: Floats, normalised: Floats) -> Floats:
    """Return f'' of a normalised scan: that of the free atom on both sides, and between as was measured."""
    at_ev = atom_edge_ev(edge)
    floor, roof = (_atom_line(edge, at_ev, energies_ev, side) for side in (-1.0, 1.0))
    scaled: Floats = floor + normalised * (roof - floor)
    return scaled


def _atom_line(edge: Edge, at_ev: float, energies_ev: Floats, side: float) -> Floats:
    """Return f'' of the free atom on one side of its edge, drawn on to the other side."""
    near_ev, far_ev = (at_ev + side * distance_ev for distance_ev in THEORY_EV)
    near, far = (scattering_factors(edge.number, energy_ev)[1] for energy_ev in (near_ev, far_ev))
    line: Floats = near + (far - near) * (energies_ev - near_ev) / (far_ev - near_ev)
    return line


def f_prime_of(edge: Edge, energies_ev: Floats, f_double_prime: Floats) -> Floats:
    """Return f' (electrons) that belongs to an f'' measured about an edge, by Kramers and Kronig.

    f'(E) = f'_atom(E) + (2/π) P∫ x [f''(x) - f''_atom(x)] / (E² - x²) dx

    Parameters
    ----------
    edge
        The edge.
    energies_ev, f_double_prime : ndarray, shape (n,)
        Growing energies; at both ends f'' is that of the free atom.
    """
    at_ev = atom_edge_ev(edge)
    nodes_ev, excess = _excess(edge, at_ev, energies_ev, f_double_prime)
    where_ev = energies_ev + _ASIDE_EV
    atom = np.array([scattering_factors(edge.number, energy_ev)[0] for energy_ev in where_ev])
    smooth: Floats = atom + _transform(nodes_ev, excess, where_ev)
    return smooth


def _excess(edge: Edge, at_ev: float, energies_ev: Floats, f_double_prime: Floats) -> tuple[Floats, Floats]:
    """Return f'' beyond the free atom's, as a broken line with two ends where the atom's f'' jumps."""
    floor, roof = (_atom_line(edge, at_ev, energies_ev, side) for side in (-1.0, 1.0))
    excess = (f_double_prime - np.where(energies_ev < at_ev, floor, roof)) * _fade(energies_ev)
    measured = float(np.interp(at_ev, energies_ev, f_double_prime))
    before, after = (measured - float(np.interp(at_ev, energies_ev, line)) for line in (floor, roof))
    place = int(np.searchsorted(energies_ev, at_ev))
    return np.insert(energies_ev, place, [at_ev, at_ev]), np.insert(excess, place, [before, after])


def _fade(energies_ev: Floats) -> Floats:
    """Return weights that go to zero at both ends: noise there must not look like another edge."""
    way_ev = np.minimum(energies_ev - energies_ev[0], energies_ev[-1] - energies_ev)
    fade: Floats = 0.5 - 0.5 * np.cos(np.pi * np.clip(way_ev / FADE_EV, 0.0, 1.0))
    return fade


def _transform(nodes: Floats, values: Floats, where: Floats) -> Floats:
    """Return (1/π) P∫ v(x) [1/(E - x) - 1/(E + x)] dx of a broken line v at energies E that are no nodes."""
    left, right = nodes[:-1], nodes[1:]
    wide = right > left
    left, right, first, last = left[wide], right[wide], values[:-1][wide], values[1:][wide]
    slope = (last - first) / (right - left)
    at = where[:, None]
    there = first + slope * (at - left)
    near = -(slope * (right - left)) - there * np.log(np.abs((at - right) / (at - left)))
    far = (first + last) / 2.0 * (right - left) / (at + (left + right) / 2.0)
    transformed: Floats = (near - far).sum(axis=1) / math.pi
    return transformed
