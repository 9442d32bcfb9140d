"""Single pictures of a camera."""

import asyncio

from farlight.beamlines.types import CameraDefinition
from farlight.beamtime.types import SessionSummary
from farlight.kernel.asgi import give_way
from farlight.kernel.errors import Unavailable
from farlight.webcams.adapters.feeds import feeds
from farlight.webcams.domain.pace import width_for

PATIENCE_S = 6.0


async def still_of(session: SessionSummary, camera: CameraDefinition, width_px: int) -> bytes:
    """Return the newest picture of a camera as JPEG; the camera is held for some seconds, for whoever asks next.

    Raises
    ------
    Unavailable
        When the camera gives none.
    """
    give_way()
    feed = feeds.of(camera, session.beamline)
    with feed.watched():
        try:
            async with asyncio.timeout(PATIENCE_S):
                picture = await feed.newer_than(0)
        except TimeoutError as error:
            raise Unavailable(f"The camera {camera.name} gives no picture.") from error
        return await picture.as_wide_as(width_for(width_px, camera.max_width_px))
