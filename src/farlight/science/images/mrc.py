"""MRC files of electron microscopes: a head of 1024 bytes, an extended head, then one image after the other, unpacked.

MRC2014: Cheng et al., J. Struct. Biol. (2015) 192, 146-150; https://www.ccpem.ac.uk/mrc-format/mrc2014/.
"""

import os
import struct
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import numpy as np
import numpy.typing as npt

from farlight.science.geometry import DetectorGeometry
from farlight.science.images.errors import ImageError, ImageNotReadyError
from farlight.science.images.source import StoredChunk, Sweep

SUFFIXES = (".mrc", ".mrcs")
_HEAD_BYTES = 1024
_MODES = {0: "i1", 1: "i2", 2: "f4", 6: "u2", 12: "f2"}
"""Types of pixels; complex ones are no images."""
_BIG = (b"\x11\x11",)
"""Stamps of machines that write the greatest byte first."""
_STAMP, _EXTENDED, _MAP = slice(212, 214), 92, slice(208, 212)
_LONGEST_PX = 1 << 16


class MrcImages:
    """The images of one MRC file, which may still be growing; see `farlight.science.images.source.ImageSource`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.missing: tuple[str, ...] = ()
        self.notes: tuple[str, ...] = ()
        self.geometry: DetectorGeometry | None = None
        self.sweep: Sweep | None = None
        self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            self._read_head(os.pread(self._descriptor, _HEAD_BYTES, 0))
        except ImageError:
            self.close()
            raise
        self.refresh()

    def _read_head(self, head: bytes) -> None:
        if len(head) < _HEAD_BYTES or head[_MAP] != b"MAP ":
            raise ImageError(f"The file {self.path.name} is not an MRC file, or its head is not written yet.")
        order: Literal["<", ">"] = ">" if head[_STAMP] in _BIG else "<"
        columns, rows, images, mode = struct.unpack_from(f"{order}4i", head)
        (extended_bytes,) = struct.unpack_from(f"{order}i", head, _EXTENDED)
        is_possible = 0 < rows <= _LONGEST_PX and 0 < columns <= _LONGEST_PX and images >= 0 <= extended_bytes
        if mode not in _MODES or not is_possible:
            raise ImageError(f"The file {self.path.name} holds no images that can be shown (mode {mode}).")
        self.dtype: np.dtype[Any] = np.dtype(_MODES[mode]).newbyteorder(order)
        self.shape = (rows, columns)
        self.images = images
        self.mask: npt.NDArray[np.uint8] = np.zeros(self.shape, np.uint8)
        self._start_bytes = _HEAD_BYTES + int(extended_bytes)
        self._image_bytes = int(rows * columns * self.dtype.itemsize)

    def refresh(self) -> None:
        """Look how many images the file holds whole."""
        there_bytes = os.fstat(self._descriptor).st_size - self._start_bytes
        self.ready = max(min(there_bytes // self._image_bytes, self.images), 0)

    def frame(self, index0: int) -> npt.NDArray[Any]:
        """Return an image, counted from 0."""
        plain = os.pread(self._descriptor, self._image_bytes, self._offset_bytes(index0))
        return np.frombuffer(plain, self.dtype).reshape(self.shape)

    def chunk(self, index0: int) -> StoredChunk | None:
        """Return where an image lies; None when its bytes stand the other way round."""
        place = StoredChunk(self.path, self._offset_bytes(index0), self._image_bytes, "raw")
        return place if self.dtype.isnative else None

    def _offset_bytes(self, index0: int) -> int:
        if not 0 <= index0 < self.ready:
            raise ImageNotReadyError(
                f"Image {index0 + 1} of {self.images} in {self.path.name} is not there: {self.ready} can be read.",
                "While it is being collected, wait; later, look whether the file was copied completely.",
            )
        return self._start_bytes + index0 * self._image_bytes

    def close(self) -> None:
        """Let go of the file."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
