"""What has to be made for an answer that no stretch of a file is: by which function, by whose threads."""

import asyncio
from collections.abc import Callable
from functools import partial

from farlight.kernel.errors import NotFound
from farlight.science.images import StoredChunk
from farlight.viewer.adapters.frames import frames
from farlight.viewer.adapters.places import AT_ONCE, Places
from farlight.viewer.adapters.workshop import Workshop, patient_workshop, workshop
from farlight.viewer.domain.addresses import Chunk, Images, Mask, Overview, Predictions, Spots, Stack, Tile, Wanted
from farlight.viewer.queries.sheets import Sheet
from farlight.viewer.services import drawing, marking, packing

Make = Callable[[], bytes]
places = Places()


def shop_for(wanted: Wanted) -> Workshop:
    """Return whose threads make something: what takes long has its own."""
    if isinstance(wanted, Overview):
        return workshop if wanted.images.count == 1 else patient_workshop
    return patient_workshop if isinstance(wanted, Stack | Spots | Predictions) else workshop


async def order_for(sheet: Sheet, wanted: Wanted) -> Make:
    """Return the function that makes what is wanted.

    Raises
    ------
    NotFound
        When there is no such image, or it is not finished.
    ImageError
        When the files cannot be read.
    """
    match wanted:
        case Overview(images) | Stack(images):
            return await _order_of_images(sheet, wanted, images)
        case Chunk(image) | Tile(image) | Spots(image):
            return _order_of_image(sheet, wanted, await place_of(sheet, image))
        case Mask():
            return partial(packing.pack_mask, sheet)
        case Predictions(processing, image):
            return partial(marking.mark_predictions, sheet, processing, image)


async def _order_of_images(sheet: Sheet, wanted: Overview | Stack, images: Images) -> Make:
    found = [await place_of(sheet, image) for image in range(images.first, images.last + 1)]
    if isinstance(wanted, Stack):
        return partial(packing.pack_stack, sheet, images, found)
    if images.count == 1:
        return partial(drawing.draw_overview, sheet, images.first, found[0])
    return partial(drawing.draw_overview_of_several, sheet, images, found)


def _order_of_image(sheet: Sheet, wanted: Chunk | Tile | Spots, place: StoredChunk | None) -> Make:
    if isinstance(wanted, Spots):
        return partial(marking.mark_spots, sheet, wanted.image, place)
    if isinstance(wanted, Chunk):
        return partial(packing.pack_image, sheet, wanted.image)
    if wanted.rows[1] > sheet.shape[0] or wanted.columns[1] > sheet.shape[1]:
        raise NotFound(f"The image has {sheet.shape[0]} rows and {sheet.shape[1]} columns.")
    return partial(packing.pack_tile, sheet, wanted, place)


async def place_of(sheet: Sheet, image: int) -> StoredChunk | None:
    """Return where an image lies; None when no stretch of bytes is the image.

    Raises
    ------
    NotFound
        When it is not there, or not finished.
    ImageError
        When the files cannot be read.
    """
    if not places.knows(sheet.root, image):
        found = await asyncio.to_thread(frames.chunks, sheet.master, image, AT_ONCE)
        places.remember(sheet.root, image, found)
    return places.find(sheet.root, image)
