"""Ways through HDF5 files that never leave the session's folder.

A file's content is its writer's, and HDF5 follows what stands there: external links, virtual datasets and external
storage may name any file of the machine. So every link is followed here, step by step, and a file is only opened when
it lies in the folder; HDF5 itself is handed nothing but objects that are already inside.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import h5py

from farlight.kernel.errors import Invalid, NotFound, Objection
from farlight.science.images import ImageError
from farlight.science.images.data_files import open_hdf5
from farlight.transfer.adapters.storage import SessionStorage
from farlight.transfer.errors import NoSuchFile
from farlight.transfer.types import FileEntry

Object = Any
"""A group, a dataset or a named type of h5py, which has no types."""
LINKS_MOST = 16
"""Links after links that are followed, virtual sources included."""


class OutsideError(NotFound):
    """A link that leads nowhere, or out of the session's folder."""


class Hdf5Folder:
    """The HDF5 files of a session's folder that were opened to answer one question; close it afterwards."""

    def __init__(self, storage: SessionStorage, held: ExitStack) -> None:
        self._storage = storage
        self._held = held
        self._open: dict[Path, h5py.File] = {}

    def opened(self, entry: FileEntry) -> h5py.File:
        """Open a file of the session.

        Raises
        ------
        Invalid
            When it is no HDF5 file, or a damaged one.
        """
        path = self._storage.path_of(entry)
        if path not in self._open:
            try:
                self._open[path] = self._held.enter_context(open_hdf5(path))
            except ImageError as error:
                raise Invalid([Objection(message=error.message)]) from error
        return self._open[path]

    def at(self, file: h5py.File, path: str, links_left: int = LINKS_MOST) -> Object:
        """Return what stands at a path, links followed.

        Raises
        ------
        OutsideError
            When nothing stands there, or a link leads nowhere or out of the folder.
        """
        here: Object = file["/"]
        names = [name for name in path.split("/") if name not in {"", "."}]
        for place, name in enumerate(names):
            if not isinstance(here, h5py.Group) or (link := here.get(name, getlink=True)) is None:
                raise OutsideError(f"The file holds nothing at {path!r}.")
            if isinstance(link, h5py.HardLink):
                here = here[name]
                continue
            if links_left == 0:
                raise OutsideError(f"Too many links lead on from {path!r}.")
            rest = "/".join(names[place + 1 :])
            if isinstance(link, h5py.ExternalLink):
                other = self._other(here.file, link.filename)
                return self.at(other, f"{link.path}/{rest}", links_left - 1)
            start = "" if link.path.startswith("/") else here.name
            return self.at(here.file, f"{start}/{link.path}/{rest}", links_left - 1)
        return here

    def check_sources(self, dataset: h5py.Dataset, links_left: int = LINKS_MOST) -> None:
        """See that a dataset's values lie in the session's folder.

        Raises
        ------
        OutsideError
            When they, or some of them, come from elsewhere.
        """
        if dataset.external:
            raise OutsideError("These values lie in files that are not HDF5; download them instead.")
        if not dataset.is_virtual:
            return
        if links_left == 0:
            raise OutsideError("Too many virtual datasets lead on from here.")
        for source in dataset.virtual_sources():
            file = (
                dataset.file if source.file_name == "." else self._other(dataset.file, source.file_name, may_lack=True)
            )
            if file is None:
                continue
            inner = self.at(file, source.dset_name, links_left - 1)
            if isinstance(inner, h5py.Dataset):
                self.check_sources(inner, links_left - 1)

    def _other(self, file: h5py.File, name: str, *, may_lack: bool = False) -> h5py.File | None:
        """Open another file that a file names, from its own folder on.

        With ``may_lack``, a file of the folder that is not there is None: HDF5 fills in for it.
        """
        root = Path(os.path.realpath(self._storage.root))
        wanted = Path(os.path.normpath(Path(os.path.realpath(file.filename)).parent / name))
        if not wanted.is_relative_to(root) or "%" in wanted.name:
            raise OutsideError(f"The file {name!r} lies outside the session's folder.")
        try:
            return self.opened(self._storage.entry(wanted.relative_to(root).as_posix()))
        except NoSuchFile as missing:
            if may_lack and not os.path.lexists(wanted):
                return None
            raise OutsideError(f"The file {name!r} is not there.") from missing


@contextmanager
def hdf5_folder(storage: SessionStorage) -> Iterator[Hdf5Folder]:
    """Look into a session's HDF5 files; all that were opened are closed at the end."""
    with ExitStack() as held:
        yield Hdf5Folder(storage, held)
