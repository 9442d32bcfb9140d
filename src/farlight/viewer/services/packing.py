"""Counts as packed bytes: of images that have none of their own, of parts, of several images in one, of the mask."""

from farlight.science.images import StoredChunk
from farlight.science.images.packing import packed
from farlight.science.native import rows_of
from farlight.viewer.adapters.frames import frames
from farlight.viewer.domain.addresses import Images, Tile
from farlight.viewer.domain.frames import as_served
from farlight.viewer.queries.sheets import Sheet
from farlight.viewer.services.drawing import packed_bytes, stack_of


def pack_image(sheet: Sheet, image: int) -> bytes:
    """Return all counts of an image.

    Raises
    ------
    NotFound, ImageError
        When it cannot be read.
    """
    return packed(as_served(frames.frame(sheet.master, image).image))


def pack_tile(sheet: Sheet, tile: Tile, place: StoredChunk | None) -> bytes:
    """Return the counts of some rows and columns of an image; only the rows are unpacked. Raises as `pack_image`."""
    columns = slice(*tile.columns)
    if place is None:
        return packed(as_served(frames.frame(sheet.master, tile.image).image[slice(*tile.rows), columns]))
    rows = rows_of(packed_bytes(place), sheet.dtype, sheet.shape, tile.rows, place.codec)
    return packed(as_served(rows[:, columns]))


def pack_stack(sheet: Sheet, images: Images, places: list[StoredChunk | None]) -> bytes:
    """Return the counts of several images in one, 32 bits, gaps 2^32-1. Raises as `pack_image` does."""
    return packed(stack_of(sheet, images, places))


def pack_mask(sheet: Sheet) -> bytes:
    """Return the mask, 8 bits, 0 where a pixel is good."""
    return packed(sheet.mask)
