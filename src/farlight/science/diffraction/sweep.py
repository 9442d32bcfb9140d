"""A rotation sweep of a crystal, frame by frame: all of this package put together."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from farlight.science.diffraction.background import FlatDetector, beam_stop_transmission, expected_background
from farlight.science.diffraction.corrections import (
    inverse_lorentz,
    parallax_depth_mm,
    polarisation,
    recorded_frac,
    rotation_speed,
)
from farlight.science.diffraction.counting import SPOT_HALF_PX, count_background, count_spots
from farlight.science.diffraction.crystals import Crystal
from farlight.science.diffraction.intensities import Reflections, reflections_of
from farlight.science.diffraction.layout import pixel_mask
from farlight.science.diffraction.prediction import Crossings, ewald_crossings, incident_beam, random_orientation

Floats = npt.NDArray[np.float64]

BLIND_SPEED = 0.02
"""Slower crossings of the Ewald sphere (ζ) are left out: they belong to the blind region about the axis."""
ROCKING_REACH = 4.0
"""Standard deviations of the rocking curve that are recorded to either side."""
GRAZING = 1e-3
"""Least part of a diffracted beam, in 1/Å along the beam, that can reach a flat detector."""
FAINTEST_COUNTS = 0.05
"""Expected counts below which a reflection's share of a frame is left out."""
SCALING_SHELL_ANGSTROM = (2.2, 3.0)
"""The shell whose median spot defines `BeamAndCrystal.median_counts`."""


@dataclass(frozen=True, kw_only=True)
class BeamAndCrystal:
    """What is in the beam, and how good it is."""

    crystal: Crystal
    orientation_seed: int = 7
    wavelength_angstrom: float = 0.9795
    mosaicity_deg: float = 0.12
    """Standard deviation of the rocking curve."""
    spot_width_px: float = 0.9
    """Standard deviation of a spot on the detector."""
    median_counts: float = 150.0
    """Counts of the median reflection of the shell of 2.2 to 3 Å, integrated over its passage."""
    background_counts: float = 0.5
    """Scale of the background: about the mean counts of a pixel and frame."""
    ice: float = 0.0
    """Height of the ice rings, on the scale of the background."""
    decay_angstrom2: float = 1.0
    """Growth of the B factor over the sweep, Å²: radiation damage."""
    instability_frac: float = 0.02
    """Relative scatter of intensities from beam and goniometer."""
    d_min_angstrom: float = 1.2
    """The crystal diffracts no further, whatever the detector sees."""


@dataclass(frozen=True, kw_only=True)
class RotationSweep:
    """How the crystal is turned while frames are taken."""

    start_deg: float = 0.0
    width_deg: float = 0.5
    images: int = 1

    @property
    def range_rad(self) -> tuple[float, float]:
        """First and last angle in radians."""
        return math.radians(self.start_deg), math.radians(self.start_deg + self.images * self.width_deg)


@dataclass(frozen=True)
class SpotShares:
    """Expected spots of all frames, sorted by frame."""

    slow_px: Floats
    """Position along slow, in pixels from the outer corner of the first, shape (n,)."""
    fast_px: Floats
    """Position along fast, shape (n,)."""
    counts: Floats
    """Expected counts of the spot's share of its frame, shape (n,)."""
    first: npt.NDArray[np.intp]
    """Where each frame's spots begin, shape (images + 1,)."""

    def of_frame(self, index: int) -> tuple[Floats, Floats, Floats]:
        """Positions along slow and fast, and counts, of one frame (counted from 0)."""
        part = slice(self.first[index], self.first[index + 1])
        return self.slow_px[part], self.fast_px[part], self.counts[part]


def detector_resolution_angstrom(detector: FlatDetector, wavelength_angstrom: float) -> float:
    """Finest spacing (Å) that reaches the detector's farthest corner: d = λ / (2 sin θ)."""
    x_mm, y_mm = detector.offsets_mm()
    radius_mm = math.hypot(float(np.abs(x_mm).max()), float(np.abs(y_mm).max()))
    return wavelength_angstrom / (2.0 * math.sin(math.atan2(radius_mm, detector.distance_mm) / 2.0))


class SimulatedSweep:
    """Frames of a sweep, each computed when it is asked for.

    Parameters
    ----------
    beam_and_crystal, detector, sweep
        The experiment.
    dtype
        Type of the counts, uint16 or uint32.
    seed
        Seed of the noise; the crystal's own randomness comes from its orientation's seed.
    """

    def __init__(
        self,
        beam_and_crystal: BeamAndCrystal,
        detector: FlatDetector,
        sweep: RotationSweep,
        dtype: npt.DTypeLike = np.uint16,
        seed: int = 1,
    ) -> None:
        self.subject = beam_and_crystal
        self.detector = detector
        self.sweep = sweep
        self.dtype = np.dtype(dtype)
        self.seed = seed
        self.mask = pixel_mask(detector.layout)
        self.s0 = incident_beam(beam_and_crystal.wavelength_angstrom)
        self.spots = self._spot_shares()

    @cached_property
    def _transmission(self) -> npt.NDArray[np.float32]:
        return beam_stop_transmission(self.detector)

    @cached_property
    def _background(self) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        subject = self.subject
        expected = expected_background(
            self.detector,
            subject.wavelength_angstrom,
            subject.background_counts,
            subject.background_counts * subject.ice,
        )
        expected = expected * self._transmission
        return expected, np.exp(-expected)

    def frame(self, index: int) -> npt.NDArray[np.unsignedinteger]:
        """Counts of one frame (counted from 0), shape (slow, fast); masked pixels hold the type's largest value."""
        return self.exposure(index, noise=index)

    def exposure(self, index: int, *, noise: int, strength_frac: float = 1.0) -> npt.NDArray[np.unsignedinteger]:
        """Counts of a frame with noise of its own, when only a part of the crystal is in the beam.

        Parameters
        ----------
        index
            The frame, counted from 0.
        noise
            Number of the exposure, from 0: each has other noise.
        strength_frac
            How much of the beam hits the crystal: 0 leaves the background.
        """
        bad = int(np.iinfo(self.dtype).max)
        frame = np.empty(self.mask.shape, self.dtype)
        seed = self.seed * 1000003 + noise + 1
        slow_px, fast_px, counts = self.spots.of_frame(index)
        spots = slow_px, fast_px, counts * strength_frac
        count_background(frame, self._background, self.mask, bad, seed)
        count_spots(frame, spots, self.subject.spot_width_px, self._transmission, bad, seed)
        return frame

    def _spot_shares(self) -> SpotShares:
        subject = self.subject
        limit = max(subject.d_min_angstrom, detector_resolution_angstrom(self.detector, subject.wavelength_angstrom))
        reflections = reflections_of(subject.crystal, limit, subject.orientation_seed)
        crossings = self._crossings(reflections)
        slow_px, fast_px = self._positions_px(crossings)
        height, width = self.detector.layout.shape
        seen = (np.abs(slow_px - height / 2) < height / 2 + SPOT_HALF_PX) & (
            np.abs(fast_px - width / 2) < width / 2 + SPOT_HALF_PX
        )
        crossings = crossings.where(seen)
        counts = self._integrated_counts(reflections, crossings)
        return self._shared_out(crossings, slow_px[seen], fast_px[seen], counts)

    def _crossings(self, reflections: Reflections) -> Crossings:
        setting = random_orientation(self.subject.orientation_seed) @ self.subject.crystal.reciprocal_basis()
        reach_rad = ROCKING_REACH * math.radians(self.subject.mosaicity_deg) / BLIND_SPEED
        first_rad, last_rad = self.sweep.range_rad
        crossings = ewald_crossings(reflections.hkl @ setting.T, self.s0, first_rad - reach_rad, last_rad + reach_rad)
        forward = crossings.s1[:, 2] < -GRAZING
        return crossings.where(forward & (rotation_speed(crossings.s1, self.s0) > BLIND_SPEED))

    def _positions_px(self, crossings: Crossings) -> tuple[Floats, Floats]:
        layout = self.detector.layout
        s1 = crossings.s1
        depth_mm = parallax_depth_mm(s1, self.subject.wavelength_angstrom, layout.sensor_thickness_mm)
        path_mm = -self.detector.distance_mm / s1[:, 2]
        reach_mm = path_mm + depth_mm / np.linalg.norm(s1, axis=1)
        centre_slow, centre_fast = self.detector.beam_centre_px
        return (
            centre_slow - s1[:, 1] * reach_mm / layout.pixel_size_mm,
            centre_fast + s1[:, 0] * reach_mm / layout.pixel_size_mm,
        )

    def _integrated_counts(self, reflections: Reflections, crossings: Crossings) -> Floats:
        subject = self.subject
        d_angstrom = reflections.d_angstrom[crossings.reflection]
        lorentz = 1.0 / np.maximum(inverse_lorentz(crossings.s1, self.s0), 1e-3)
        counts = reflections.intensity[crossings.reflection] * lorentz * polarisation(crossings.s1)
        near, far = SCALING_SHELL_ANGSTROM
        shell = (d_angstrom > near) & (d_angstrom < far)
        scale = np.median(counts[shell if shell.any() else slice(None)]) if counts.size else 1.0
        counts *= subject.median_counts / scale
        first_rad, last_rad = self.sweep.range_rad
        elapsed = np.clip((crossings.phi_rad - first_rad) / (last_rad - first_rad), 0.0, 1.0)
        counts *= np.exp(-subject.decay_angstrom2 * elapsed / (2.0 * d_angstrom**2))
        counts *= 1.0 + 0.08 * np.cos(2.0 * crossings.phi_rad + 0.7)
        wobble = np.random.default_rng(self.seed).normal(1.0, subject.instability_frac, counts.size)
        return np.asarray(counts * np.maximum(wobble, 0.0), float)

    def _shared_out(self, crossings: Crossings, slow_px: Floats, fast_px: Floats, counts: Floats) -> SpotShares:
        images, width_rad = self.sweep.images, math.radians(self.sweep.width_deg)
        first_rad = self.sweep.range_rad[0]
        spread_rad = math.radians(self.subject.mosaicity_deg) / rotation_speed(crossings.s1, self.s0)
        reach_rad = ROCKING_REACH * spread_rad
        begin = np.floor((crossings.phi_rad - reach_rad - first_rad) / width_rad).astype(int).clip(0, images)
        end = np.floor((crossings.phi_rad + reach_rad - first_rad) / width_rad).astype(int).clip(-1, images - 1)
        shares = np.maximum(end - begin + 1, 0)
        rows = np.repeat(np.arange(len(shares)), shares)
        frames = begin[rows] + np.arange(len(rows)) - np.repeat(np.cumsum(shares) - shares, shares)
        frac = recorded_frac(crossings.phi_rad[rows], first_rad + frames * width_rad, width_rad, spread_rad[rows])
        expected = frac * counts[rows]
        bright = np.flatnonzero(expected > FAINTEST_COUNTS)
        order = bright[np.argsort(frames[bright], kind="stable")]
        first = np.searchsorted(frames[order], np.arange(images + 1))
        return SpotShares(slow_px[rows[order]], fast_px[rows[order]], expected[order], first)
