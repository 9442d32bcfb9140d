"""Small pictures of a desktop: one connection for all who look, and none when nobody does."""

import asyncio
import io
import logging
import struct
from collections.abc import Iterator
from contextlib import aclosing, contextmanager

import numpy as np
import numpy.typing as npt
from PIL import Image

from farlight.desktops.adapters.guacd import joined
from farlight.desktops.adapters.guacd_keeper import connection_in
from farlight.desktops.adapters.guacd_pictures import pictures_on
from farlight.desktops.adapters.places import folder_of, found
from farlight.desktops.adapters.vnc_client import Upstream, connected
from farlight.desktops.domain.guacamole.instructions import MalformedInstructionError
from farlight.desktops.domain.rfb.client import PIXEL_FORMAT, UnknownMessageError, set_encodings, update_request
from farlight.desktops.domain.rfb.encodings import Encoding
from farlight.desktops.domain.rfb.raw import raw_rectangles
from farlight.desktops.domain.rfb.server import ServerKind, server_message
from farlight.desktops.types import DesktopPlace, GuacdAddress
from farlight.kernel.errors import Unavailable

Pixels = npt.NDArray[np.uint8]
"""Rows, columns, then red, green, blue and nothing."""

log = logging.getLogger(__name__)

EVERY_S = 1.0
WIDTH_PX = 480
QUALITY = 60
PAUSE_S = 2.0
_ENCODINGS = [Encoding.RAW, Encoding.DESKTOP_SIZE]
_ENDS = (Unavailable, OSError, asyncio.IncompleteReadError, UnknownMessageError, MalformedInstructionError)
"""Why a desktop is not seen for a while."""


class Thumbnail:
    """A desktop, seen from afar."""

    def __init__(self, place: DesktopPlace) -> None:
        self._place = place
        self._watchers = 0
        self._work: asyncio.Task[None] | None = None
        self._news = asyncio.Condition()
        self.number = 0
        self.webp = b""

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Look: the desktop is connected to until the last one goes."""
        self._watchers += 1
        if self._work is None or self._work.done():
            self._work = asyncio.get_running_loop().create_task(self._run())
        try:
            yield
        finally:
            self._watchers -= 1
            if self._watchers == 0 and self._work is not None:
                self._work.cancel()
                self._work = None

    async def newer_than(self, number: int) -> tuple[int, bytes]:
        """Wait for a picture with a higher number; return its number and the picture as WebP."""
        async with self._news:
            await self._news.wait_for(lambda: self.number > number)
            return self.number, self.webp

    async def _run(self) -> None:
        while True:
            try:
                await self._look()
            except _ENDS as error:
                log.info("a thumbnail waits: %s", error)
            await asyncio.sleep(PAUSE_S)

    async def _look(self) -> None:
        if self._place.guacd is not None:
            await self._look_by_guacd(self._place.guacd)
            return
        upstream = await connected(await asyncio.to_thread(found, self._place))
        try:
            await self._follow(upstream)
        finally:
            upstream.writer.close()

    async def _look_by_guacd(self, guacd: GuacdAddress) -> None:
        number = await asyncio.to_thread(connection_in, folder_of(self._place.folder))
        async with aclosing(pictures_on(await joined(guacd, number, is_read_only=True))) as pictures:
            async for picture in pictures:
                await self._show(await asyncio.to_thread(_packed, picture))

    async def _show(self, webp: bytes) -> None:
        async with self._news:
            self.number, self.webp = self.number + 1, webp
            self._news.notify_all()

    async def _follow(self, upstream: Upstream) -> None:
        """Ask for what has changed, at most once a second: a still desktop costs nothing."""
        width, height = upstream.size_px
        screen = np.zeros((height, width, 4), np.uint8)
        upstream.writer.write(struct.pack(">Bxxx", 0) + PIXEL_FORMAT + set_encodings(list(_ENCODINGS)))
        whole = True
        while True:
            upstream.writer.write(update_request(screen.shape[1], screen.shape[0], incremental=not whole))
            message = await server_message(upstream.reader.readexactly)
            if message.kind is not ServerKind.UPDATE:
                continue
            resized = _drawn(screen, message.raw)
            whole = resized is not None
            if resized is not None:
                screen = resized
                continue
            pixels = np.ascontiguousarray(screen[:, :, :3])
            await self._show(await asyncio.to_thread(_packed, Image.fromarray(pixels)))
            await asyncio.sleep(EVERY_S)


def _drawn(screen: Pixels, raw: bytes) -> Pixels | None:
    """Draw an update into the screen; return a new one when its size changed."""
    for place, pixels in raw_rectangles(raw):
        if pixels is None:
            return np.zeros((place.height, place.width, 4), np.uint8)
        part = np.frombuffer(pixels, np.uint8).reshape(place.height, place.width, 4)
        screen[place.y : place.y + place.height, place.x : place.x + place.width] = part
    return None


def _packed(image: Image.Image) -> bytes:
    height_px = max(1, round(image.height * WIDTH_PX / image.width))
    small = image.resize((WIDTH_PX, height_px), Image.Resampling.BILINEAR, reducing_gap=2.0)
    made = io.BytesIO()
    small.save(made, "WEBP", quality=QUALITY, method=2)
    return made.getvalue()


class Thumbnails:
    """Every desktop that is looked at from afar in this process."""

    def __init__(self) -> None:
        self._all: dict[DesktopPlace, Thumbnail] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    def of(self, place: DesktopPlace) -> Thumbnail:
        """Return the thumbnail of a desktop."""
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            self._loop, self._all = loop, {}
        return self._all.setdefault(place, Thumbnail(place))


thumbnails = Thumbnails()
"""The thumbnails of this process."""
