"""Images averaged about the beam: the curve of a powder or a solution, and which frames do not fit the others.

Counts are set against what a pixel sees: its solid angle, and the polarisation of a bending magnet's or an undulator's
beam. Frames whose curve differs from the median of all by more than counting explains are left out of the average
(a bubble, a Bragg spot of ice, radiation damage, a shutter that was late).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from farlight.science.geometry import DetectorGeometry, Panel
from farlight.science.spots import as_counts, gap_value

Floats = npt.NDArray[np.float64]

BINS = 1000
POLARISATION_FRAC = 0.99
"""Part of the beam that is polarised horizontally."""
FEWEST_FRAMES = 4
"""Of fewer, none can be told from the others."""
OUTLIER_CHI2 = 1.5
"""Reduced χ² that counting alone does not reach over hundreds of bins."""
OUTLIER_SPREADS = 6.0


@dataclass(frozen=True, kw_only=True)
class RadialAverage:
    """The average of a run about the beam; the arrays have one length."""

    q_inverse_angstrom: Floats
    """Scattering vector 4π sin θ / λ at the middle of each bin, in 1/Å."""
    intensity: Floats
    """Mean counts of a pixel, corrected."""
    sigma: Floats
    """Uncertainty of that, of counting alone."""
    frames: int
    """Frames that were looked at."""
    outliers: tuple[int, ...]
    """Numbers, from 1, of frames that were left out."""


class RadialAverager:
    """Curves of many images of one detector; what depends on the geometry only is worked out once.

    Parameters
    ----------
    mask : ndarray of uint8, shape (slow, fast)
        0 where a pixel is good.
    geometry : DetectorGeometry
        Where the pixels are.
    bins
        Even steps of q between the smallest and the largest that good pixels see.
    """

    def __init__(self, mask: npt.NDArray[np.uint8], geometry: DetectorGeometry, bins: int = BINS) -> None:
        q, seen_frac = _pixels(mask.shape, geometry)
        good = (mask == 0) & np.isfinite(q)
        low, high = (float(q[good].min()), float(q[good].max())) if good.any() else (0.0, 1.0)
        step = max((high - low) / bins, 1e-12)
        self._bins = bins
        self._place = np.where(good, np.clip((q - low) / step, 0, bins - 1), bins).astype(np.intp).ravel()
        self._seen_frac = seen_frac.ravel()
        self.q_inverse_angstrom: Floats = np.asarray(low + (np.arange(bins) + 0.5) * step, np.float64)
        """Middles of the bins, shape (bins,)."""

    def sums(self, image: npt.NDArray[Any]) -> tuple[Floats, Floats]:
        """Return counts in each bin, and what its pixels see in units of a pixel on the beam, both of shape (bins,)."""
        counts = as_counts(image).ravel()
        place = np.where(counts < gap_value(counts.dtype), self._place, self._bins)
        summed = np.bincount(place, weights=counts, minlength=self._bins + 1)[: self._bins]
        seen = np.bincount(place, weights=self._seen_frac, minlength=self._bins + 1)[: self._bins]
        return np.asarray(summed, np.float64), np.asarray(seen, np.float64)


def _pixels(shape: tuple[int, ...], geometry: DetectorGeometry) -> tuple[Floats, Floats]:
    """Return q (1/Å; NaN where no panel lies) and what a pixel sees relative to one on the beam, shape (slow, fast)."""
    q, seen_frac = np.full(shape, np.nan), np.ones(shape)
    for panel in geometry.panels:
        first = panel.at_px
        whole = len(geometry.panels) == 1
        end = shape if whole else tuple(at + size for at, size in zip(first, panel.shape, strict=True))
        here = (slice(0 if whole else first[0], end[0]), slice(0 if whole else first[1], end[1]))
        q[here], seen_frac[here] = _panel(panel, geometry, q[here].shape)
    return q, seen_frac


def _panel(panel: Panel, geometry: DetectorGeometry, shape: tuple[int, ...]) -> tuple[Floats, Floats]:
    slow, fast = (np.arange(size) + 0.5 for size in shape)
    place = (
        np.asarray(panel.origin_mm)
        + slow[:, None, None] * panel.pixel_size_mm[0] * np.asarray(panel.slow_axis)
        + fast[None, :, None] * panel.pixel_size_mm[1] * np.asarray(panel.fast_axis)
    )
    way_mm = np.linalg.norm(place, axis=-1)
    outwards = place / way_mm[..., None]
    beam = np.asarray(geometry.beam_direction) / np.linalg.norm(geometry.beam_direction)
    q = 2.0 * math.pi / geometry.wavelength_angstrom * np.linalg.norm(outwards - beam, axis=-1)
    slant = np.abs(outwards @ panel.normal)
    solid = slant * (geometry.distance_mm / way_mm) ** 2
    across = POLARISATION_FRAC * outwards[..., 0] ** 2 + (1.0 - POLARISATION_FRAC) * outwards[..., 1] ** 2
    return q, solid * (1.0 - across)


def averaged(q_inverse_angstrom: Floats, summed: Sequence[Floats], seen: Sequence[Floats]) -> RadialAverage:
    """Average the curves of some frames, without those that do not fit the others.

    Parameters
    ----------
    q_inverse_angstrom : ndarray, shape (bins,)
        Middles of the bins.
    summed, seen : sequence of ndarray of shape (bins,), one a frame
        As :meth:`RadialAverager.sums` returns them.
    """
    counts, weights = np.stack(summed), np.stack(seen)
    outliers = outliers_of(counts, weights)
    kept = np.setdiff1d(np.arange(len(counts)), outliers)
    total, weight = counts[kept].sum(axis=0), weights[kept].sum(axis=0)
    there = weight > 0.0
    scale = np.maximum(weight, 1e-12)
    return RadialAverage(
        q_inverse_angstrom=q_inverse_angstrom[there],
        intensity=(total / scale)[there],
        sigma=(np.sqrt(np.maximum(total, 1.0)) / scale)[there],
        frames=len(counts),
        outliers=tuple(int(index) + 1 for index in outliers),
    )


def outliers_of(counts: Floats, weights: Floats) -> npt.NDArray[np.intp]:
    """Return which frames differ from the median of all by more than counting explains, counted from 0.

    Parameters
    ----------
    counts, weights : ndarray, shape (frames, bins)
        Counts in each bin, and what its pixels see.
    """
    if len(counts) < FEWEST_FRAMES:
        return np.zeros(0, np.intp)
    there = weights.min(axis=0) > 0.0
    typical = np.median(counts[:, there] / weights[:, there], axis=0)
    expected = typical * weights[:, there]
    chi2 = ((counts[:, there] - expected) ** 2 / np.maximum(expected, 1.0)).mean(axis=1)
    middle = float(np.median(chi2))
    spread = 1.4826 * float(np.median(np.abs(chi2 - middle)))
    return np.flatnonzero(chi2 > max(OUTLIER_CHI2, 1.2 * middle, middle + OUTLIER_SPREADS * spread))
