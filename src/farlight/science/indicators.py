"""What one image says about the crystal, in four numbers: spots, resolution, total intensity, ice.

The resolution is estimated from where spots thin out, in the spirit of method 1 of DISTL (Zhang, Sauter, van den Bedem,
Snell & Deacon, J. Appl. Cryst. (2006) 39, 112-119): spots are counted in shells of equal volume of reciprocal space,
where an endless crystal would have equally many, each count is set against the part of the shell that the detector
sees, and the limit is the outer edge of the last shell that still holds a fair part of what the best shells hold. Spots
on ice rings do not count.

The ice score compares, at each powder ring of hexagonal ice, the mean of the ring with the means of narrow bands to
both sides (the same idea, on images, as in Thorn et al., Acta Cryst. (2017) D73, 729-737, on integrated data). Ring
positions: the unit cell of hexagonal ice at 93 K, a = 4.50 Å, c = 7.33 Å (Kuhs & Lehmann, J. Phys. Chem. (1983) 87,
4312-4313).
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from farlight.science.compiled import compiled
from farlight.science.geometry import DetectorGeometry, flat_detector
from farlight.science.resolution_map import ResolutionMap
from farlight.science.spots import DEFAULT_PARAMETERS, SpotParameters, SpotTable, as_counts, find_spots, gap_value

ICE_RINGS_ANGSTROM = (3.897, 3.665, 3.441, 2.667, 2.249, 2.068, 1.947, 1.916, 1.882, 1.719)
"""Strong powder rings of hexagonal ice, from the outside of the crystal's interest inwards."""
ICE_HALF_WIDTH = 0.0035
"""Half width of an ice ring, in units of 1/d (1/Å)."""
ICE_BAND = (0.006, 0.013)
"""Where the bands to both sides of a ring begin and end, in 1/Å from the ring."""
_SAMPLE_PX = 4000
"""Pixels of a ring, and of its bands, that are looked at."""
_NO_CAP = 1e9
_SIGNIFICANT_SIGMAS = 5.0
_STRONGEST_RINGS = 3
_SHELLS = 20
_FAIR_PART = 0.1
"""Part of the best shells' density of spots that the last shell must hold."""
_SHELL_SPOTS_MIN = 3
_SHELL_PART_MIN = 0.015
"""Spots, and part of all spots, that the last shell must hold: a few stray ones do not make a resolution."""
_QUANTILE = 0.99
_SPOTS_MIN = 10
"""With fewer spots no resolution is estimated."""
_SEEN_MIN_FRAC = 0.02


@dataclass(frozen=True, kw_only=True)
class ImageIndicators:
    """What one image says about the crystal."""

    spots: int
    """Number of Bragg spots."""
    resolution_angstrom: float | None
    """Estimated resolution; None with fewer than ten spots off the ice rings or without a geometry."""
    total_intensity: float
    """Sum of the counts of all good pixels."""
    ice_score: float
    """From 0, no ice, to 1; 0.5 means that the three strongest ice rings double the background."""


class ImageAnalyser:
    """Indicators of many images of one detector; what depends on the geometry only is worked out once.

    Parameters
    ----------
    mask : ndarray of uint8, shape (slow, fast)
        0 where a pixel is good.
    geometry : DetectorGeometry or None
        Without it there is neither resolution nor ice.
    """

    def __init__(
        self,
        mask: npt.NDArray[np.uint8],
        geometry: DetectorGeometry | None,
        parameters: SpotParameters = DEFAULT_PARAMETERS,
    ) -> None:
        self._mask = mask
        self._geometry = geometry
        self._parameters = parameters
        self._map: ResolutionMap | None = None
        self._zones: list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]] = []
        self._shell_edges = np.zeros(0)
        self._shell_seen_frac = np.zeros(0)
        if geometry is not None:
            self._look_at(geometry)

    def _look_at(self, geometry: DetectorGeometry) -> None:
        """Work out which pixels belong to ice rings and how much of each shell the detector sees."""
        self._map = seen = ResolutionMap(self._mask, geometry)
        rings = [1 / ring for ring in ICE_RINGS_ANGSTROM]
        inside = seen.pixels_between([(ring - ICE_HALF_WIDTH, ring + ICE_HALF_WIDTH) for ring in rings], _SAMPLE_PX)
        below = seen.pixels_between([(ring - ICE_BAND[1], ring - ICE_BAND[0]) for ring in rings], _SAMPLE_PX // 2)
        above = seen.pixels_between([(ring + ICE_BAND[0], ring + ICE_BAND[1]) for ring in rings], _SAMPLE_PX // 2)
        beside = [np.concatenate(bands) for bands in zip(below, above, strict=True)]
        zones = zip(inside, beside, strict=True)
        self._zones = [zone for zone in zones if min(zone[0].size, zone[1].size) >= _SAMPLE_PX // 10]
        there = np.flatnonzero(seen.pixels)
        limit = float(seen.inverse_angstrom[there[-1]]) if there.size else 1.0
        self._shell_edges = limit * (np.arange(_SHELLS + 1) / _SHELLS) ** (1 / 3)
        self._shell_seen_frac = _seen_fractions(seen, self._shell_edges, geometry)

    def look(self, image: npt.NDArray[Any]) -> tuple[ImageIndicators, SpotTable]:
        """Return the indicators of an image, and the spots that they rest on."""
        spots = find_spots(image, self._mask, self._parameters)
        indicators = ImageIndicators(
            spots=len(spots),
            resolution_angstrom=self._resolution_angstrom(spots),
            total_intensity=float(spots.total_counts),
            ice_score=self._ice_score(as_counts(image)),
        )
        return indicators, spots

    def _resolution_angstrom(self, spots: SpotTable) -> float | None:
        if self._map is None or len(spots) < _SPOTS_MIN:
            return None
        inverse = self._map.at(spots.slow_px, spots.fast_px)
        rings = 1 / np.asarray(ICE_RINGS_ANGSTROM)
        on_ice = (np.abs(inverse[:, None] - rings) < ICE_HALF_WIDTH).any(axis=1)
        return limit_of(inverse[~on_ice & (inverse > 0)], self._shell_edges, self._shell_seen_frac)

    def _ice_score(self, counts: npt.NDArray[Any]) -> float:
        flat = counts.ravel()
        limit = np.uint32(gap_value(counts.dtype))
        excesses = sorted((_excess(flat, limit, ring, band) for ring, band in self._zones), reverse=True)
        if not excesses:
            return 0.0
        strongest = sum(excesses[:_STRONGEST_RINGS]) / _STRONGEST_RINGS
        return strongest / (1 + strongest)


def indicators_of(
    image: npt.NDArray[Any], mask: npt.NDArray[np.uint8], geometry: DetectorGeometry | None
) -> ImageIndicators:
    """Return the indicators of a single image; for many images of one detector, use `ImageAnalyser`."""
    return ImageAnalyser(mask, geometry).look(image)[0]


def limit_of(
    inverse: npt.NDArray[np.float64], edges: npt.NDArray[np.float64], seen_frac: npt.NDArray[np.float64]
) -> float | None:
    """Return the resolution (Å) at which spots thin out.

    Parameters
    ----------
    inverse : ndarray, shape (n,)
        1/d of the spots, in 1/Å.
    edges : ndarray, shape (shells + 1,)
        1/d of the edges of shells of equal volume.
    seen_frac : ndarray, shape (shells,)
        Part of each shell's cut with the Ewald sphere that good pixels see.

    Returns
    -------
    float or None
        The d beyond which only one in a hundred of the spots up to the last fair shell lies; None with fewer than ten.
    """
    if inverse.size < _SPOTS_MIN:
        return None
    counted, _ = np.histogram(inverse, edges)
    density = np.where(seen_frac > _SEEN_MIN_FRAC, counted / np.maximum(seen_frac, _SEEN_MIN_FRAC), 0.0)
    smooth = np.convolve(np.pad(density, 1, mode="edge"), (0.25, 0.5, 0.25), mode="valid")
    best = float(np.sort(smooth)[-3:].mean())
    enough = counted >= max(_SHELL_SPOTS_MIN, _SHELL_PART_MIN * inverse.size)
    fair = np.flatnonzero((smooth >= _FAIR_PART * best) & enough)
    last = int(fair[-1]) if fair.size else int(np.searchsorted(edges, np.quantile(inverse, 0.9))) - 1
    inside = inverse[inverse <= edges[last + 1]]
    return float(1 / np.quantile(inside, _QUANTILE))


def _seen_fractions(
    seen: ResolutionMap, edges: npt.NDArray[np.float64], geometry: DetectorGeometry
) -> npt.NDArray[np.float64]:
    """Return, for each shell, the solid angle that good pixels see over that of the whole ring of scattering angles.

    A flat pixel at 2θ sees cos³(2θ) of what it sees at the centre of the detector, when that is normal to the beam.
    """
    half_sine = np.clip(seen.inverse_angstrom * geometry.wavelength_angstrom / 2, 0, 1)
    cosine = np.clip(1 - 2 * half_sine**2, 0, 1)
    panel = geometry.panels[0]
    pixel_sr = panel.pixel_size_mm[0] * panel.pixel_size_mm[1] / max(geometry.distance_mm, 1e-6) ** 2
    there_sr, _ = np.histogram(seen.inverse_angstrom, edges, weights=seen.pixels * pixel_sr * cosine**3)
    edge_sine = np.clip(edges * geometry.wavelength_angstrom / 2, 0, 1)
    whole_sr = 2 * math.pi * np.diff(2 * edge_sine**2)
    return np.asarray(there_sr / np.maximum(whole_sr, 1e-12))


@compiled
def _mean_below(
    flat: npt.NDArray[Any], pixels: npt.NDArray[np.int64], limit: np.uint32, cap: float
) -> tuple[float, int]:
    """Return the mean of some pixels, each counted as at most the cap, and how many are good."""
    total = 0.0
    number = 0
    for index in range(pixels.size):
        value = np.uint32(flat[pixels[index]])
        if value < limit:
            total += min(float(value), cap)
            number += 1
    return total / max(number, 1), number


def _excess(
    flat: npt.NDArray[Any], limit: np.uint32, ring: npt.NDArray[np.int64], band: npt.NDArray[np.int64]
) -> float:
    """Return by what part a ring's mean exceeds its bands'; 0 where that may be chance.

    Counts are capped at five standard deviations above the bands' mean, so that Bragg spots weigh little.
    """
    mean, _ = _mean_below(flat, band, limit, _NO_CAP)
    for _ in range(2):
        mean, beside = _mean_below(flat, band, limit, mean + 5 * math.sqrt(mean) + 1)
    inside_mean, inside = _mean_below(flat, ring, limit, 4 * (mean + 5 * math.sqrt(mean) + 1))
    if mean <= 0 or inside == 0 or beside == 0:
        return 0.0
    sigma = math.sqrt(mean / inside + mean / beside)
    return max(inside_mean - mean, 0.0) / mean if inside_mean - mean > _SIGNIFICANT_SIGMAS * sigma else 0.0


def warm_up() -> None:
    """Load the compiled kernels of all types of images, or compile them, so that no first image waits for them."""
    shape = (200, 200)
    geometry = flat_detector(
        shape=shape,
        pixel_size_mm=(1.0, 1.0),
        distance_mm=150.0,
        beam_center_px=(100.0, 100.0),
        wavelength_angstrom=1.0,
    )
    analyser = ImageAnalyser(np.zeros(shape, np.uint8), geometry)
    for dtype in (np.uint16, np.uint32, np.int32):
        image = np.ones(shape, dtype)
        image[50:53, 60:63] = 90
        analyser.look(image)
