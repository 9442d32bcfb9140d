"""Marks over an image: spots that are found on it, and reflections that a processing predicts."""

import numpy as np
from django.db import close_old_connections

from farlight.kernel.errors import NotFound
from farlight.processing.public import refinement_of
from farlight.science.images import StoredChunk
from farlight.science.native import decode_into
from farlight.science.spots import find_spots
from farlight.viewer.adapters.frames import frames
from farlight.viewer.adapters.reflections import reflections_in
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


def mark_predictions(sheet: Sheet, processing: int, image: int) -> bytes:
    """Return where a processing predicts reflections on an image.

    Returns
    -------
    bytes
        32-bit little-endian floats slow, fast (px), h, k, l, 1 where it was indexed from a found spot; n x 6.

    Raises
    ------
    NotFound
        When there is no such finished processing.
    ImageError
        When its files cannot be read.
    """
    close_old_connections()
    files = refinement_of(sheet.run_id, number=processing)
    if files is None:
        raise NotFound(f"The run has no finished processing {processing}.")
    reflections = reflections_in(files.experiments, files.reflections)
    return reflections.on_image(image - files.first_image).astype(LITTLE_FLOATS).tobytes()
