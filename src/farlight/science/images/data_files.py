"""One HDF5 file with images in it, read chunk by chunk past the HDF5 library, also while it is being written.

HDF5 says where the chunks are; the bytes come by ``os.pread`` and are unpacked without the Python lock. Reading through
h5py is several times slower and serialised by one lock; it is kept for layouts and filters that are not a chunk an
image.
"""

import os
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import h5py
import hdf5plugin  # noqa: F401 - registers the filters that detectors use with HDF5
import numpy as np
import numpy.typing as npt

from farlight.science.images.decoding import codec_of, decode
from farlight.science.images.errors import ImageError, ImageNotReadyError
from farlight.science.images.source import StoredChunk

_HDF5_ERRORS = (OSError, RuntimeError, KeyError, ValueError)
"""What h5py raises for files that are damaged, truncated or not yet complete."""
_SURE_AFTER_NS = 2_000_000_000
"""A file whose time is so long past has not changed since without our seeing it: clocks of storage tick slowly."""


def open_hdf5(path: Path) -> h5py.File:
    """Open an HDF5 file for reading, also when a writer has it open (single writer, many readers).

    No lock is taken: a reader must never be the reason why a detector cannot write.

    Raises
    ------
    ImageError
        When it is missing, truncated or no HDF5 file.
    """
    try:
        return h5py.File(path, "r", locking=False)
    except FileNotFoundError as missing:
        raise ImageNotReadyError(
            f"The file {path.name} is missing.", "Look whether it was moved or deleted."
        ) from missing
    except _HDF5_ERRORS as refused:
        try:
            return h5py.File(path, "r", swmr=True, locking=False)
        except _HDF5_ERRORS:
            raise _unreadable(path, refused) from refused


def _unreadable(path: Path, error: Exception) -> ImageError:
    """Say in words of people why HDF5 refused a file."""
    text = str(error)
    if "truncated" in text:
        return ImageError(f"The file {path.name} is truncated: its end is missing.", "Copy it again from the detector.")
    if "signature" in text:
        return ImageError(
            f"The file {path.name} is not an HDF5 file.", "Look whether it is still empty or another format."
        )
    return ImageError(f"The file {path.name} cannot be read: {text}.")


@dataclass(frozen=True)
class Chunk:
    """Where a packed image lies in its file."""

    offset_bytes: int
    size_bytes: int
    packed: bool


class DataFile:
    """The images of one dataset of one HDF5 file; `ready` grows with the file.

    To see what was written since, the file is opened anew. HDF5 could refresh a dataset that is open, but when the same
    dataset is open elsewhere in the process (as by whoever browses the file), that pulls the ground from under it.
    """

    def __init__(self, path: Path, dataset: str) -> None:
        self.path = path
        self._name = dataset
        self._chunks: list[Chunk] = []
        self._seen = self._outside()
        with ExitStack() as opened:
            self._open()
            opened.callback(self._shut)
            self.shape = cast("tuple[int, int]", tuple(self._dataset.shape[-2:]))
            self.dtype = cast("np.dtype[Any]", self._dataset.dtype)
            self._codec = self._chunk_codec()
            self._descriptor = os.open(path, os.O_RDONLY)
            opened.callback(os.close, self._descriptor)
            self._take_in()
            self._opened = opened.pop_all()

    def _open(self) -> None:
        self._file = open_hdf5(self.path)
        with ExitStack() as opened:
            opened.callback(self._file.close)
            self._dataset = self._find(self._name)
            self._has_series = self._dataset.ndim > 2  # noqa: PLR2004 - more than a single image
            self.length = int(self._dataset.shape[0]) if self._has_series else 1
            opened.pop_all()

    def _shut(self) -> None:
        self._file.close()

    def _outside(self) -> tuple[int, int, bool]:
        """Return what changes when the file does: size, time, and whether that time is too near to be sure of."""
        try:
            stat = self.path.stat()
        except OSError:
            return 0, 0, True
        return stat.st_size, stat.st_mtime_ns, time.time_ns() - stat.st_mtime_ns < _SURE_AFTER_NS

    def _find(self, name: str) -> Any:
        try:
            dataset = self._file[name]
        except _HDF5_ERRORS as error:
            raise ImageError(f"The file {self.path.name} holds no images at {name}.") from error
        if not isinstance(dataset, h5py.Dataset) or dataset.ndim not in {2, 3} or dataset.dtype.kind not in "iuf":
            raise ImageError(f"What the file {self.path.name} holds at {name} is not a series of images.")
        return dataset

    def _chunk_codec(self) -> str | None:
        """Name the codec when a chunk holds exactly one image; else None, and h5py reads."""
        if self._dataset.chunks != (1, *self.shape) or not self.dtype.isnative:
            return None
        plan = self._dataset.id.get_create_plist()
        filters = [plan.get_filter(number) for number in range(plan.get_nfilters())]
        return codec_of([(int(code), tuple(map(int, values))) for code, _, values, _ in filters])

    @property
    def ready(self) -> int:
        """How many images can be read now."""
        return self.length if self._codec is None else len(self._chunks)

    def refresh(self) -> None:
        """Take in the images that were written since the last look."""
        seen = self._outside()
        if seen == self._seen and not seen[2]:
            return
        self._seen = seen
        self._file.close()
        self._open()
        self._take_in()

    def _take_in(self) -> None:
        try:
            if self._codec is not None:
                self._index_new_chunks()
        except _HDF5_ERRORS as error:
            raise _unreadable(self.path, error) from error

    def _index_new_chunks(self) -> None:
        """Extend the index up to the first chunk that is not yet in the file."""
        end_bytes = self.path.stat().st_size
        for number in range(len(self._chunks), self.length):
            info = self._dataset.id.get_chunk_info_by_coord((number, 0, 0))
            if info.byte_offset is None or info.byte_offset + info.size > end_bytes:
                return
            self._chunks.append(Chunk(int(info.byte_offset), int(info.size), packed=not info.filter_mask))

    def chunk(self, index0: int) -> StoredChunk | None:
        """Return where an image, counted from 0 within this file, lies; None when HDF5 has to read it."""
        self._require(index0)
        if self._codec is None:
            return None
        chunk = self._chunks[index0]
        codec = self._codec if chunk.packed else "raw"
        return StoredChunk(self.path, chunk.offset_bytes, chunk.size_bytes, codec)

    def _require(self, index0: int) -> None:
        if not 0 <= index0 < self.ready:
            raise ImageNotReadyError(
                f"Image {index0 + 1} of the file {self.path.name} is not there: the file holds {self.ready}.",
                "While it is being collected, wait; later, look whether the file was copied completely.",
            )

    def read(self, index0: int) -> npt.NDArray[Any]:
        """Return an image, counted from 0 within this file."""
        self._require(index0)
        if self._codec is None:
            return self._read_by_hdf5(index0)
        chunk = self._chunks[index0]
        packed = os.pread(self._descriptor, chunk.size_bytes, chunk.offset_bytes)
        try:
            return decode(packed, self._codec if chunk.packed else "raw", self.dtype, self.shape)
        except ImageError as error:
            raise ImageError(f"Image {index0 + 1} of the file {self.path.name}: {error.message}") from error

    def _read_by_hdf5(self, index0: int) -> npt.NDArray[Any]:
        try:
            image = self._dataset[index0] if self._has_series else self._dataset[()]
        except _HDF5_ERRORS as error:
            raise _unreadable(self.path, error) from error
        return cast("npt.NDArray[Any]", image)

    def close(self) -> None:
        """Let go of the file."""
        self._opened.close()
