"""What an HDF5 file holds, said in the words of h5grove, which H5Web understands.

https://silx-kit.github.io/h5grove/reference.html
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

import h5py
import numpy as np
from h5grove.content import (
    DatasetContent,
    DatatypeContent,
    EntityContent,
    ExternalLinkContent,
    GroupContent,
    ResolvedEntityContent,
    SoftLinkContent,
)
from h5grove.encoders import encode
from h5grove.utils import QueryArgumentError, hdf_path_join, parse_slice

from farlight.kernel.errors import Invalid, NotFound, Objection
from farlight.transfer.adapters.hdf5_links import Hdf5Folder, Object, OutsideError

VALUES_MOST_BYTES = 160 << 20
"""Values that one answer gives: two frames of the largest detector."""
TEXT_MOST_BYTES = 16 << 20
"""Values that one answer gives as text."""
PATHS_MOST = 20_000


@dataclass(frozen=True, kw_only=True)
class Encoded:
    """An answer, ready to be sent."""

    content: bytes
    headers: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place in a file."""

    folder: Hdf5Folder
    file: h5py.File
    path: str

    def content(self) -> ResolvedEntityContent[Any]:
        """Return what stands there; `NotFound` when nothing does."""
        return _content(self.folder, self.path, self.folder.at(self.file, self.path))


class _Group(GroupContent):  # type: ignore[misc]  # h5grove has no types
    """A group that looks at its children by ways that stay in the folder."""

    def __init__(self, path: str, group: h5py.Group, folder: Hdf5Folder) -> None:
        super().__init__(path, group, group.file)
        self._folder = folder

    def _get_child_metadata_content(self, depth: int = 0) -> list[Any]:
        return [_child(self._folder, self._h5py_entity, self._path, name).metadata(depth) for name in self._h5py_entity]


def _content(folder: Hdf5Folder, path: str, found: Object) -> ResolvedEntityContent[Any]:
    if isinstance(found, h5py.Dataset):
        return DatasetContent(path, found)
    if isinstance(found, h5py.Group):
        return _Group(path, found, folder)
    return DatatypeContent(path, found)


def _child(folder: Hdf5Folder, group: h5py.Group, path: str, name: str) -> EntityContent:
    """Return a child; a link that leads nowhere, or out of the folder, stays a link."""
    there = hdf_path_join(path, name)
    try:
        return _content(folder, there, folder.at(group.file, hdf_path_join(group.name, name)))
    except (OutsideError, Invalid):
        link = group.get(name, getlink=True)
        if isinstance(link, h5py.ExternalLink):
            return ExternalLinkContent(there, link)
        return SoftLinkContent(there, cast("h5py.SoftLink", link))


def metadata(place: Place) -> Encoded:
    """Return kind, attributes and type of what stands at a place, and its children."""
    return _encoded(place.content().metadata())


def attributes(place: Place, names: list[str] | None) -> Encoded:
    """Return the values of attributes, or of all."""
    content = place.content()
    try:
        return _encoded(content.attributes(names))
    except KeyError as missing:
        raise NotFound(f"{place.path!r} has no such attribute.") from missing


def paths(place: Place) -> Encoded:
    """Return the paths of a group and of everything in it, links not followed; at most `PATHS_MOST`."""
    content = place.content()
    found = [content.path]
    if isinstance(content, _Group):
        found += [hdf_path_join(content.path, name) for name in _names_in(content._h5py_entity)]  # noqa: SLF001 - h5grove has no other way
    return _encoded(found)


def _names_in(group: h5py.Group) -> Iterator[str]:
    names: list[str] = []

    def note(name: bytes) -> bool | None:
        names.append(name.decode("utf-8", "surrogateescape"))
        return True if len(names) >= PATHS_MOST else None

    group.id.links.visit(note)
    return iter(names)


def values(place: Place, *, selection: str, form: str, dtype: str, flatten: bool) -> Encoded:
    """Return values of a dataset, or of a part of it (``5,:,0:100``).

    Raises
    ------
    Invalid
        When they are too many for one answer, or the selection does not fit.
    """
    dataset = _readable(place)
    most = VALUES_MOST_BYTES if form in {"bin", "npy", "tiff"} else TEXT_MOST_BYTES
    _check_size(dataset, selection, most)
    try:
        return _encoded(DatasetContent(place.path, dataset).data(selection or None, flatten, dtype), form)
    except (QueryArgumentError, ValueError, TypeError, IndexError) as unfit:
        raise _unfit(str(unfit)) from unfit
    except OSError as broken:
        raise _unfit(f"These values cannot be read: {broken}.") from broken


def statistics(place: Place, *, selection: str) -> Encoded:
    """Return least, greatest and mean of a dataset's values, or of a part of it."""
    dataset = _readable(place)
    _check_size(dataset, selection, VALUES_MOST_BYTES)
    try:
        return _encoded(DatasetContent(place.path, dataset).data_stats(selection or None))
    except (ValueError, TypeError, IndexError, OSError) as unfit:
        raise _unfit(str(unfit)) from unfit


def _readable(place: Place) -> h5py.Dataset:
    found = place.folder.at(place.file, place.path)
    if not isinstance(found, h5py.Dataset):
        raise _unfit(f"What stands at {place.path!r} has no values.")
    place.folder.check_sources(found)
    return found


def _check_size(dataset: h5py.Dataset, selection: str, most_bytes: int) -> None:
    size_bytes = _selected(dataset, selection) * dataset.dtype.itemsize
    if size_bytes > most_bytes:
        message = f"That is {size_bytes / 1e6:.0f} MB of values; one answer gives up to {most_bytes / 1e6:.0f} MB."
        raise Invalid([Objection(message=message, mend="Select a part, or download the file.", field="selection")])


def _selected(dataset: h5py.Dataset, selection: str) -> int:
    """Return how many values a selection picks."""
    try:
        parts = parse_slice(selection) if selection else ()
        shape = dataset.shape or ()
        if len(parts) > len(shape):
            raise _unfit(f"The selection has {len(parts)} parts where the data have {len(shape)} dimensions.")
        picked = [
            len(range(*part.indices(n))) if isinstance(part, slice) else 1
            for part, n in zip(parts, shape, strict=False)
        ]
    except (ValueError, TypeError) as unfit:
        raise _unfit(f"{selection!r} is not a selection; it looks like 5,:,0:100.") from unfit
    return int(np.prod([*picked, *shape[len(parts) :]], dtype=np.float64))


def _unfit(message: str) -> Invalid:
    return Invalid([Objection(message=message, field="selection")])


def _encoded(content: Any, form: str = "json") -> Encoded:
    encoded = encode(content, form)
    return Encoded(content=encoded.content, headers=encoded.headers)
