"""Marks over an image: spots that are found on it."""

import numpy as np

from farlight.science.images import StoredChunk
from farlight.science.native import decode_into
from farlight.science.spots import find_spots
from farlight.viewer.adapters.frames import frames
from farlight.viewer.queries.sheets import Sheet
from farlight.viewer.services.drawing import packed_bytes

LITTLE_FLOATS = "<f4"


def mark_spots(sheet: Sheet, image: int, place: StoredChunk | None) -> bytes:
    """Return the spots of an image, strongest first: 32-bit little-endian floats slow, fast (px), counts.

    Raises
    ------
    NotFound, ImageError
        When the image cannot be read.
    """
    if place is None:
        counts = frames.frame(sheet.master, image).image
    else:
        counts = np.empty(sheet.shape, sheet.dtype)
        decode_into(packed_bytes(place), counts, place.codec)
    spots = find_spots(counts, sheet.mask)
    table = np.column_stack((spots.slow_px, spots.fast_px, spots.intensity_counts))
    return table[np.argsort(-spots.intensity_counts, kind="stable")].astype(LITTLE_FLOATS).tobytes()
