"""Making whole what a writer left that died: data files marked as being written, a master that promises too much."""

from collections.abc import Sequence
from pathlib import Path

import h5py

from farlight.simulator.chunks import same_but_empty
from farlight.simulator.nxmx import FORMAT, PIXELS, shorten_master


def mend_series(master: Path) -> int:
    """Make the files of a broken-off collection whole, and say how many frames there are; whole ones stay."""
    if not master.exists():
        return 0
    with h5py.File(master, "r", locking=False) as file:
        planned = int(file[PIXELS].shape[0])
    for remains in master.parent.glob(f".{master.stem}*.part"):
        remains.unlink()
    frames = sum(_mend_data_file(path) for path in _data_files(master))
    if frames != planned:
        shorten_master(master, frames)
    return frames


def _data_files(master: Path) -> Sequence[Path]:
    return sorted(master.parent.glob(f"{master.stem}_[0-9][0-9][0-9][0-9][0-9][0-9].h5"))


def _mend_data_file(path: Path) -> int:
    """Copy the frames of a file that was not closed into one that is; how many there are."""
    with h5py.File(path, "r", swmr=True, locking=False) as file:
        dataset = file[PIXELS]
        frames = _written(dataset)
        if frames < len(dataset) or not _is_closed(path):
            _copy_frames(dataset, path.with_name(f".{path.name}.part"), frames)
        else:
            return frames
    path.with_name(f".{path.name}.part").replace(path)
    return frames


def _written(dataset: h5py.Dataset) -> int:
    for index in range(len(dataset)):
        if dataset.id.get_chunk_info_by_coord((index, 0, 0)).byte_offset is None:
            return index
    return len(dataset)


def _is_closed(path: Path) -> bool:
    """Whether the superblock's flags (byte 11 of version 3) say that no writer has the file open."""
    with path.open("rb") as file:
        return file.read(12)[11] == 0


def _copy_frames(dataset: h5py.Dataset, target: Path, frames: int) -> None:
    """Copy the compressed frames as they are."""
    with h5py.File(target, "w", libver=FORMAT, locking=False) as file:
        for group, nx_class in (("entry", "NXentry"), ("entry/data", "NXdata")):
            file.create_group(group).attrs["NX_class"] = nx_class
        copy = same_but_empty(dataset, file, PIXELS, frames)
        for index in range(frames):
            filter_mask, chunk = dataset.id.read_direct_chunk((index, 0, 0))
            copy.id.write_direct_chunk((index, 0, 0), chunk, filter_mask)
