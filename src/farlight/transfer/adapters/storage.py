"""A session's folder, entered step by step.

Every step is an ``openat`` that follows no link, so nothing that lies in the folder can lead out of it, whatever its
name; and a name that a client sends is only ever one step, never a path. Hidden entries are as if they were not there.
"""

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from farlight.transfer.domain.names import is_hidden, is_possible_name, shown_name
from farlight.transfer.errors import CannotRead, NoSuchFile, TransferBroken
from farlight.transfer.types import FileEntry

_AS_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_AS_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_NO_SUCH_NAME = {errno.ENAMETOOLONG, errno.ELOOP}
"""``ELOOP`` is how ``O_NOFOLLOW`` refuses a link."""


class SessionStorage:
    """The files of one session.

    Parameters
    ----------
    root : Path
        The session's folder. It need not exist yet: then there are no files.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    @property
    def root(self) -> Path:
        """The session's folder."""
        return self._root

    def path_of(self, entry: FileEntry) -> Path:
        """Return where a file or folder that was listed lies, for libraries that open files by their paths."""
        return self._root.joinpath(*entry.path)

    def entry(self, name: str) -> FileEntry:
        """Return the file or folder of a name as ``FileEntry.name`` writes it; the empty name is the session's folder.

        Raises
        ------
        NoSuchFile
            When there is none, or it is neither a file nor a folder.
        """
        path = self._path(name)
        with _as_no_such_file(name), self._folder(path[:-1]) as folder:
            found = _entry(folder, path[:-1], path[-1]) if path else _root_entry(folder)
        if found is None:
            raise NoSuchFile(name)
        return found

    def entries(self, name: str = "") -> list[FileEntry]:
        """Return what lies in a folder: folders first, then files, each in the order of their names.

        Raises
        ------
        NoSuchFile
            When there is no such folder.
        """
        if not name and not self._root.is_dir():
            return []
        path = self._path(name)
        with _as_no_such_file(name), self._folder(path) as folder:
            found = [_entry(folder, path, inner) for inner in _names_in(folder)]
        return sorted((e for e in found if e), key=lambda e: (not e.is_folder, e.path))

    def files_below(self, name: str = "") -> Iterator[FileEntry]:
        """Every file in a folder and in the folders in it, in the order of their names."""
        for entry in sorted(self.entries(name), key=lambda e: e.path):
            if entry.is_folder:
                yield from self.files_below(entry.name)
            else:
                yield entry

    @contextmanager
    def opened(self, entry: FileEntry) -> Iterator[int]:
        """Open a file that was listed; the value is its descriptor.

        Raises
        ------
        TransferBroken
            When it vanished meanwhile, became shorter, or another file lies in its place.
        """
        with ExitStack() as stack:
            try:
                folder = stack.enter_context(self._folder(entry.path[:-1]))
                file = os.open(entry.path[-1], _AS_FILE, dir_fd=folder)
            except OSError as error:
                raise TransferBroken(f"The file {entry.name!r} cannot be read any more: {error.strerror}.") from error
            stack.callback(os.close, file)
            now = os.fstat(file)
            if now.st_ino != entry.inode or now.st_size < entry.size_bytes:
                raise TransferBroken(f"The file {entry.name!r} is another one now.")
            yield file

    @contextmanager
    def _folder(self, path: Sequence[str]) -> Iterator[int]:
        with ExitStack() as stack:
            folder = os.open(self._root, _AS_FOLDER)
            stack.callback(os.close, folder)
            for step in path:
                folder = os.open(step, _AS_FOLDER, dir_fd=folder)
                stack.callback(os.close, folder)
            yield folder

    def _path(self, name: str) -> tuple[str, ...]:
        """Find the names on disk that a name as people write it means, step by step."""
        path: tuple[str, ...] = ()
        for step in name.split("/") if name else ():
            if not is_possible_name(step) or is_hidden(step):
                raise NoSuchFile(name)
            with _as_no_such_file(name), self._folder(path) as folder:
                path = (*path, _name_on_disk(folder, step))
        return path


def _name_on_disk(folder: int, shown: str) -> str:
    """Return the entry's true name: the one written so, else the one that is shown so."""
    try:
        os.stat(shown, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return next((name for name in _names_in(folder) if shown_name(name) == shown), shown)
    return shown


def _names_in(folder: int) -> list[str]:
    return [name for name in os.listdir(folder) if not is_hidden(name)]


def _entry(folder: int, path: tuple[str, ...], name: str) -> FileEntry | None:
    """Describe an entry; None for what is neither file nor folder, and for what vanished meanwhile."""
    try:
        found = os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return None
    return _described((*path, name), found)


def _root_entry(folder: int) -> FileEntry | None:
    return _described((), os.fstat(folder))


def _described(path: tuple[str, ...], found: os.stat_result) -> FileEntry | None:
    is_folder = stat.S_ISDIR(found.st_mode)
    if not is_folder and not stat.S_ISREG(found.st_mode):
        return None
    return FileEntry(
        path=path,
        name="/".join(map(shown_name, path)),
        is_folder=is_folder,
        size_bytes=0 if is_folder else found.st_size,
        modified_ns=found.st_mtime_ns,
        inode=found.st_ino,
    )


@contextmanager
def _as_no_such_file(name: str) -> Iterator[None]:
    """Name in the house's words what the system says about a name."""
    try:
        yield
    except PermissionError as error:
        raise CannotRead(name, str(error.strerror)) from error
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NoSuchFile(name) from error
    except OSError as error:
        if error.errno in _NO_SUCH_NAME:
            raise NoSuchFile(name) from error
        raise CannotRead(name, str(error.strerror)) from error
