"""Overviews: the maximum of each cell of pixels, in one byte."""

from typing import Any

import numpy as np
import numpy.typing as npt

from farlight.science.companding import Codes, code_table, codes_of
from farlight.science.native.errors import ImageError
from farlight.science.native.library import KINDS, address, address_of_bytes, has_worked, library
from farlight.science.native.unpacking import decode_into
from farlight.science.rendering import pool
from farlight.science.spots import as_counts, gap_value


def pooled(
    packed: bytes,
    shape: tuple[int, int],
    dtype: np.dtype[Any],
    cell_px: int,
    mask: npt.NDArray[np.uint8],
    codec: str = "bslz4",
) -> Codes:
    """Make the overview of one packed image; the whole image is never written where the library is built.

    Parameters
    ----------
    packed, codec
        As in `farlight.science.native.decode_into`.
    shape, dtype
        Of the image. The largest number of the type and negative ones mark pixels without a value.
    cell_px : int
        Pixels of a cell along either axis, at least 1; cells at the far ends may have fewer.
    mask : ndarray of uint8
        0 where a pixel is good; of the image's shape.

    Returns
    -------
    ndarray of uint8, shape (ceil(rows / cell_px), ceil(columns / cell_px))
        Codes of `farlight.science.companding` of the largest good count of each cell; 0 where none is good.

    Raises
    ------
    ImageError
        When the image is damaged, or the mask's shape is another.
    """
    if mask.shape != shape or cell_px < 1:
        raise ImageError(f"A mask of shape {mask.shape} in cells of {cell_px} does not fit an image of shape {shape}.")
    good = np.ascontiguousarray(mask, np.uint8)
    loaded = library()
    kind = KINDS.get(dtype.name)
    if loaded is not None and kind is not None and codec in {"bslz4", "raw"}:
        out = np.empty((-(-shape[0] // cell_px), -(-shape[1] // cell_px)), np.uint8)
        table = code_table()
        at, held = address_of_bytes(packed)
        what = (at, held.size, int(codec == "bslz4"), kind, 0xFFFFFFFF, *shape, cell_px)
        if has_worked(loaded.pool(*what, address(good), address(table), table.size, address(out))):
            return out
    return _pooled_by_numba(packed, np.empty(shape, dtype), cell_px, good, codec)


def _pooled_by_numba(
    packed: bytes, image: npt.NDArray[Any], cell_px: int, mask: npt.NDArray[np.uint8], codec: str
) -> Codes:
    decode_into(packed, image, codec)
    counts = as_counts(image)
    return codes_of(pool(counts, mask, np.uint32(gap_value(counts.dtype)), cell_px))
