"""Several images in one: sum, maximum or mean of each pixel, in 32 bits."""

from collections.abc import Iterable
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from farlight.science.compiled import compiled
from farlight.science.spots import as_counts, gap_value

GAP = np.uint32(0xFFFFFFFF)
"""Marks a pixel without a value."""
LARGEST = np.uint32(0xFFFFFFFE)
"""Sums end here."""


class Way(IntEnum):
    """How images become one."""

    SUM = 0
    MAX = 1
    MEAN = 2


def stacked(images: Iterable[npt.NDArray[Any]], way: Way, shape: tuple[int, int]) -> npt.NDArray[np.uint32]:
    """Return several images in one.

    A sum or mean has a gap where any image has one; a maximum where all have one. Means are rounded to whole counts.

    Parameters
    ----------
    images : iterable of ndarray
        All of the given shape (slow, fast); gaps as in `farlight.science.spots.find_spots`.

    Returns
    -------
    ndarray of uint32
        2^32-1 marks a gap; sums end at 2^32-2.
    """
    total = np.full(shape, GAP if way is Way.MAX else 0, np.uint32)
    number = 0
    for image in images:
        counts = as_counts(image)
        kernel = _take_larger if way is Way.MAX else _add
        kernel(counts, np.uint32(gap_value(counts.dtype)), total)
        number += 1
    if way is Way.MEAN and number:
        np.copyto(total, (total + np.uint64(number // 2)) // np.uint64(number), where=total != GAP, casting="unsafe")
    return total


@compiled
def _add(counts: npt.NDArray[Any], limit: np.uint32, total: npt.NDArray[np.uint32]) -> None:
    for row in range(counts.shape[0]):
        for column in range(counts.shape[1]):
            value = np.uint32(counts[row, column])
            before = total[row, column]
            is_gap = (value >= limit) | (before == GAP)
            grown = min(np.uint64(before) + np.uint64(value), np.uint64(LARGEST))
            total[row, column] = GAP if is_gap else np.uint32(grown)


@compiled
def _take_larger(counts: npt.NDArray[Any], limit: np.uint32, total: npt.NDArray[np.uint32]) -> None:
    for row in range(counts.shape[0]):
        for column in range(counts.shape[1]):
            value = np.uint32(counts[row, column])
            before = total[row, column]
            larger = value if before == GAP else max(before, value)
            total[row, column] = before if value >= limit else larger


def warm_up() -> None:
    """Compile the kernels for the types that detectors write, so that nobody waits for it."""
    for dtype in (np.uint16, np.uint32, np.int32):
        for way in (Way.SUM, Way.MAX):
            stacked([np.zeros((2, 2), dtype)], way, (2, 2))
