"""Counts between the spots: air, solvent and ice scatter, and the shadow of the beam stop."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from farlight.science.diffraction.corrections import POLARISATION_FRAC
from farlight.science.diffraction.layout import DetectorLayout

Floats = npt.NDArray[np.float64]
Image = npt.NDArray[np.float32]

ICE_RINGS = (
    (3.897, 1.0), (3.669, 0.8), (3.441, 1.0), (2.671, 0.5), (2.249, 0.6), (2.072, 0.4), (1.948, 0.3), (1.918, 0.4),
)  # fmt: skip
"""Hexagonal ice: spacing in Å and relative height of its powder rings."""
ICE_RING_WIDTH_PER_ANGSTROM = 0.0018
STOP_RADIUS_MM = 0.5
"""Radius of the beam stop."""
STOP_DISTANCE_MM = 25.0
"""Distance of the beam stop behind the sample."""
STOP_ARM_MM = 0.14
"""Half width of the arm that holds it."""


@dataclass(frozen=True, kw_only=True)
class FlatDetector:
    """A detector across the beam: where its pixels are."""

    layout: DetectorLayout
    distance_mm: float
    beam_centre_px: tuple[float, float]
    """Where the direct beam would fall, (slow, fast), in pixels from the outer corner of the first."""

    def offsets_mm(self) -> tuple[Image, Image]:
        """Distances of pixel centres from the beam, along fast, shape (1, fast), and upwards, shape (slow, 1), mm."""
        slow, fast = self.layout.shape
        pixel_mm = self.layout.pixel_size_mm
        x_mm = (np.arange(fast, dtype=np.float32) + 0.5 - self.beam_centre_px[1]) * pixel_mm
        y_mm = -(np.arange(slow, dtype=np.float32) + 0.5 - self.beam_centre_px[0]) * pixel_mm
        return x_mm[None, :], y_mm[:, None]


def scatter_profile(inverse_d_per_angstrom: Floats, ice: float) -> Floats:
    """Scatter without spots against 1/d (1/Å), shape (n,): air, the solvent's two rings, ice rings of height `ice`."""
    s = inverse_d_per_angstrom
    profile = 0.25 + 1.6 * np.exp(-(((s - 1 / 3.25) / 0.075) ** 2)) + 0.5 * np.exp(-(((s - 1 / 2.1) / 0.08) ** 2))
    profile += 6.0 * np.exp(-s / 0.035) + 1.2 * np.exp(-s / 0.12)
    for d_angstrom, height in ICE_RINGS:
        profile += ice * height * np.exp(-(((s - 1 / d_angstrom) / ICE_RING_WIDTH_PER_ANGSTROM) ** 2))
    return np.asarray(profile, float)


def beam_stop_transmission(detector: FlatDetector) -> Image:
    """What the beam stop and its arm let through to each pixel, shape (slow, fast), 1 outside their shadow."""
    x_mm, y_mm = detector.offsets_mm()
    magnification = detector.distance_mm / STOP_DISTANCE_MM
    transmission = np.ones(detector.layout.shape, np.float32)
    transmission[(np.abs(y_mm + 0.04 * x_mm) < STOP_ARM_MM * magnification) & (x_mm < 0)] = 0.25
    transmission[x_mm**2 + y_mm**2 < (STOP_RADIUS_MM * magnification) ** 2] = 0.02
    return transmission


def expected_background(detector: FlatDetector, wavelength_angstrom: float, level: float, ice: float = 0.0) -> Image:
    """Expected counts of a frame without spots, shape (slow, fast), before the beam stop.

    Parameters
    ----------
    detector
        Where the pixels are.
    wavelength_angstrom
        Wavelength in Å.
    level
        Scale: about the mean counts per pixel of the frame.
    ice
        Height of the ice rings on the same scale; 0 for a well frozen crystal.
    """
    x_mm, y_mm = detector.offsets_mm()
    r2 = x_mm**2 + y_mm**2
    # the profile and the obliquity depend on the radius alone: a table saves the transcendental functions
    table_r2 = np.linspace(0.0, float(r2.max()), 1 << 16)
    two_theta = np.arctan(np.sqrt(table_r2) / detector.distance_mm)
    radial = level * scatter_profile(2.0 * np.sin(two_theta / 2.0) / wavelength_angstrom, ice) * np.cos(two_theta) ** 3
    rows = (r2 * np.float32((len(table_r2) - 1) / table_r2[-1])).astype(np.int32)
    path2 = r2 + np.float32(detector.distance_mm**2)
    horizontal, vertical = x_mm**2 / path2, y_mm**2 / path2
    polarised = 1.0 - POLARISATION_FRAC * horizontal - (1.0 - POLARISATION_FRAC) * vertical
    expected: Image = radial.astype(np.float32)[rows] * polarised.astype(np.float32)
    return expected
