"""Several images in one."""

from typing import Any

import numpy as np
import pytest

from farlight.science.stacking import Way, stacked

GAP = 2**32 - 1


def images(dtype: Any) -> list[np.ndarray]:
    gap = -1 if np.dtype(dtype).kind == "i" else np.iinfo(dtype).max
    return [np.array(rows, dtype) for rows in ([[1, gap], [5, 0]], [[2, 7], [gap, 0]], [[4, 9], [gap, 1]])]


@pytest.mark.parametrize("dtype", [np.uint16, np.uint32, np.int32, np.int16, np.uint8])
@pytest.mark.parametrize(
    ("way", "expected"),
    [
        (Way.SUM, [[7, GAP], [GAP, 1]]),
        (Way.MAX, [[4, 9], [5, 1]]),
        (Way.MEAN, [[2, GAP], [GAP, 0]]),
    ],
)
def test_pixels_are_put_together(dtype: Any, way: Way, expected: list[list[int]]) -> None:
    total = stacked(images(dtype), way, (2, 2))
    assert (total.dtype, total.tolist()) == (np.uint32, expected)


def test_maximum_has_a_gap_where_all_have_one() -> None:
    blind = np.full((1, 1), 65535, np.uint16)
    assert stacked([blind, blind], Way.MAX, (1, 1)).tolist() == [[GAP]]


def test_sums_end_below_the_mark_of_a_gap() -> None:
    full = np.full((1, 1), 2**32 - 2, np.uint32)
    assert stacked([full, full, full], Way.SUM, (1, 1)).tolist() == [[2**32 - 2]]
    assert stacked([full], Way.MEAN, (1, 1)).tolist() == [[2**32 - 2]]
