"""Making the files of an HDF5 series tell of fewer frames than were planned, whoever wrote them."""

import shutil
from collections.abc import Collection
from pathlib import Path
from typing import Any

import h5py

from farlight.simulator.nxmx import FORMAT
from farlight.simulator.replay_source import DATA_LINK

_LAST_IMAGE = "image_nr_high"
_FIRST_IMAGE = "image_nr_low"
"""Attributes by which EIGER data files number their frames."""


def bring_shortened(source: Path, target: Path, *, planned: int, frames: int, data_files: Collection[str]) -> None:
    """Put a copy of a master into a folder that tells of fewer frames; it appears, or is replaced, in one step.

    Parameters
    ----------
    source, target : Path
        The whole master, and where the copy goes. The source is not touched.
    planned, frames : int
        How many frames the source tells of, and how many the copy is to tell of.
    data_files : collection of str
        The files that hold frames, as the master names them; links to others are taken away.
    """
    unnamed = target.with_name(f".{target.name}.part")
    shutil.copyfile(source, unnamed)
    with h5py.File(unnamed, "r+", libver=FORMAT, locking=False) as file:
        _shorten_virtual(file, frames)
        _drop_links(file, data_files)
        _shorten_tables(file, planned=planned, frames=frames)
    unnamed.replace(target)


def cut_frames(path: Path, dataset: str, frames: int, *, planned: int) -> None:
    """Give back the room of frames that were not written to a file, which nobody may be writing to any more."""
    with h5py.File(path, "r+", libver=FORMAT, locking=False) as file:
        pixels = file[dataset]
        pixels.resize(frames, axis=0)
        if _LAST_IMAGE in pixels.attrs and _FIRST_IMAGE in pixels.attrs:
            pixels.attrs[_LAST_IMAGE] = int(pixels.attrs[_FIRST_IMAGE]) + frames - 1
        _shorten_tables(file, planned=planned, frames=frames)


def _shorten_tables(file: h5py.File, *, planned: int, frames: int) -> None:
    """Cut what a master lists for each frame, such as angles, and the number of frames that it announces."""
    lists: list[str] = []
    file.visititems(lambda name, item: lists.append(name) if _is_list_of(item, planned) else None)
    for name in lists:
        values, attributes = file[name][:frames], dict(file[name].attrs)
        del file[name]
        file.create_dataset(name, data=values).attrs.update(attributes)
    specific = file.get("entry/instrument/detector/detectorSpecific")
    if isinstance(specific, h5py.Group) and "nimages" in specific:
        for name, value in (("nimages", frames), ("ntrigger", 1)):
            if name in specific:
                specific[name][()] = value


def _is_list_of(item: Any, planned: int) -> bool:
    return isinstance(item, h5py.Dataset) and item.shape == (planned,) and not item.is_virtual


def _shorten_virtual(file: h5py.File, frames: int) -> None:
    """Map the first frames of virtual datasets of images only."""
    group = file["entry/data"]
    for name in [name for name in group if isinstance(group.get(name, getlink=True), h5py.HardLink)]:
        dataset = group[name]
        if not isinstance(dataset, h5py.Dataset) or not dataset.is_virtual:
            continue
        shape, attributes = (frames, *dataset.shape[1:]), dict(dataset.attrs)
        dtype, fill = dataset.dtype, dataset.fillvalue
        layout = _layout_of(dataset, shape)
        del group[name]
        if frames:
            group.create_virtual_dataset(name, layout, fillvalue=fill).attrs.update(attributes)
        else:
            group.create_dataset(name, shape=shape, dtype=dtype).attrs.update(attributes)


def _layout_of(dataset: h5py.Dataset, shape: tuple[int, ...]) -> h5py.VirtualLayout:
    """Map the first frames as the dataset does."""
    layout = h5py.VirtualLayout(shape, dataset.dtype)
    for mapping in dataset.virtual_sources():
        first, last = _first_and_last(mapping.vspace, len(dataset))
        source_first, _ = _first_and_last(mapping.src_space, len(dataset))
        taken = min(last + 1, shape[0]) - first
        if taken > 0:
            source = h5py.VirtualSource(
                mapping.file_name, mapping.dset_name, (source_first + taken, *shape[1:]), dataset.dtype
            )
            layout[first : first + taken] = source[source_first : source_first + taken]
    return layout


def _first_and_last(space: Any, frames: int) -> tuple[int, int]:
    """Return the first and the last frame that a mapping selects; of a selection of everything, all of them."""
    if space.get_select_type() == h5py.h5s.SEL_ALL:
        return 0, frames - 1
    (first, *_), (last, *_) = space.get_select_bounds()
    return int(first), int(last)


def _drop_links(file: h5py.File, data_files: Collection[str]) -> None:
    """Take away the links to data files that hold no frame."""
    group = file["entry/data"]
    for name in [name for name in group if DATA_LINK.fullmatch(name)]:
        link = group.get(name, getlink=True)
        if isinstance(link, h5py.ExternalLink) and link.filename not in data_files:
            del group[name]
