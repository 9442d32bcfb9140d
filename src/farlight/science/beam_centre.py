"""Where the beam meets the detector, told by the background: it is round about the beam, whatever the header says.

Good to some pixels, which is where a search by the spots themselves takes over. It needs a detector that stands across
the beam, and air, solvent or other scatter that falls off from the beam.
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Center = tuple[float, float]

_CELLS_ACROSS = 150
"""The picture is made so small: fine enough for the background, and small spots vanish."""
_CLIP_PERCENTILE = 99.0
_EDGE_FRAC = 0.05
_COARSE_CELLS = 4.0
_FINER_CELLS = (2.0, 1.0, 0.5, 0.25)
_FEWEST_CELLS = 600
"""With so many, some ring about any centre is full."""
_RING_CELLS = 2.0
_FEWEST_IN_RING = 5
_EXPLAINED_FRAC = 0.5
"""Rings that leave more of the background's variance than this do not tell a centre."""


def beam_center_from_background(
    images: Iterable[npt.NDArray[np.generic]], mask: npt.NDArray[np.uint8]
) -> Center | None:
    """Return the slow and fast position (px) about which the background of some images is round.

    Parameters
    ----------
    images : iterable of ndarray, shape (slow, fast)
        Images of one sweep; some ten are enough.
    mask : ndarray, shape (slow, fast)
        0 where a pixel is good.

    Returns
    -------
    tuple or None
        None when the background is too weak, or not round.

    Notes
    -----
    The picture, with counts under a root so that their noise is even, is cut into rings about a trial centre; the best
    centre leaves the least variance within the rings.
    """
    picture, cell_px = _small_picture(images, mask)
    there = np.isfinite(picture)
    if there.sum() < _FEWEST_CELLS:
        return None
    values = np.minimum(picture, np.nanpercentile(picture, _CLIP_PERCENTILE))
    left, slow, fast = _best_center(values, there)
    if left >= _EXPLAINED_FRAC * float(values[there].var()):
        return None
    return slow * cell_px, fast * cell_px


def _small_picture(images: Iterable[npt.NDArray[np.generic]], mask: npt.NDArray[np.uint8]) -> tuple[Floats, int]:
    """Return the root of the mean counts in square cells (NaN where no pixel is good), and a cell's size in pixels."""
    total, count = np.zeros(mask.shape), 0
    bad = mask != 0
    for image in images:
        counts = np.asarray(image, np.float64)
        bad |= counts < 0
        total += counts
        count += 1
    mean = np.where(bad, 0.0, total / max(count, 1))
    if not bad.all():
        mean = np.minimum(mean, np.percentile(mean[~bad], _CLIP_PERCENTILE) + 1)
    cell_px = max(1, round(max(mask.shape) / _CELLS_ACROSS))
    good = _summed(~bad, cell_px)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.sqrt(np.where(good > 0, _summed(mean, cell_px) / good, np.nan)), cell_px


def _summed(values: npt.NDArray[np.generic], cell_px: int) -> Floats:
    slow, fast = (size // cell_px for size in values.shape)
    cut = np.asarray(values[: slow * cell_px, : fast * cell_px], np.float64)
    summed: Floats = cut.reshape(slow, cell_px, fast, cell_px).sum(axis=(1, 3))
    return summed


def _best_center(values: Floats, there: npt.NDArray[np.bool_]) -> tuple[float, float, float]:
    """Return the variance left and the centre, in cells: on a coarse grid first, then finer about the best."""
    cells, places = values[there], np.argwhere(there).astype(np.float64) + 0.5
    slow_cells, fast_cells = values.shape
    grid = [
        (slow, fast)
        for slow in np.arange(_EDGE_FRAC * slow_cells, (1 - _EDGE_FRAC) * slow_cells, _COARSE_CELLS)
        for fast in np.arange(_EDGE_FRAC * fast_cells, (1 - _EDGE_FRAC) * fast_cells, _COARSE_CELLS)
    ]
    best = min(_left_in_rings(cells, places, *at) for at in grid)
    for step in _FINER_CELLS:
        _, slow, fast = best
        about = [(slow + step * i, fast + step * j) for i in range(-2, 3) for j in range(-2, 3)]
        best = min(_left_in_rings(cells, places, *at) for at in about)
    return best


def _left_in_rings(cells: Floats, places: Floats, slow: float, fast: float) -> tuple[float, float, float]:
    """Return the mean variance within rings about a centre, and the centre."""
    ring = (np.hypot(places[:, 0] - slow, places[:, 1] - fast) / _RING_CELLS).astype(np.intp)
    counts, sums, squares = (np.bincount(ring, weights) for weights in (None, cells, cells * cells))
    full = counts >= _FEWEST_IN_RING
    within = (squares[full] - sums[full] ** 2 / counts[full]).sum() / counts[full].sum()
    return float(within), float(slow), float(fast)
