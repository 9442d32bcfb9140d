"""Where a detector's pixels are, and what resolution they see.

The frame is that of NeXus (McStas): origin at the sample, z along the beam, y up, x such that the frame is
right-handed, so that it points to the left when one looks along the beam. Lengths are in mm. Pixels are counted along
the slow and the fast axis from the outer corner of the first pixel: its centre is at (0.5, 0.5).
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Vector = tuple[float, float, float]
Floats = npt.NDArray[np.float64]

_ALONG_BEAM = 1e-9
"""Cosines to the detector plane below this count as parallel."""


@dataclass(frozen=True, kw_only=True)
class Sensor:
    """What photons are counted in: slanting ones go on sideways before they are absorbed."""

    thickness_mm: float
    attenuation_inverse_mm: float
    """Linear attenuation coefficient at the wavelength in use."""


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A flat rectangle of pixels."""

    origin_mm: Vector
    """Outer corner of the panel's first pixel."""
    fast_axis: Vector
    """Unit vector along which the fast pixel number grows."""
    slow_axis: Vector
    """Unit vector along which the slow pixel number grows."""
    pixel_size_mm: tuple[float, float]
    """Size of a pixel along the slow and the fast axis."""
    shape: tuple[int, int]
    """Pixels along the slow and the fast axis."""
    at_px: tuple[int, int] = (0, 0)
    """Slow and fast number, in the image, of the panel's first pixel."""
    sensor: Sensor | None = None
    """None where nothing is known of it: then photons count as absorbed at its surface."""

    @property
    def normal(self) -> Floats:
        """Unit vector normal to the panel, pointing away from the sample when the detector faces it."""
        normal = np.cross(self.fast_axis, self.slow_axis)
        normal /= np.linalg.norm(normal)
        return normal if float(normal @ self.origin_mm) >= 0 else -normal

    def holds(self, slow_px: Floats, fast_px: Floats) -> npt.NDArray[np.bool_]:
        """Say which image positions lie on this panel."""
        slow, fast = slow_px - self.at_px[0], fast_px - self.at_px[1]
        return (slow >= 0) & (slow <= self.shape[0]) & (fast >= 0) & (fast <= self.shape[1])


@dataclass(frozen=True, kw_only=True)
class DetectorGeometry:
    """One or more panels, and the beam that goes through the sample."""

    panels: tuple[Panel, ...]
    wavelength_angstrom: float
    beam_direction: Vector = (0.0, 0.0, 1.0)

    @property
    def distance_mm(self) -> float:
        """Distance from the sample to the plane of the first panel, along its normal."""
        return float(self.panels[0].normal @ np.asarray(self.panels[0].origin_mm))

    @property
    def beam_center_px(self) -> tuple[float, float] | None:
        """Slow and fast position where the beam meets the plane of the panel that it hits, else of the first."""
        for panel in self.panels:
            slow, fast = positions_px(panel, np.asarray(self.beam_direction))
            if panel.holds(slow, fast).all():
                return float(slow), float(fast)
        slow, fast = positions_px(self.panels[0], np.asarray(self.beam_direction))
        return (float(slow), float(fast)) if math.isfinite(slow) else None


def flat_detector(
    *,
    shape: tuple[int, int],
    pixel_size_mm: tuple[float, float],
    distance_mm: float,
    beam_center_px: tuple[float, float],
    wavelength_angstrom: float,
    sensor: Sensor | None = None,
) -> DetectorGeometry:
    """Return the geometry of one flat panel normal to the beam, rows running from the top, as most headers assume.

    Parameters
    ----------
    shape, pixel_size_mm, beam_center_px
        Slow first, then fast.
    """
    origin = (beam_center_px[1] * pixel_size_mm[1], beam_center_px[0] * pixel_size_mm[0], distance_mm)
    panel = Panel(
        origin_mm=origin,
        fast_axis=(-1.0, 0.0, 0.0),
        slow_axis=(0.0, -1.0, 0.0),
        pixel_size_mm=pixel_size_mm,
        shape=shape,
        sensor=sensor,
    )
    return DetectorGeometry(panels=(panel,), wavelength_angstrom=wavelength_angstrom)


def positions_mm(geometry: DetectorGeometry, slow_px: npt.ArrayLike, fast_px: npt.ArrayLike) -> Floats:
    """Return where rays that are counted at image positions meet the surface of the detector.

    Parameters
    ----------
    slow_px, fast_px : array_like, of shapes that broadcast to S
        Positions in the image.

    Returns
    -------
    ndarray, shape S + (3,)
        In mm from the sample. With several panels, positions between them are NaN; one panel is taken as a plane
        without end.
    """
    slow, fast = np.broadcast_arrays(np.asarray(slow_px, np.float64), np.asarray(fast_px, np.float64))
    places = np.full((*slow.shape, 3), np.nan)
    for panel in geometry.panels:
        inside = panel.holds(slow, fast) if len(geometry.panels) > 1 else np.ones(slow.shape, np.bool_)
        along_slow = (slow[inside] - panel.at_px[0])[:, None] * panel.pixel_size_mm[0] * np.asarray(panel.slow_axis)
        along_fast = (fast[inside] - panel.at_px[1])[:, None] * panel.pixel_size_mm[1] * np.asarray(panel.fast_axis)
        counted = np.asarray(panel.origin_mm) + along_slow + along_fast
        places[inside] = counted - _shift_mm(panel, counted)
    return places


def _shift_mm(panel: Panel, directions: Floats) -> Floats:
    """Return how far, within the panel's plane, rays go on in the sensor before they are absorbed on average.

    As dxtbx has it (its ``parallax_correction``), which takes for the direction of a ray that is counted at a place the
    direction of that place: the mean depth along the ray of an absorption that follows Beer's law.
    """
    if panel.sensor is None:
        return np.zeros_like(directions)
    rays = directions / np.linalg.norm(directions, axis=-1, keepdims=True)
    cosine = rays @ panel.normal
    length = panel.sensor.thickness_mm / np.where(cosine > _ALONG_BEAM, cosine, np.nan)
    free = 1 / panel.sensor.attenuation_inverse_mm
    depth = free - (length + free) * np.exp(-length / free)
    return np.asarray((rays - cosine[..., None] * panel.normal) * depth[..., None])


def positions_px(panel: Panel, directions: Floats) -> tuple[Floats, Floats]:
    """Return where rays from the sample meet the plane of a panel, as slow and fast positions in the image.

    Parameters
    ----------
    directions : ndarray, shape (..., 3)
        Of any length. Rays that run along the plane or away from it give NaN.
    """
    origin = np.asarray(panel.origin_mm)
    towards = directions @ panel.normal
    reach = float(panel.normal @ origin) / np.where(towards > _ALONG_BEAM, towards, np.nan)
    places = directions * reach[..., None] - origin + _shift_mm(panel, directions)
    slow = places @ np.asarray(panel.slow_axis) / panel.pixel_size_mm[0] + panel.at_px[0]
    fast = places @ np.asarray(panel.fast_axis) / panel.pixel_size_mm[1] + panel.at_px[1]
    return slow, fast


def resolution_at(geometry: DetectorGeometry, slow_px: npt.ArrayLike, fast_px: npt.ArrayLike) -> Floats:
    """Return the resolution d (Å) that image positions see: Bragg's law, d = λ / (2 sin θ).

    The beam centre sees infinity; positions between panels are NaN. Shapes broadcast.
    """
    places = positions_mm(geometry, slow_px, fast_px)
    beam = np.asarray(geometry.beam_direction) / np.linalg.norm(geometry.beam_direction)
    along = places @ beam
    two_theta = np.arctan2(np.linalg.norm(np.cross(places, beam), axis=-1), along)
    with np.errstate(divide="ignore"):
        return np.asarray(geometry.wavelength_angstrom / (2 * np.sin(two_theta / 2)))


def two_theta_rad(resolution_angstrom: float, wavelength_angstrom: float) -> float:
    """Return the scattering angle 2θ of a resolution; NaN where the wavelength does not reach it."""
    sine = wavelength_angstrom / (2 * resolution_angstrom)
    return 2 * math.asin(sine) if sine <= 1 else math.nan


def ring_radius_px(resolution_angstrom: float, geometry: DetectorGeometry) -> float:
    """Return the radius, in pixels of the fast axis, of a resolution ring on a detector normal to the beam.

    NaN where the ring does not reach the detector's plane (2θ of 90° and more).
    """
    angle = two_theta_rad(resolution_angstrom, geometry.wavelength_angstrom)
    if not angle < math.pi / 2:
        return math.nan
    panel = geometry.panels[0]
    ray = math.sin(angle) * np.asarray(panel.fast_axis) + math.cos(angle) * panel.normal
    shift_mm = float(_shift_mm(panel, ray) @ np.asarray(panel.fast_axis))
    return (geometry.distance_mm * math.tan(angle) + shift_mm) / panel.pixel_size_mm[1]


def ring_points_px(resolution_angstrom: float, geometry: DetectorGeometry, *, points: int = 180) -> list[Floats]:
    """Return the line along which a resolution ring crosses each panel, in true geometry (an ellipse on a tilted one).

    Returns
    -------
    list of ndarray, shape (n, 2)
        Pieces of (slow, fast) positions; a closed ring repeats its first point. One panel is taken as a plane without
        end, several are cut at their edges. No piece where the ring does not meet a panel.
    """
    angle = two_theta_rad(resolution_angstrom, geometry.wavelength_angstrom)
    if math.isnan(angle):
        return []
    rays = _cone(np.asarray(geometry.beam_direction, np.float64), angle, points)
    pieces = []
    for panel in geometry.panels:
        slow, fast = positions_px(panel, rays)
        on = np.isfinite(slow)
        if len(geometry.panels) > 1:
            on &= panel.holds(slow, fast)
        pieces += [np.column_stack((slow[part], fast[part])) for part in _runs(on)]
    return pieces


def _cone(axis: Floats, half_angle_rad: float, points: int) -> Floats:
    """Return unit vectors around an axis, the first repeated at the end."""
    axis = axis / np.linalg.norm(axis)
    across = np.cross(axis, (1.0, 0.0, 0.0) if abs(axis[0]) < 0.9 else (0.0, 1.0, 0.0))  # noqa: PLR2004 - any unlike axis
    across /= np.linalg.norm(across)
    turn = np.linspace(0.0, 2 * np.pi, points + 1)[:, None]
    around = np.cos(turn) * across + np.sin(turn) * np.cross(axis, across)
    return np.asarray(math.cos(half_angle_rad) * axis + math.sin(half_angle_rad) * around)


def _runs(on: npt.NDArray[np.bool_]) -> list[slice]:
    """Return the stretches of at least two points where a condition holds."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], on, [False])).astype(np.int8)))
    return [slice(first, end) for first, end in zip(edges[::2], edges[1::2], strict=True) if end - first > 1]
