"""Looking into HDF5 masters before DIALS does: it would read missing pixels as empty ones, without a word."""

from collections.abc import Iterator
from pathlib import Path

import h5py

from farlight.processing.errors import StepFailed
from farlight.processing.types import Stage


def check_master(path: Path) -> None:
    """Look whether an HDF5 master can be opened and every file it points to is there.

    Raises
    ------
    StepFailed
        Naming the file that is damaged, missing or empty.
    """
    try:
        with h5py.File(path, "r", locking=False) as master:
            parts = sorted(set(_parts(master, path)))
    except OSError as error:
        raise StepFailed(
            Stage.IMPORT,
            f"{path.name} cannot be opened as HDF5: it is cut short, damaged or not finished.",
            ["Copy it again if it came from elsewhere.", "Wait until the detector has closed it."],
        ) from error
    missing = [part for part in parts if not part.exists()]
    if missing:
        names = ", ".join(part.name for part in missing[:5]) + (" …" if len(missing) > 5 else "")  # noqa: PLR2004
        raise StepFailed(
            Stage.IMPORT,
            f"{len(missing)} of {len(parts)} data file(s) of {path.name} are missing: {names}.",
            ["Put the missing files beside it and run again.", "Ask your local contact where the detector wrote them."],
        )
    for part in parts:
        _check_part(part)


def _check_part(part: Path) -> None:
    try:
        with h5py.File(part, "r", locking=False):
            return
    except OSError as error:
        raise StepFailed(
            Stage.IMPORT,
            f"The data file {part.name} cannot be opened: it is cut short or damaged.",
            ["Copy it again if it came from elsewhere.", "Run again on the images before it."],
        ) from error


def _parts(master: h5py.File, path: Path) -> Iterator[Path]:
    """The files behind a master: external links in its data groups, sources of its virtual datasets."""
    for group in _data_groups(master):
        for name in group:
            link = group.get(name, getlink=True)
            if isinstance(link, h5py.ExternalLink):
                yield path.parent / link.filename
            elif isinstance(found := group.get(name), h5py.Dataset) and found.is_virtual:
                yield from (path.parent / one.file_name for one in found.virtual_sources() if one.file_name != ".")


def _data_groups(master: h5py.File) -> Iterator[h5py.Group]:
    for entry in master.values():
        for name in ("data", "instrument/detector"):
            if isinstance(entry, h5py.Group) and isinstance(group := entry.get(name), h5py.Group):
                yield group
