"""Updates whose pixels are not packed at all: for the proxy's own eyes."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from farlight.desktops.domain.rfb.client import UnknownMessageError
from farlight.desktops.domain.rfb.encodings import Encoding
from farlight.desktops.domain.rfb.server import PIXEL_BYTES

_HEAD_BYTES, _RECTANGLE_BYTES = 4, 12


@dataclass(frozen=True)
class Rectangle:
    """A part of a screen, in pixels from its left upper corner."""

    x: int
    y: int
    width: int
    height: int


def raw_rectangles(update: bytes) -> Iterator[tuple[Rectangle, bytes | None]]:
    """Go through the rectangles of an update with their pixels, row by row; None for a new size of the screen.

    Raises
    ------
    UnknownMessageError
        When something of it is packed.
    """
    (count,) = struct.unpack(">2xH", update[:_HEAD_BYTES])
    at = _HEAD_BYTES
    for _ in range(count):
        *place, encoding = struct.unpack(">HHHHi", update[at : at + _RECTANGLE_BYTES])
        at += _RECTANGLE_BYTES
        rectangle = Rectangle(*place)
        if encoding == Encoding.DESKTOP_SIZE:
            yield rectangle, None
            continue
        if encoding != Encoding.RAW:
            raise UnknownMessageError(f"Encoding {encoding} was not asked for.")
        size_bytes = rectangle.width * rectangle.height * PIXEL_BYTES
        yield rectangle, update[at : at + size_bytes]
        at += size_bytes
