"""Exposures of a simulated powder: smooth rings, counted."""

import math
from itertools import product

import numpy as np
import numpy.typing as npt

from farlight.science.geometry import DetectorGeometry

CELL_ANGSTROM = 5.4114
"""Ceria (CeO2, Fm-3m), the standard SRM 674b of NIST."""
RING_WIDTH = 0.008
"""Width of a ring in q, one standard deviation, in 1/Å."""
HIGHEST_INDEX = 8
AIR_WIDTH_INVERSE_ANGSTROM = 1.2


def rings() -> list[tuple[float, float]]:
    """Return the rings of a face-centred cubic powder as (q in 1/Å, relative strength), from the beam outwards."""
    strengths: dict[int, float] = {}
    for h, k, ell in product(range(-HIGHEST_INDEX, HIGHEST_INDEX + 1), repeat=3):
        square = h * h + k * k + ell * ell
        if 0 < square <= HIGHEST_INDEX**2 and h % 2 == k % 2 == ell % 2:
            strengths[square] = strengths.get(square, 0.0) + (1.0 if (h + k + ell) % 4 == 0 else 0.6)
    return [
        (2.0 * math.pi * math.sqrt(square) / CELL_ANGSTROM, strength * math.exp(-0.02 * square) / square)
        for square, strength in sorted(strengths.items())
    ]


class PowderFrames:
    """Frames of a powder; all have the same mean."""

    def __init__(
        self, q_inverse_angstrom: npt.NDArray[np.float64], mask: npt.NDArray[np.uint8], dtype: npt.DTypeLike,
        *, ring_counts: float, background_counts: float, seed: int,
    ) -> None:  # fmt: skip
        q = q_inverse_angstrom
        mean = background_counts * (1.0 + 6.0 * np.exp(-0.5 * (q / AIR_WIDTH_INVERSE_ANGSTROM) ** 2))
        for at, strength in rings():
            mean = mean + ring_counts * strength * np.exp(-0.5 * ((q - at) / RING_WIDTH) ** 2)
        self._mean, self._mask, self._dtype, self._seed = mean, mask != 0, np.dtype(dtype), seed

    def frame(self, index: int) -> npt.NDArray[np.unsignedinteger]:
        """Counts of one frame, counted from 0."""
        random = np.random.default_rng((self._seed, index))
        top = np.iinfo(self._dtype).max
        frame = np.minimum(random.poisson(self._mean), top - 2).astype(self._dtype)
        frame[self._mask] = top
        return frame


def q_of_pixels(geometry: DetectorGeometry) -> npt.NDArray[np.float64]:
    """Return q = 4π sin θ / λ (1/Å) of the pixels of a flat detector across the beam, shape (slow, fast)."""
    panel = geometry.panels[0]
    centre = geometry.beam_center_px or (0.0, 0.0)
    ways_mm = [
        (np.arange(size) + 0.5 - at) * pixel_mm
        for size, at, pixel_mm in zip(panel.shape, centre, panel.pixel_size_mm, strict=True)
    ]
    two_theta = np.arctan2(np.hypot(ways_mm[0][:, None], ways_mm[1][None, :]), geometry.distance_mm)
    q: npt.NDArray[np.float64] = 4.0 * math.pi / geometry.wavelength_angstrom * np.sin(two_theta / 2.0)
    return q
