"""The outlines of simulated crystals: what the camera draws is what the beam hits."""

import math
import zlib

import numpy as np
import numpy.typing as npt
from scipy.spatial import ConvexHull, Delaunay

from farlight.engine.messages import SampleInBeam

Floats = npt.NDArray[np.float64]

BIPYRAMID = np.array([(1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1.5), (0, 0, -1.5)], float)
CUBOID = np.array([(x, y, z) for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], float)
HABITS = {
    "thau": BIPYRAMID,
    "protk": BIPYRAMID * (1.0, 0.8, 0.8),
    "insu": CUBOID * 0.8,
    "lyso": CUBOID * (1.1, 0.8, 0.7),
}
"""Corners of a crystal by the acronym of its substance, before it is turned and scaled."""
BEAM_SAMPLES = 9
"""Rays along each axis of the beam's ellipse that an overlap is judged by."""


def turned_about_pin(points: Floats, omega_deg: float) -> Floats:
    """Turn points, shape (n, 3), about the pin's axis x."""
    cos, sin = math.cos(math.radians(omega_deg)), math.sin(math.radians(omega_deg))
    turned: Floats = points @ np.array([(1, 0, 0), (0, cos, sin), (0, -sin, cos)], float)
    return turned


def crystal_corners_um(sample: SampleInBeam, omega_deg: float) -> Floats:
    """Corners of a sample's crystal at an angle, shape (n, 3): x along the pin, y up, z towards the camera."""
    random = np.random.default_rng(zlib.crc32(sample.code.encode()))
    habit = HABITS.get(sample.acronym.lower(), HABITS["lyso"])
    tilt, _ = np.linalg.qr(random.normal(size=(3, 3)))
    return turned_about_pin(habit @ tilt * random.uniform(32.0, 48.0), omega_deg)


def outline_of(points: Floats) -> Floats:
    """Outline of points as the camera sees them, shape (m, 2), in order around."""
    flat = points[:, :2]
    outline: Floats = flat[ConvexHull(flat).vertices]
    return outline


def part_of_beam_on_crystal(
    corners_um: Floats, position_um: tuple[float, float], beam_size_um: tuple[float, float]
) -> float:
    """How much of an elliptic beam hits the crystal when it goes through a position of the picture, from 0 to 1."""
    ticks = (np.arange(BEAM_SAMPLES) + 0.5) / BEAM_SAMPLES - 0.5
    x, y = (grid.ravel() for grid in np.meshgrid(ticks, ticks))
    within = x**2 + y**2 <= 0.25  # noqa: PLR2004 - half an axis, squared
    rays_um = np.stack([x[within] * beam_size_um[0], y[within] * beam_size_um[1]], -1) + position_um
    return float((Delaunay(outline_of(corners_um)).find_simplex(rays_um) >= 0).mean())
