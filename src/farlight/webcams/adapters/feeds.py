"""One connection to a camera, however many look; each of them gets the newest picture, and none waits for another."""

import asyncio
import io
import logging
from collections.abc import Iterator
from contextlib import aclosing, contextmanager

from PIL import Image

from farlight.beamlines.types import CameraDefinition
from farlight.kernel.errors import Unavailable
from farlight.webcams.adapters.sources import Source, source_of

log = logging.getLogger(__name__)

LINGER_S = 5.0
"""So long a camera is held when nobody looks any more: whoever turns a page comes back."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 10.0
QUALITY = 70


class Picture:
    """A picture of a camera, and smaller ones of it, each made once."""

    def __init__(self, number: int, jpeg: bytes) -> None:
        self.number, self.jpeg = number, jpeg
        self._smaller: dict[int, asyncio.Future[bytes]] = {}

    async def as_wide_as(self, width_px: int) -> bytes:
        """Return it as JPEG, not wider than this."""
        if width_px not in self._smaller:
            self._smaller[width_px] = asyncio.ensure_future(asyncio.to_thread(_narrowed, self.jpeg, width_px))
        return await asyncio.shield(self._smaller[width_px])


def _narrowed(jpeg: bytes, width_px: int) -> bytes:
    try:
        with Image.open(io.BytesIO(jpeg)) as image:
            if image.width <= width_px:
                return jpeg
            height_px = max(1, round(image.height * width_px / image.width))
            image.draft("RGB", (width_px, height_px))
            small = image.convert("RGB").resize((width_px, height_px), Image.Resampling.BILINEAR, reducing_gap=2.0)
    except (OSError, SyntaxError, Image.DecompressionBombError):
        return b""
    made = io.BytesIO()
    small.save(made, "JPEG", quality=QUALITY)
    return made.getvalue()


class Feed:
    """A camera, as long as somebody looks."""

    def __init__(self, name: str, source: Source) -> None:
        self._name, self._source = name, source
        self._watchers = 0
        self._work: asyncio.Task[None] | None = None
        self._news = asyncio.Condition()
        self.newest: Picture | None = None
        self.fault = ""
        """Why there are no pictures now; empty while they come."""

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Look: the camera is connected to until the last one goes."""
        self._watchers += 1
        if self._work is None or self._work.done():
            self._work = asyncio.get_running_loop().create_task(self._run())
        try:
            yield
        finally:
            self._watchers -= 1

    async def newer_than(self, number: int) -> Picture:
        """Wait for a picture with a higher number, and return the newest.

        Raises
        ------
        Unavailable
            When there is none because of the camera.
        """
        async with self._news:
            await self._news.wait_for(lambda: self.fault or (self.newest is not None and self.newest.number > number))
        if self.newest is None or self.newest.number <= number:
            raise Unavailable(self.fault)
        return self.newest

    async def _run(self) -> None:
        pause_s = FIRST_PAUSE_S
        while await self._is_wanted():
            before = self.newest
            try:
                await self._follow()
            except Unavailable as error:
                log.warning("%s: %s", self._name, error.message)
                await self._tell(fault=error.message)
            pause_s = FIRST_PAUSE_S if self.newest is not before else min(2 * pause_s, LONGEST_PAUSE_S)
            await asyncio.sleep(pause_s)
        self.newest, self.fault = None, ""

    async def _is_wanted(self) -> bool:
        return self._watchers > 0

    async def _follow(self) -> None:
        """Take pictures while somebody looks, and a little longer."""
        alone_since_s: float | None = None
        loop = asyncio.get_running_loop()
        async with aclosing(self._source()) as pictures:  # type: ignore[type-var]
            async for jpeg in pictures:
                await self._tell(picture=Picture(self.newest.number + 1 if self.newest else 1, jpeg))
                alone_since_s = None if self._watchers else (alone_since_s or loop.time())
                if alone_since_s is not None and loop.time() - alone_since_s > LINGER_S:
                    return

    async def _tell(self, *, picture: Picture | None = None, fault: str = "") -> None:
        async with self._news:
            self.newest, self.fault = picture or self.newest, fault
            self._news.notify_all()


class Feeds:
    """Every camera that is looked through in this process."""

    def __init__(self) -> None:
        self._feeds: dict[tuple[str, CameraDefinition], Feed] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    def of(self, camera: CameraDefinition, beamline: str) -> Feed:
        """Return the feed of a camera; another definition is another camera."""
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            self._loop, self._feeds = loop, {}
        key = (beamline, camera)
        if key not in self._feeds:
            self._feeds[key] = Feed(f"camera {beamline}/{camera.code}", source_of(camera, beamline))
        return self._feeds[key]


feeds = Feeds()
"""The feeds of this process."""
