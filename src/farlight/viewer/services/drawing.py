"""Overviews: the largest count of each cell of pixels, in one byte, as a small grey picture."""

import os
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from farlight.science.companding import Codes, codes_of
from farlight.science.images import StoredChunk
from farlight.science.native import decode_into, pooled
from farlight.science.overview_packs import overview_in
from farlight.science.overviews import as_jpeg
from farlight.science.rendering import pool
from farlight.science.spots import as_counts, gap_value
from farlight.science.stacking import GAP, Way, stacked
from farlight.viewer.adapters.frames import frames
from farlight.viewer.adapters.open_files import open_files
from farlight.viewer.domain.addresses import How, Images
from farlight.viewer.queries.sheets import Sheet

_WAYS = {How.SUM: Way.SUM, How.MAX: Way.MAX, How.MEAN: Way.MEAN}


def packed_bytes(place: StoredChunk) -> bytes:
    """Return the packed bytes of an image as they lie in the file.

    Raises
    ------
    ImageError
        When the file is gone.
    """
    with open_files.lent(place.path) as descriptor:
        return os.pread(descriptor, place.size_bytes, place.offset_bytes)


def draw_overview(sheet: Sheet, image: int, place: StoredChunk | None) -> bytes:
    """Return the overview of an image: as WebP when it was made beforehand, else drawn as JPEG.

    Parameters
    ----------
    place : StoredChunk or None
        Where its packed bytes lie; None when the files have to be asked.

    Raises
    ------
    NotFound, ImageError
        When it cannot be read.
    """
    made = overview_in(sheet.pack, image, cell_px=sheet.cell_px, marks=sheet.marks)
    if made is not None:
        return made
    if place is not None:
        codes = pooled(packed_bytes(place), sheet.shape, sheet.dtype, sheet.cell_px, sheet.mask, place.codec)
        return as_jpeg(codes)
    return as_jpeg(_codes_of(frames.frame(sheet.master, image).image, sheet))


def draw_overview_of_several(sheet: Sheet, images: Images, places: list[StoredChunk | None]) -> bytes:
    """Return the overview of several images in one. Raises as `draw_overview` does."""
    total = stack_of(sheet, images, places)
    return as_jpeg(codes_of(pool(total, sheet.mask, np.uint32(GAP), sheet.cell_px)))


def stack_of(sheet: Sheet, images: Images, places: list[StoredChunk | None]) -> npt.NDArray[np.uint32]:
    """Return several images in one; masked pixels are left as they were counted. Raises as `draw_overview` does."""
    return stacked(_counts_of(sheet, images, places), _WAYS[images.how], sheet.shape)


def _counts_of(sheet: Sheet, images: Images, places: list[StoredChunk | None]) -> Iterator[npt.NDArray[np.generic]]:
    """Unpack images one after the other into the same memory."""
    room = np.empty(sheet.shape, sheet.dtype)
    for image, place in zip(range(images.first, images.last + 1), places, strict=True):
        if place is None:
            yield frames.frame(sheet.master, image).image
        else:
            decode_into(packed_bytes(place), room, place.codec)
            yield room


def _codes_of(image: npt.NDArray[np.generic], sheet: Sheet) -> Codes:
    counts = as_counts(image)
    return codes_of(pool(counts, sheet.mask, np.uint32(gap_value(counts.dtype)), sheet.cell_px))
