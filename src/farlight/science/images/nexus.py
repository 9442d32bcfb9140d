"""NeXus masters (NXmx, DECTRIS EIGER) and plain HDF5 files: which dataset of which file holds which image.

A master says it in one of three ways: a virtual dataset, external links ``data_000001`` …, or the images themselves.
Each is resolved once into segments; after that images come from the real files (see `data_files`).
"""

import re
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

import h5py
import numpy as np
import numpy.typing as npt

from farlight.science.geometry import DetectorGeometry
from farlight.science.images.data_files import DataFile, open_hdf5
from farlight.science.images.errors import ImageError, ImageNotReadyError
from farlight.science.images.nexus_metadata import (
    first_group,
    geometry_of,
    mask_of,
    promised_images,
    sweep_of,
    text_attribute,
)
from farlight.science.images.poni import geometry_beside
from farlight.science.images.source import StoredChunk, Sweep

_NUMBERED = re.compile(r"^data_\d+$")
_LIKELY_PLACES = ("entry/data/data", "entry/data", "data", "entry_0000/measurement/data")
_DIMENSIONS = 3
_VISITED_MAX = 10_000


@dataclass(frozen=True)
class Segment:
    """Images that lie one after another in one dataset."""

    path: Path
    dataset: str
    source_first: int
    """Number within the dataset of the first image."""
    images: int | None
    """How many; None for as many as the dataset holds."""


class NexusImages:
    """Images of a NeXus or other HDF5 file; see `farlight.science.images.source.ImageSource`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._files: dict[tuple[Path, str], DataFile] = {}
        self._trouble: ImageError | None = None
        self.missing: tuple[str, ...] = ()
        self.notes: tuple[str, ...] = ()
        with open_hdf5(path) as master:
            try:
                self._read_master(master)
            except (OSError, RuntimeError, KeyError, ValueError) as error:
                raise ImageError(f"The file {path.name} cannot be understood: {error}.") from error
        try:
            self.refresh()
            self._check()
        except ImageError:
            self.close()
            raise

    def _read_master(self, master: h5py.File) -> None:
        self._segments, layout = locate(master, self.path)
        entry = first_group(master, "NXentry") or master
        self._promised = layout.images if layout else promised_images(entry)
        self._layout = layout
        self._entry_mask, notes = mask_of(entry, self.path)
        self.notes = notes
        self._shape_hint = layout.shape if layout else self._mask_shape()
        self.geometry: DetectorGeometry | None = geometry_of(entry, self._shape_hint)
        if self.geometry is None and self._shape_hint is not None:
            self.geometry = geometry_beside(self.path, self._shape_hint)
        self.sweep: Sweep | None = sweep_of(entry)

    def _mask_shape(self) -> tuple[int, int] | None:
        return None if self._entry_mask is None else cast("tuple[int, int]", self._entry_mask.shape)

    def _check(self) -> None:
        """Object to what can never be right, however long one waits."""
        if self.images == 0 and self._trouble is not None:
            raise self._trouble
        if self.images == 0:
            raise ImageError(
                f"The file {self.path.name} holds no images.", "Look whether the detector was armed for any."
            )
        if self._entry_mask is not None and self._entry_mask.shape != self.shape:
            raise ImageError(
                f"The mask in {self.path.name} has the shape {self._entry_mask.shape}, the images {self.shape}.",
                "Write the pixel mask of the detector that took the images.",
            )

    @property
    def images(self) -> int:
        """How many images there will be."""
        return max(self._promised or 0, self.ready)

    @property
    def ready(self) -> int:
        """How many images, from the first on, can be read now."""
        return sum(images for *_, images in self._readable())

    @property
    def shape(self) -> tuple[int, int]:
        """Pixels along the slow and the fast axis."""
        opened = next(iter(self._files.values()), None)
        shape = opened.shape if opened else self._shape_hint
        if shape is None:
            names = ", ".join(self.missing) or self.path.name
            raise ImageNotReadyError(
                f"No image can be read yet; missing: {names}.", "Copy the data files beside the master."
            )
        return shape

    @property
    def dtype(self) -> np.dtype[Any]:
        """Type of the counts."""
        opened = next(iter(self._files.values()), None)
        return opened.dtype if opened else (self._layout.dtype if self._layout else np.dtype(np.uint16))

    @property
    def mask(self) -> npt.NDArray[np.uint8]:
        """Mask of shape (slow, fast): 0 where a pixel is good."""
        return np.zeros(self.shape, np.uint8) if self._entry_mask is None else self._entry_mask

    def _readable(self) -> list[tuple[DataFile, int, int]]:
        """List file, first image in it and number of images, up to the first that is not complete."""
        stretches = []
        for position, segment in enumerate(self._segments):
            file = self._files.get((segment.path, segment.dataset))
            if file is None:
                break
            wanted = segment.images if segment.images is not None else file.length
            there = max(min(wanted, file.ready - segment.source_first), 0)
            stretches.append((file, segment.source_first, there))
            if there < wanted and position + 1 < len(self._segments):
                break
        return stretches

    def frame(self, index0: int) -> npt.NDArray[Any]:
        """Return an image, counted from 0."""
        file, number = self._place(index0)
        return file.read(number)

    def chunk(self, index0: int) -> StoredChunk | None:
        """Return where the packed bytes of an image lie."""
        file, number = self._place(index0)
        return file.chunk(number)

    def _place(self, index0: int) -> tuple[DataFile, int]:
        """Return the file that holds an image, and the image's number in it."""
        before = 0
        for file, first, images in self._readable():
            if 0 <= index0 - before < images:
                return file, first + index0 - before
            before += images
        if self._trouble is not None:
            raise self._trouble
        where = f" (missing: {', '.join(self.missing)})" if self.missing else ""
        raise ImageNotReadyError(
            f"Image {index0 + 1} of {self.images} in {self.path.name} is not there{where}: {before} can be read.",
            "While it is being collected, wait; later, look whether all data files lie beside the master.",
        )

    def refresh(self) -> None:
        """Look at files that may have grown."""
        missing: list[str] = []
        self._trouble = None
        for segment in self._segments:
            key = (segment.path, segment.dataset)
            try:
                if key in self._files:
                    self._files[key].refresh()
                else:
                    self._files[key] = DataFile(*key)
            except ImageNotReadyError:
                missing.append(segment.path.name)
            except ImageError as error:
                self._trouble = self._trouble or error
        self.missing = tuple(dict.fromkeys(missing))

    @property
    def trouble(self) -> ImageError | None:
        """What is wrong with a data file that is there, if anything."""
        return self._trouble

    def close(self) -> None:
        """Let go of all files."""
        while self._files:
            self._files.popitem()[1].close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@dataclass(frozen=True)
class Layout:
    """What a dataset in the master says about all images."""

    images: int
    shape: tuple[int, int]
    dtype: np.dtype[Any]


def locate(master: h5py.File, path: Path) -> tuple[list[Segment], Layout | None]:
    """Find where the images of a master lie."""
    entry = first_group(master, "NXentry") or master
    group = first_group(entry, "NXdata") or entry.get("data") or entry
    signal = text_attribute(group, "signal") or "data"
    dataset = _dataset(group, signal) if isinstance(group, h5py.Group) else group
    if dataset is not None:
        if not dataset.is_virtual:
            link = _followed(path, group, signal) if isinstance(group, h5py.Group) else (path, str(dataset.name))
            return [Segment(*link, 0, None)], _layout_of(dataset)
        return _virtual_segments(dataset, path), _layout_of(dataset)
    links = sorted(name for name in group if _NUMBERED.match(name)) if isinstance(group, h5py.Group) else []
    if links:
        return [Segment(*_followed(path, group, name), 0, None) for name in links], None
    name = _somewhere(master)
    return [Segment(path, name, 0, None)], _layout_of(master[name])


def _dataset(group: h5py.Group, name: str) -> Any:
    """Return a dataset of images by its name, or None when it is not there or its file is missing."""
    try:
        found = group.get(name)
    except (OSError, RuntimeError):
        return None
    return found if isinstance(found, h5py.Dataset) and found.ndim in {2, _DIMENSIONS} else None


def _layout_of(dataset: h5py.Dataset) -> Layout:
    images = 1 if dataset.ndim < _DIMENSIONS else int(dataset.shape[0])
    return Layout(images, cast("tuple[int, int]", tuple(map(int, dataset.shape[-2:]))), dataset.dtype)


def _followed(path: Path, group: h5py.Group, name: str) -> tuple[Path, str]:
    """Return the file and the dataset that a name stands for, following an external link without opening it."""
    link = group.get(name, getlink=True)
    if isinstance(link, h5py.ExternalLink):
        return path.parent / link.filename, str(link.path)
    return path, f"{group.name}/{name}"


def _virtual_segments(dataset: h5py.Dataset, path: Path) -> list[Segment]:
    """Resolve a virtual dataset; a mapping that is not of whole images leaves all reading to HDF5."""
    segments = []
    for mapping in dataset.virtual_sources():
        first, last, whole = _images_of(mapping.vspace, dataset.shape)
        source_first, _, source_whole = _images_of(mapping.src_space, dataset.shape)
        if not (whole and source_whole):
            return [Segment(path, str(dataset.name), 0, None)]
        if mapping.file_name == ".":
            file, name = _followed(
                path, dataset.file[str(Path(mapping.dset_name).parent)], Path(mapping.dset_name).name
            )
        else:
            file, name = path.parent / mapping.file_name, mapping.dset_name
        segments.append((first, Segment(file, name, source_first, last - first + 1)))
    return [segment for _, segment in sorted(segments, key=lambda pair: pair[0])]


def _images_of(space: Any, shape: tuple[int, ...]) -> tuple[int, int, bool]:
    """Return the first and the last image that a mapping selects, and whether it selects whole images."""
    if space.get_select_type() == h5py.h5s.SEL_ALL or not space.get_select_npoints():
        return 0, shape[0] - 1, True
    (first, *low), (last, *high) = space.get_select_bounds()
    return first, last, low == [0, 0] and high == [size - 1 for size in shape[1:]]


def _somewhere(master: h5py.File) -> str:
    """Name the first dataset that looks like a series of images."""
    for name in _LIKELY_PLACES:
        if isinstance(master.get(name), h5py.Dataset) and master[name].ndim == _DIMENSIONS:
            return name
    visited = 0

    def look(name: str, item: object) -> str | None:
        nonlocal visited
        visited += 1
        is_series = isinstance(item, h5py.Dataset) and item.ndim == _DIMENSIONS and item.dtype.kind in "iu"
        return name if is_series or visited > _VISITED_MAX else None

    found = master.visititems(look)
    if found is None or not isinstance(master[found], h5py.Dataset):
        raise ImageError("The file holds no series of images.", "Give the master file of a data collection.")
    return str(found)
