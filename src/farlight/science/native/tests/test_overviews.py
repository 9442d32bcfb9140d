"""Overviews are the largest good counts of each cell in one byte, whichever way they come about."""

import numpy as np
import pytest

from farlight.science.companding import codes_of
from farlight.science.native import ImageError, pooled
from farlight.science.native.tests.packing import counts_like_a_detector, packed


def expected(image, mask, cell):
    """The plain way: by loops over cells."""
    largest = np.iinfo(image.dtype).max
    good = (mask == 0) & (image >= 0) & (image < largest)
    raised = np.where(good, image.astype(np.int64) + 1, 0)
    rows, columns = (-(-size // cell) for size in image.shape)
    cells = np.zeros((rows, columns), np.uint32)
    for row in range(rows):
        for column in range(columns):
            cells[row, column] = raised[row * cell : (row + 1) * cell, column * cell : (column + 1) * cell].max()
    return codes_of(cells)


def masked(shape):
    mask = (np.random.default_rng(5).random(shape) < 0.05).astype(np.uint8)
    mask[10:20, 30:47] = 8
    return mask


@pytest.mark.usefixtures("each_way")
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.uint32, np.int16, np.int32])
@pytest.mark.parametrize("cell", [1, 2, 3, 4, 7])
@pytest.mark.parametrize("codec", ["bslz4", "bszstd", "lz4", "raw"])
def test_cells_show_their_largest_good_counts(codec, cell, dtype):
    image = counts_like_a_detector((101, 173), dtype)
    if np.issubdtype(dtype, np.signedinteger):
        image[50:53] = -2
    mask = masked(image.shape)
    found = pooled(packed(image, codec), image.shape, image.dtype, cell, mask, codec)
    assert np.array_equal(found, expected(image, mask, cell))


@pytest.mark.usefixtures("each_way")
def test_floating_point_is_rounded_and_has_no_counts_where_it_is_not_finite_or_negative():
    image = np.array([[0.4, 1.6, 40.5], [np.nan, np.inf, -3.0], [-0.4, 3e9, 7.0]], np.float32)
    found = pooled(packed(image), image.shape, image.dtype, 1, np.zeros(image.shape, np.uint8))
    assert found.tolist() == codes_of(np.array([[1, 3, 41], [0, 0, 0], [1, 0, 8]], np.uint32)).tolist()


@pytest.mark.usefixtures("each_way")
def test_blocks_need_not_end_with_rows():
    image = counts_like_a_detector((301, 507), np.uint16)
    mask = masked(image.shape)
    for block in (8, 1000, 32768):
        found = pooled(packed(image, block=block), image.shape, image.dtype, 2, mask)
        assert np.array_equal(found, expected(image, mask, 2))


@pytest.mark.usefixtures("each_way")
def test_damaged_images_and_masks_of_another_shape_are_refused():
    image = counts_like_a_detector((70, 90), np.uint16)
    whole = packed(image)
    good = np.zeros(image.shape, np.uint8)
    with pytest.raises(ImageError, match="mask"):
        pooled(whole, image.shape, image.dtype, 2, good[1:])
    with pytest.raises(ImageError, match="cells of 0"):
        pooled(whole, image.shape, image.dtype, 0, good)
    with pytest.raises(ImageError):
        pooled(whole[:-9], image.shape, image.dtype, 2, good)
    with pytest.raises(ImageError):
        pooled(image.tobytes()[:-2], image.shape, image.dtype, 2, good, "raw")
