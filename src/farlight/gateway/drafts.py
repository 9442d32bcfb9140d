"""Uploads: written into a hidden draft beside their place, and put there whole, in one step, when they are complete.

A draft is named for its owner and its place, so that a broken upload goes on where it ended; the owner sees how long it
is under the name it will have, nobody else sees anything. What nobody went on with for a week is removed.
"""

import errno
import fcntl
import os
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256

from farlight.gateway.storage import AS_FILE, Storage

PREFIX = b".farlight-draft-"
FORGOTTEN_AFTER_S = 7 * 24 * 3600.0
NEW_MODE = 0o660


@dataclass(eq=False)
class Draft:
    """An upload that goes on."""

    storage: Storage
    parts: tuple[bytes, ...]
    name: bytes
    """Of the draft."""
    file: int
    """Its descriptor."""
    modified_s: tuple[float, float] | None = None
    """Times of access and change that the client gave: set when it is complete."""

    def complete(self) -> None:
        """Put the file in its place, instead of what lies there."""
        if self.modified_s:
            os.utime(self.file, self.modified_s)
        with self.storage.folder(self.parts[:-1]) as folder:
            os.rename(self.name, self.parts[-1], src_dir_fd=folder, dst_dir_fd=folder)
        os.close(self.file)

    def leave(self) -> None:
        """Keep the draft for another day."""
        os.close(self.file)


def draft_name(owner: str, name: bytes) -> bytes:
    """Return how the draft of somebody's upload is called."""
    return PREFIX + sha256(owner.encode() + b"\0" + name).hexdigest()[:24].encode()


def draft_status(storage: Storage, parts: Sequence[bytes], owner: str) -> tuple[os.stat_result, int]:
    """Return what the system knows of somebody's draft for a place, and from which byte on it goes on.

    OSError when there is none.
    """
    with storage.folder(parts[:-1]) as folder:
        file = os.open(draft_name(owner, parts[-1]), AS_FILE, dir_fd=folder)
    try:
        status = os.fstat(file)
        return status, _whole_bytes(file, status.st_size)
    finally:
        os.close(file)


def _whole_bytes(file: int, size_bytes: int) -> int:
    """Return how much of a draft was written without a gap: clients that send parts out of order leave gaps behind."""
    try:
        return min(os.lseek(file, 0, os.SEEK_HOLE), size_bytes)
    except OSError as error:
        if error.errno == errno.ENXIO:  # it is empty
            return 0
        raise


def begin_draft(storage: Storage, parts: tuple[bytes, ...], owner: str, *, anew: bool, exclusive: bool) -> Draft:
    """Begin an upload, or go on with one.

    Parameters
    ----------
    anew : bool
        Whether what was uploaded before is thrown away; else a draft goes on, or a copy of what lies there.
    exclusive : bool
        Whether nothing may lie there yet.
    """
    name = draft_name(owner, parts[-1])
    with storage.folder(parts[:-1]) as folder:
        _forget_old(folder)
        lies_there = _lies_there(folder, parts[-1])
        if lies_there and exclusive:
            raise OSError(errno.EEXIST, os.strerror(errno.EEXIST))
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        goes_on = _lies_there(folder, name)
        file = os.open(name, flags, NEW_MODE, dir_fd=folder)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.fstat(file).st_ino != os.stat(name, dir_fd=folder, follow_symlinks=False).st_ino:
                raise BlockingIOError  # noqa: TRY301 - another line has just completed it
            if anew:
                os.ftruncate(file, 0)
            elif goes_on:
                os.ftruncate(file, _whole_bytes(file, os.fstat(file).st_size))
            elif lies_there:
                _copy(folder, parts[-1], file)
        except (BlockingIOError, FileNotFoundError):
            os.close(file)
            raise OSError(errno.EBUSY, "You are uploading this file already") from None
        except OSError:
            os.close(file)
            raise
    return Draft(storage, parts, name, file)


def _lies_there(folder: int, name: bytes) -> bool:
    try:
        os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True


def _copy(folder: int, name: bytes, draft: int) -> None:
    source = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder)
    try:
        left = os.fstat(source).st_size
        while left > 0 and (copied := os.copy_file_range(source, draft, left)):
            left -= copied
    finally:
        os.close(source)


def _forget_old(folder: int) -> None:
    """Remove drafts that nobody went on with."""
    limit_s = time.time() - FORGOTTEN_AFTER_S
    for name in os.listdir(folder):
        if name.startswith(PREFIX.decode()):
            with suppress(FileNotFoundError):
                if os.stat(name, dir_fd=folder, follow_symlinks=False).st_mtime < limit_s:
                    os.unlink(name, dir_fd=folder)
