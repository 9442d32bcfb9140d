"""Which share of an image's spots can be seen when the whole image is shown small; beside averaging and leaving out."""

import io
import math
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from farlight.science.companding import codes_of, first_counts
from farlight.science.overviews import as_webp, cell_px
from farlight.science.rendering import pool
from farlight.science.spots import find_spots, gap_value

STANDS_OUT = 2.5
"""A spot is seen where the picture is so many times as high as around it."""
NEAR_PX, AROUND_PX = 1, 10
_LOWER_PART = 0.9
"""Of what is around, the highest tenth is left out: other spots."""

_SHAPE = (4362, 4148)
_BACKGROUND_COUNTS, _SPOT_COUNTS, _SPOTS, _SIGMA_PX = 2.5, 150.0, 800, 0.8
_BESIDE_PX = 12.0
"""So far from a spot there is another one by chance only."""

Picture = npt.NDArray[np.float32]
"""Heights; NaN where there is no value."""


def visible_frac(picture: Picture, rows_px: npt.NDArray[Any], columns_px: npt.NDArray[Any]) -> float:
    """Return the share of places at which a picture stands out; NaN when none of them is on it.

    A place stands out when the largest value of the three by three pixels there exceeds 2.5 times the mean of the lower
    nine tenths of the 21 by 21 pixels around it.

    Parameters
    ----------
    picture : ndarray of float32, shape (rows, columns)
    rows_px, columns_px : ndarray, shape (n,)
        Where the spots lie, in pixels of the picture, from the outer corner of its first one.
    """
    seen = [
        _stands_out(picture, math.floor(row), math.floor(column))
        for row, column in zip(rows_px, columns_px, strict=True)
        if 0 <= row < picture.shape[0] and 0 <= column < picture.shape[1]
    ]
    return sum(seen) / len(seen) if seen else math.nan


def _stands_out(picture: Picture, row: int, column: int) -> bool:
    near, around = (_values(picture, row, column, reach) for reach in (NEAR_PX, AROUND_PX))
    if not near.size:
        return False
    lower = np.sort(around)[: max(1, int(_LOWER_PART * around.size))]
    return bool(near.max() > STANDS_OUT * lower.mean())


def _values(picture: Picture, row: int, column: int, reach: int) -> npt.NDArray[np.float32]:
    box = picture[max(row - reach, 0) : row + reach + 1, max(column - reach, 0) : column + reach + 1]
    values: npt.NDArray[np.float32] = box[np.isfinite(box)]
    return values


def averaged(counts: npt.NDArray[Any], good: npt.NDArray[np.bool_], cell_px: int) -> Picture:
    """Return the mean of the good pixels of each whole cell, as viewers do that bin."""
    rows, columns = (size // cell_px for size in counts.shape)
    cells = (rows, cell_px, columns, cell_px)
    whole = (slice(rows * cell_px), slice(columns * cell_px))
    total = np.where(good, counts, 0)[whole].reshape(cells).sum(axis=(1, 3), dtype=np.float64)
    number = good[whole].reshape(cells).sum(axis=(1, 3))
    return np.where(number > 0, total / np.maximum(number, 1), np.nan).astype(np.float32)


def left_out(counts: npt.NDArray[Any], good: npt.NDArray[np.bool_], cell_px: int) -> Picture:
    """Return the pixel in the middle of each cell, as viewers do that leave the others out."""
    middle = (slice(cell_px // 2, None, cell_px),) * 2
    return np.where(good[middle], counts[middle], np.nan).astype(np.float32)


def faint_spots() -> dict[str, float]:
    """Return the share of sharp spots on a strong background that is seen: of the overview, and as others draw it.

    The image is invented: 16M pixels of 2.5 counts, and spots of a pixel or two. Overviews are read back from WebP.
    """
    counts = _image_of_faint_spots()
    spots = find_spots(counts, np.zeros(counts.shape, np.uint8))
    cell, good = cell_px(counts.shape), np.ones(counts.shape, np.bool_)
    codes = codes_of(pool(counts, (~good).view(np.uint8), np.uint32(gap_value(counts.dtype)), cell))
    read = np.asarray(Image.open(io.BytesIO(as_webp(codes, counts_are_few=False))).convert("L"))
    overview = first_counts()[read].astype(np.float32)
    at = spots.slow_px / cell, spots.fast_px / cell
    return {
        "faint_spots_found_16m": float(len(spots)),
        "faint_spots_visible_frac_16m": visible_frac(overview, *at),
        "faint_spots_visible_frac_16m_beside": visible_frac(overview, at[0] + _BESIDE_PX, at[1] + _BESIDE_PX),
        "faint_spots_visible_frac_16m_averaged": visible_frac(averaged(counts, good, cell), *at),
        "faint_spots_visible_frac_16m_left_out": visible_frac(left_out(counts, good, cell), *at),
    }


def _image_of_faint_spots() -> npt.NDArray[np.uint16]:
    random = np.random.default_rng(3)
    counts = random.poisson(_BACKGROUND_COUNTS, _SHAPE).astype(np.uint16)
    for strength in random.exponential(_SPOT_COUNTS, _SPOTS):
        slow, fast = (random.uniform(8, size - 8) for size in _SHAPE)
        first = math.floor(slow) - 4, math.floor(fast) - 4
        along = [
            np.exp(-(((np.arange(9) + start + 0.5 - at) / _SIGMA_PX) ** 2) / 2)
            for start, at in zip(first, (slow, fast), strict=True)
        ]
        profile = np.outer(*along)
        added = random.poisson(strength * profile / profile.sum())
        counts[first[0] : first[0] + 9, first[1] : first[1] + 9] += added.astype(np.uint16)
    return counts


def heights_of(png: bytes) -> Picture:
    """Return a grey picture's levels as heights; what is coloured (gaps, and beside the image) has no value."""
    pixels = np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))
    is_grey = (pixels[..., 0] == pixels[..., 1]) & (pixels[..., 1] == pixels[..., 2])
    return np.where(is_grey, pixels[..., 0], np.nan).astype(np.float32)
