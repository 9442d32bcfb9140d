"""Rings and spots over a picture, in the frame's pixels."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from farlight.science.geometry import DetectorGeometry, resolution_at, ring_points_px
from farlight.science.rendering import Window
from farlight.science.spots import SpotTable
from farlight.viewer.types import Overlay, Ring, SpotMark

NICE_ANGSTROM = (
    50,
    30,
    20,
    15,
    10,
    7,
    5,
    4,
    3.5,
    3,
    2.7,
    2.4,
    2.2,
    2,
    1.8,
    1.6,
    1.5,
    1.4,
    1.3,
    1.2,
    1.1,
    1,
    0.9,
    0.8,
    0.7,
)
"""Resolutions that rings are drawn for."""
RINGS_MAX = 6
_ALONG_EDGE = 9
"""Points of each edge of the window at which the resolution is looked up."""
SPOTS_MAX = 3000


def overlay_of(geometry: DetectorGeometry | None, window: Window, *, rings: bool, spots: SpotTable | None) -> Overlay:
    """Return what is drawn over a window of a frame."""
    marks = _marks(spots, window) if spots is not None else ()
    if geometry is None or not rings:
        return Overlay(spots=marks)
    centre = geometry.beam_center_px
    drawn = [ring for value in chosen_resolutions(geometry, window) if (ring := _ring(value, geometry, window))]
    return Overlay(rings=tuple(drawn), spots=marks, beam=(centre[1], centre[0]) if centre else None)


def chosen_resolutions(geometry: DetectorGeometry, window: Window) -> list[float]:
    """Return resolutions whose rings cross a window, about evenly spaced in 1/d, at most six."""
    slow = np.linspace(window.slow_px, window.slow_px + window.rows, _ALONG_EDGE)[:, None]
    fast = np.linspace(window.fast_px, window.fast_px + window.columns, _ALONG_EDGE)[None, :]
    inverse = 1 / resolution_at(geometry, slow, fast)
    seen = inverse[np.isfinite(inverse)]
    if not seen.size:
        return []
    low, high = float(seen.min()), float(seen.max())
    inside = [value for value in NICE_ANGSTROM if low < 1 / value < high]
    chosen: list[float] = []
    for value in inside:
        if not chosen or 1 / value - 1 / chosen[-1] >= (high - low) / (RINGS_MAX + 1):
            chosen.append(value)
    return chosen[-RINGS_MAX:]


def _ring(resolution_angstrom: float, geometry: DetectorGeometry, window: Window) -> Ring | None:
    pieces = ring_points_px(resolution_angstrom, geometry)
    label = _label_place(pieces, window)
    if label is None:
        return None
    path = " ".join("M" + " L".join(f"{fast:.1f} {slow:.1f}" for slow, fast in piece) for piece in pieces)
    return Ring(resolution_angstrom=resolution_angstrom, path=path, label_x=label[1], label_y=label[0])


def _label_place(pieces: Sequence[npt.NDArray[np.float64]], window: Window) -> tuple[float, float] | None:
    """Return the highest point of a ring in the window, else None."""
    points = np.concatenate(pieces) if pieces else np.zeros((0, 2))
    slow, fast = points[:, 0] - window.slow_px, points[:, 1] - window.fast_px
    margin = 0.04
    inside = (slow > margin * window.rows) & (slow < window.rows)
    inside &= (fast > margin * window.columns) & (fast < (1 - margin) * window.columns)
    if not inside.any():
        return None
    place = points[inside][np.argmin(points[inside][:, 0])]
    return float(place[0]), float(place[1])


def _marks(spots: SpotTable, window: Window) -> tuple[SpotMark, ...]:
    """Return the spots of a window, the strongest first, at most so many as a browser likes to draw."""
    order = np.argsort(-spots.intensity_counts)
    slow, fast = spots.slow_px[order], spots.fast_px[order]
    inside = (slow >= window.slow_px) & (slow < window.slow_px + window.rows)
    inside &= (fast >= window.fast_px) & (fast < window.fast_px + window.columns)
    pairs = zip(fast[inside][:SPOTS_MAX], slow[inside][:SPOTS_MAX], strict=True)
    return tuple(SpotMark(x=round(float(x), 1), y=round(float(y), 1)) for x, y in pairs)
