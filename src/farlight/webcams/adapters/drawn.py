"""Pictures of a camera that there is not: a function draws them from what the beamline says of itself."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from typing import Protocol

from asgiref.sync import sync_to_async
from django.utils.module_loading import import_string

from farlight.beamlines.public import channel_readings
from farlight.beamlines.types import CameraDefinition, ChannelValue
from farlight.kernel.errors import Unavailable

READ_EVERY_S = 1.0


class Draw(Protocol):
    """What a dotted name must lead to."""

    def __call__(self, readings: Mapping[str, ChannelValue], at_s: float) -> bytes:
        """Return a JPEG of the beamline with these readings, at a time in seconds since 1970."""


async def drawn_pictures(camera: CameraDefinition, beamline: str) -> AsyncIterator[bytes]:
    """Draw for ever, as often as the camera may."""
    draw = _drawing(camera)
    readings: Mapping[str, ChannelValue] = {}
    read_s = -READ_EVERY_S
    while True:
        begun_s = time.monotonic()
        if begun_s - read_s >= READ_EVERY_S:
            found = await sync_to_async(channel_readings, thread_sensitive=False)(beamline)
            readings, read_s = {reading.channel: reading.value for reading in found}, begun_s
        yield await asyncio.to_thread(draw, readings, time.time())
        await asyncio.sleep(max(0.0, begun_s + 1 / camera.max_rate_hz - time.monotonic()))


def _drawing(camera: CameraDefinition) -> Draw:
    try:
        draw: Draw = import_string(camera.address.replace(":", "."))
    except ImportError as error:
        raise Unavailable(f"There is nothing that draws {camera.name}: {camera.address}.") from error
    return draw
