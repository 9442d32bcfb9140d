"""A session's folder, entered step by step by ``openat`` that follows no link: nothing in it can lead out of it."""

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

AS_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
AS_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class Storage:
    """The files of one session; every function may wait for the disk.

    Parameters
    ----------
    root : Path
        The session's folder. It need not exist yet: then it is empty.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    @contextmanager
    def folder(self, parts: Sequence[bytes]) -> Iterator[int]:
        """Open a folder; the value is its descriptor."""
        with ExitStack() as stack:
            folder = os.open(self._root, AS_FOLDER)
            stack.callback(os.close, folder)
            for part in parts:
                folder = os.open(part, AS_FOLDER, dir_fd=folder)
                stack.callback(os.close, folder)
            yield folder

    def prepare(self, part: bytes) -> None:
        """Make the folder that people write into."""
        (self._root / os.fsdecode(part)).mkdir(parents=True, exist_ok=True)

    def status(self, parts: Sequence[bytes]) -> os.stat_result:
        """Return what the system knows of a file or folder; OSError when there is none, or it is neither."""
        if not parts:
            return self._root.stat() if self._root.is_dir() else Path("/").stat()
        with self.folder(parts[:-1]) as folder:
            return _shown(os.stat(parts[-1], dir_fd=folder, follow_symlinks=False))

    def entries(self, parts: Sequence[bytes]) -> list[tuple[bytes, os.stat_result]]:
        """Return what lies in a folder, in the order of names: files and folders that are not hidden."""
        if not parts and not self._root.is_dir():
            return []
        with self.folder(parts) as folder:
            names = sorted(os.fsencode(name) for name in os.listdir(folder))  # noqa: PTH208 - by its descriptor
            found = ((name, _seen(name, folder)) for name in names if not name.startswith(b"."))
            return [(name, status) for name, status in found if status is not None]

    def open(self, parts: Sequence[bytes]) -> int:
        """Open a file to be read; the value is its descriptor."""
        with self.folder(parts[:-1]) as folder:
            file = os.open(parts[-1], AS_FILE, dir_fd=folder)
        try:
            _shown(os.fstat(file), files_only=True)
        except OSError:
            os.close(file)
            raise
        return file

    def used_bytes(self, part: bytes) -> int:
        """Return how much lies in a folder and in those in it, drafts counted."""
        root = self._root / os.fsdecode(part)
        return sum(
            os.stat(name, dir_fd=folder, follow_symlinks=False).st_size
            for _, _, names, folder in os.fwalk(root, follow_symlinks=False)
            for name in names
        )


def _seen(name: bytes, folder: int) -> os.stat_result | None:
    try:
        return _shown(os.stat(name, dir_fd=folder, follow_symlinks=False))
    except OSError:
        return None  # it vanished meanwhile, or is a link, a device, a socket


def _shown(status: os.stat_result, *, files_only: bool = False) -> os.stat_result:
    is_file, is_folder = stat.S_ISREG(status.st_mode), stat.S_ISDIR(status.st_mode)
    if not is_file and (files_only or not is_folder):
        raise OSError(errno.ENOENT, os.strerror(errno.ENOENT))
    return status
