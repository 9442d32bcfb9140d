"""Frames of runs: files are kept open for a while, because the next image of the same run is what is asked for next."""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from farlight.kernel.errors import NotFound
from farlight.science.geometry import DetectorGeometry
from farlight.science.images import ImageNotReadyError, ImageSource, StoredChunk, Sweep, open_images

OPEN_MAX = 8
"""Runs whose files are kept open at once."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Frame:
    """One image with what is needed to draw it."""

    image: npt.NDArray[Any]
    mask: npt.NDArray[np.uint8]
    geometry: DetectorGeometry | None
    sweep: Sweep | None


@dataclass(frozen=True, kw_only=True, eq=False)
class SourceFacts:
    """What files say of all their images."""

    shape: tuple[int, int]
    dtype: np.dtype[Any]
    codec: str | None
    """How the packed bytes of the first image are packed; None when no stretch of bytes is an image."""
    images: int
    ready: int
    geometry: DetectorGeometry | None
    sweep: Sweep | None
    marks: tuple[int, ...]
    """What changes when the file that says all this is replaced: device and number of the file, its size, its time."""


@dataclass
class _Held:
    source: ImageSource
    lock: threading.Lock = field(default_factory=threading.Lock)
    closed: bool = False


class FrameStore:
    """Reads frames; several threads may ask."""

    def __init__(self, open_max: int = OPEN_MAX) -> None:
        self._open_max = open_max
        self._held: OrderedDict[Path, _Held] = OrderedDict()
        self._lock = threading.Lock()

    def frame(self, master: Path, number: int) -> Frame:
        """Return an image, counted from 1.

        Raises
        ------
        NotFound
            When it is not in the files (yet).
        ImageError
            When the files cannot be read.
        """
        with self._borrowed(master) as source:
            if number > source.ready:
                source.refresh()
            image = source.frame(number - 1)
            return Frame(image=image, mask=source.mask, geometry=source.geometry, sweep=source.sweep)

    def mask(self, master: Path) -> npt.NDArray[np.uint8]:
        """Return the mask of the pixels: 0 where good. Raises as `frame` does."""
        with self._borrowed(master) as source:
            return source.mask

    def facts(self, master: Path) -> SourceFacts:
        """Return what the files say now. Raises as `frame` does."""
        with self._borrowed(master) as source:
            source.refresh()
            chunk = source.chunk(0) if source.ready else None
            stat = source.path.stat()
            return SourceFacts(
                shape=source.shape,
                dtype=source.dtype,
                codec=chunk.codec if chunk else None,
                images=source.images,
                ready=source.ready,
                geometry=source.geometry,
                sweep=source.sweep,
                marks=(stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns),
            )

    def chunks(self, master: Path, number: int, count: int) -> list[StoredChunk | None]:
        """Return where the packed bytes of an image, counted from 1, lie, and of at most so many from it on.

        None stands for images without packed bytes of their own. Raises as `frame` does.
        """
        with self._borrowed(master) as source:
            if number > source.ready:
                source.refresh()
            last = max(min(number + count - 1, source.ready), number)
            return [source.chunk(index) for index in range(number - 1, last)]

    @contextmanager
    def _borrowed(self, master: Path) -> Iterator[ImageSource]:
        """Lend an open source to one thread."""
        while True:
            held = self._hold(master)
            with held.lock:
                if held.closed:
                    continue
                try:
                    yield held.source
                except ImageNotReadyError as error:
                    raise NotFound(error.message) from error
                return

    def _hold(self, master: Path) -> _Held:
        with self._lock:
            if master in self._held:
                self._held.move_to_end(master)
                return self._held[master]
        try:
            opened = _Held(open_images(master))
        except ImageNotReadyError as error:
            raise NotFound(error.message) from error
        with self._lock:
            held = self._held.setdefault(master, opened)
            leaving = [self._held.popitem(last=False)[1] for _ in range(len(self._held) - self._open_max)]
        for old in [*leaving, *([opened] if held is not opened else [])]:
            _let_go(old)
        return held

    def close(self) -> None:
        """Let go of all files."""
        with self._lock:
            leaving, self._held = list(self._held.values()), OrderedDict()
        for old in leaving:
            _let_go(old)


def _let_go(held: _Held) -> None:
    with held.lock:
        held.closed = True
        held.source.close()


frames = FrameStore()
"""The frames of this process."""
