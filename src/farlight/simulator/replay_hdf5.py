"""Replaying an HDF5 series: master and companions at once, the frames one by one, their chunks as they were written."""

import shutil
from itertools import accumulate
from pathlib import Path
from typing import Any

import h5py
import hdf5plugin
import numpy as np
import numpy.typing as npt

from farlight.engine.devices import FrameSeries
from farlight.simulator.chunks import same_but_empty
from farlight.simulator.detector import FrameWriter
from farlight.simulator.nxmx import FORMAT, require_room
from farlight.simulator.replay_images import bring, bring_hints, refuse_to_replace
from farlight.simulator.replay_source import PixelFile, ReplaySource
from farlight.simulator.shortening import bring_shortened, cut_frames

Chunk = tuple[int, bytes]
"""Which filters were left out, and the compressed bytes."""


class Hdf5Replay(FrameWriter):
    """An HDF5 series that grows in a folder."""

    def __init__(self, source: ReplaySource, directory: Path, series: FrameSeries) -> None:
        self._source = source
        self._directory = directory
        self._reading: _FrameReader | None = None
        self._writing: _FrameAppender | None = None
        self.series = series
        directory.mkdir(parents=True, exist_ok=True)
        for name in source.files:
            (directory / name).parent.mkdir(parents=True, exist_ok=True)
            if name != source.name or series.images == source.images:
                bring(source.folder / name, directory / name)
        if series.images < source.images:
            refuse_to_replace(series.master)
            self._shorten_master(series.images)
        bring_hints(source.folder, directory)

    def make(self, index: int) -> "Chunk | npt.NDArray[Any]":
        """A frame as it was written (counted from 0), or its pixels where a chunk is not a frame."""
        pixel_file, within = self._place(index)
        if self._reading is None or self._reading.pixel_file is not pixel_file:
            if self._reading is not None:
                self._reading.close()
            self._reading = _FrameReader(self._source.folder, pixel_file)
        return self._reading.frame(within)

    def write(self, index: int, frame: "Chunk | npt.NDArray[Any]") -> None:
        """Append a frame; it can be read when this returns."""
        pixel_file, within = self._place(index)
        if self._writing is None or self._writing.pixel_file is not pixel_file:
            if self._writing is not None:
                self._writing.close()
            self._writing = _FrameAppender(self._source.folder, self._directory, pixel_file)
        self._writing.append(within, frame)

    def close(self, frames: int) -> None:
        """Close the files; the master then tells of as many frames as there are."""
        writing, self._writing = self._writing, None
        for open_file in (self._reading, writing):
            if open_file is not None:
                open_file.close()
        self._reading = None
        if frames < self.series.images:
            self._shorten_master(frames)

    def _shorten_master(self, frames: int) -> None:
        """Let the master tell of fewer frames than its source; one that holds the frames itself is cut when closed."""
        source, ends = self._source, accumulate(file.images for file in self._source.pixel_files)
        filled = zip(source.pixel_files, ends, strict=True)
        names = {file.name for file, end in filled if end - file.images < frames}
        if source.name not in {file.name for file in source.pixel_files}:
            bring_shortened(
                source.folder / source.name,
                self._directory / source.name,
                planned=source.images,
                frames=frames,
                data_files=names,
            )

    def _place(self, index: int) -> tuple[PixelFile, int]:
        for pixel_file in self._source.pixel_files:
            if index < pixel_file.images:
                return pixel_file, index
            index -= pixel_file.images
        raise IndexError(index)


def write_anew(source: ReplaySource, master: Path, frames: int) -> None:
    """Replace the files of a series by such with its first frames, closed as they should be; the master comes last."""
    draft = master.with_name(f".{master.name}.mending")
    shutil.rmtree(draft, ignore_errors=True)
    unpaced = FrameSeries(
        master=draft / source.name,
        images=frames,
        start_deg=0.0,
        width_deg=0.0,
        exposure_time_s=0.0,
        energy_ev=0.0,
        detector_distance_mm=0.0,
    )
    writer = Hdf5Replay(source, draft, unpaced)
    for index in range(frames):
        writer.write(index, writer.make(index))
    writer.close(frames)
    written = [path for path in draft.rglob("*") if path.is_file()]
    for path in sorted(written, key=lambda path: path == unpaced.master):
        path.replace(master.parent / path.relative_to(draft))
    shutil.rmtree(draft)


def _is_chunk_a_frame(dataset: h5py.Dataset) -> bool:
    return bool(dataset.chunks == (1, *dataset.shape[1:]))


class _FrameReader:
    """The frames of one file of the source."""

    def __init__(self, folder: Path, pixel_file: PixelFile) -> None:
        self.pixel_file = pixel_file
        self._file = h5py.File(folder / pixel_file.name, "r", swmr=True, locking=False)
        self._dataset = self._file[pixel_file.dataset]
        self._raw = _is_chunk_a_frame(self._dataset)

    def frame(self, index: int) -> "Chunk | npt.NDArray[Any]":
        """One frame, counted from 0 within the file."""
        if self._raw:
            mask, chunk = self._dataset.id.read_direct_chunk((index, 0, 0))
            return int(mask), bytes(chunk)
        return np.asarray(self._dataset[index])

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


class _FrameAppender:
    """A copy of one file of the source that grows, in a mode in which others can read it."""

    def __init__(self, folder: Path, directory: Path, pixel_file: PixelFile) -> None:
        self.pixel_file = pixel_file
        self._directory = directory
        self._frames = 0
        self._path = path = directory / pixel_file.name
        refuse_to_replace(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        unnamed = path.with_name(f".{path.name}.part")
        self._file = h5py.File(unnamed, "w", libver=FORMAT, locking=False)
        with h5py.File(folder / pixel_file.name, "r", swmr=True, locking=False) as original:
            _copy_all_but(original, self._file, pixel_file.dataset.strip("/"))
            self._dataset = _empty_copy(original[pixel_file.dataset], self._file, pixel_file.dataset)
        self._file.swmr_mode = True
        unnamed.rename(path)

    def append(self, index: int, frame: "Chunk | npt.NDArray[Any]") -> None:
        """Write a frame, counted from 0 within the file."""
        if isinstance(frame, tuple):
            mask, chunk = frame
            require_room(self._directory, 2 * len(chunk))
            self._dataset.id.write_direct_chunk((index, 0, 0), chunk, mask)
        else:
            require_room(self._directory, 2 * frame.nbytes)
            self._dataset[index] = frame
        self._dataset.flush()
        self._frames = index + 1

    def close(self) -> None:
        """Close the file; it then has as many frames as were written."""
        self._file.close()
        if self._frames < self.pixel_file.images:
            cut_frames(self._path, self.pixel_file.dataset, self._frames, planned=self.pixel_file.images)


def _copy_all_but(original: h5py.Group, target: h5py.Group, left_out: str) -> None:
    """Copy groups, datasets, links and attributes of a file, without one dataset."""
    target.attrs.update(original.attrs)
    first, _, rest = left_out.partition("/")
    for name in original:
        link = original.get(name, getlink=True)
        if isinstance(link, h5py.ExternalLink | h5py.SoftLink):
            target[name] = link
        elif name != first:
            original.copy(name, target)
        elif rest:
            _copy_all_but(original[name], target.create_group(name), rest)


def _empty_copy(original: h5py.Dataset, file: h5py.File, name: str) -> h5py.Dataset:
    """Create a dataset of the same shape and type: with its filters where a chunk is a frame, else with ours."""
    if not _is_chunk_a_frame(original):
        chunks = (1, *original.shape[1:])
        filters = hdf5plugin.Bitshuffle(nelems=0, cname="lz4")
        return file.create_dataset(name, shape=original.shape, dtype=original.dtype, chunks=chunks, **filters)
    return same_but_empty(original, file, name, len(original))
