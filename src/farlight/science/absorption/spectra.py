"""Which elements a fluorescence spectrum shows.

The continuum is taken away by peak clipping (SNIP: C. G. Ryan et al., Nucl. Instrum. Methods B34 (1988) 396-402), and
what is left is fitted, up to where scattered light begins, by the lines of all elements that the beam can excite and a
little continuum, none negative. An element counts when it exceeds its noise clearly, and still does when the others
have been thinned out.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from farlight.science.absorption.simulating import COMPTON_BLUR_FRAC, compton_ev, detector_sigma_ev, emission_per_photon
from farlight.science.absorption.table import Edge, Line, edge_table
from farlight.science.findings import ElementFinding, SpectrumFindings

Floats = npt.NDArray[np.float64]

LEAST_EV = 1_500.0
"""Below, windows and air swallow lines, and noise is near."""
CUTOFF_SIGMAS = 3.0
"""The fit ends so many widths of the Compton peak below it."""
SIGMAS_MIN = 6.0
PART_MIN_FRAC = 0.002
"""An element needs so large a part of the fitted counts."""
CLIPS = 24
HAT_EV = 500.0
"""Clipping runs along the lower side of the noise: what it leaves is taken up by hats so far apart."""
_SMOOTH_CHANNELS = 9
_THINNED = 3
NOT_IN_SAMPLES = frozenset({"Ne", "Kr", "Tc", "Xe", "Pm", "Po", "At", "Rn", "Fr", "Ra", "Ac", "Pa"})
"""Elements that no sample holds: noble gases (argon is that of the air) and those that decay."""


@dataclass(frozen=True)
class _Family:
    """Lines of one shell of an element that come together."""

    element: str
    series: str
    main: Line
    shape: Floats


def spectrum_findings(channels_ev: Floats, counts: Floats, energy_ev: float) -> SpectrumFindings:
    """Find the elements of a spectrum.

    Parameters
    ----------
    channels_ev : ndarray, shape (n,)
        Middles of the channels, even steps.
    counts : ndarray, shape (n,)
        Photons in each channel.
    energy_ev
        Of the incident beam.
    """
    cutoff_ev = compton_cutoff_ev(energy_ev)
    inside = (channels_ev >= LEAST_EV) & (channels_ev <= cutoff_ev)
    found: tuple[ElementFinding, ...] = ()
    if inside.sum() > 2 * CLIPS:
        found = _elements_in(channels_ev[inside], counts[inside], continuum(counts)[inside], energy_ev)
    total = float(counts.sum())
    return SpectrumFindings(elements=found, compton_cutoff_ev=round(cutoff_ev, 1), total_counts=total)


def spectrum_of(found: SpectrumFindings, channels_ev: Floats, counts: Floats, energy_ev: float) -> Floats:
    """Return the spectrum that the elements found make on the continuum, shape (n,); NaN where none was looked for."""
    inside = (channels_ev >= LEAST_EV) & (channels_ev <= found.compton_cutoff_ev)
    spectrum = np.where(inside, continuum(counts), np.nan)
    if inside.any():
        areas = {(one.element, one.series): one.counts for one in found.elements}
        for family in _families(channels_ev[inside], energy_ev, only={element for element, _ in areas}):
            spectrum[inside] += areas.get((family.element, family.series), 0.0) * family.shape
    return spectrum


def _smoothed(counts: Floats) -> Floats:
    """Return the mean over some channels about each."""
    padded = np.pad(counts, _SMOOTH_CHANNELS // 2, mode="edge")
    return np.convolve(padded, np.full(_SMOOTH_CHANNELS, 1.0 / _SMOOTH_CHANNELS), mode="valid")


def compton_cutoff_ev(energy_ev: float) -> float:
    """Return where the light that electrons scatter at right angles begins."""
    peak_ev = compton_ev(energy_ev)
    return peak_ev - CUTOFF_SIGMAS * math.hypot(float(detector_sigma_ev(peak_ev)), COMPTON_BLUR_FRAC * peak_ev)


def continuum(counts: Floats) -> Floats:
    """Return the slowly varying part of a spectrum, shape (n,): peaks are clipped, the widest ones first."""
    smooth = _smoothed(np.maximum(counts, 0.0))
    squeezed = np.log(np.log(np.sqrt(smooth + 1.0) + 1.0) + 1.0)
    for width in range(CLIPS, 0, -1):
        padded = np.pad(squeezed, width, mode="edge")
        squeezed = np.minimum(squeezed, (padded[: -2 * width] + padded[2 * width :]) / 2.0)
    ground: Floats = (np.exp(np.exp(squeezed) - 1.0) - 1.0) ** 2 - 1.0
    return ground.clip(0.0)


def _elements_in(where_ev: Floats, seen: Floats, ground: Floats, energy_ev: float) -> tuple[ElementFinding, ...]:
    """Return the elements of a stretch of a spectrum, the strongest first."""
    families, hats = _families(where_ev, energy_ev), _hats(where_ev)
    weights = 1.0 / np.sqrt(np.maximum(_smoothed(seen), 1.0))
    areas, sigmas = np.zeros(0), np.zeros(0)
    for _ in range(_THINNED):
        shapes = np.stack([*(family.shape for family in families), *hats], axis=1)
        areas, sigmas = _fit(shapes * weights[:, None], (seen - ground) * weights)
        areas, sigmas = areas[: len(families)], sigmas[: len(families)]
        kept = (sigmas >= SIGMAS_MIN) & (areas >= PART_MIN_FRAC * areas.sum())
        if kept.all():
            break
        families = [family for family, is_kept in zip(families, kept, strict=True) if is_kept]
        areas, sigmas = areas[kept], sigmas[kept]
    found = [_finding(*one) for one in zip(families, areas, sigmas, strict=True)]
    return tuple(sorted(found, key=lambda one: -one.counts))


def _finding(family: _Family, area: float, sigmas: float) -> ElementFinding:
    return ElementFinding(
        element=family.element,
        series=family.series,
        line=family.main.name,
        line_ev=family.main.energy_ev,
        counts=round(float(area), 1),
        sigmas=round(float(sigmas), 1),
    )


def _hats(where_ev: Floats) -> list[Floats]:
    """Return triangles that overlap, one after the other: sums of them are broken lines."""
    peaks_ev = np.arange(where_ev[0], where_ev[-1] + HAT_EV, HAT_EV)
    return [np.maximum(1.0 - np.abs(where_ev - peak_ev) / HAT_EV, 0.0) for peak_ev in peaks_ev]


def _fit(matrix: Floats, wanted: Floats) -> tuple[Floats, Floats]:
    """Return how much there is of each column, nowhere negative, and how far each exceeds its uncertainty."""
    from scipy.optimize import nnls  # only who fits needs what it brings

    areas, _ = nnls(matrix, wanted)
    there = np.flatnonzero(areas > 0.0)
    sigmas = np.zeros(len(areas))
    if there.size:
        spread = np.linalg.pinv(matrix[:, there].T @ matrix[:, there])
        sigmas[there] = areas[there] / np.sqrt(np.maximum(np.diag(spread), 1e-12))
    return areas, sigmas


def _families(where_ev: Floats, energy_ev: float, *, only: Collection[str] | None = None) -> list[_Family]:
    """Return the lines that the beam can excite and whose strongest one lies within; of some elements, or all."""
    found = []
    for element, edges in edge_table().items():
        excited = [edge for edge in edges if edge.energy_ev < energy_ev]
        if element in NOT_IN_SAMPLES or (only is not None and element not in only):
            continue
        for shell in ("K", "L"):
            own = [edge for edge in excited if edge.name.startswith(shell)]
            if own and where_ev[0] <= own[-1].main_line.energy_ev <= where_ev[-1]:
                found.append(_family(element, shell, own, where_ev, energy_ev))
    return found


def _family(element: str, shell: str, edges: Sequence[Edge], where_ev: Floats, energy_ev: float) -> _Family:
    shape = np.zeros(len(where_ev))
    step_ev = where_ev[1] - where_ev[0]
    whole = 0.0
    for edge in edges:
        strength = float(emission_per_photon(edge, np.array([energy_ev]))[0])
        for line in edge.lines:
            sigma_ev = float(detector_sigma_ev(line.energy_ev))
            bell = np.exp(-0.5 * ((where_ev - line.energy_ev) / sigma_ev) ** 2)
            shape += strength * line.part_frac * bell * step_ev / (sigma_ev * math.sqrt(2.0 * math.pi))
            whole += strength * line.part_frac
    return _Family(element, shell, edges[-1].main_line, shape / max(whole, 1e-30))
