"""The files of recordings: in the state folder, for nobody else to read; written line by line, never half a line."""

import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from farlight.recordings.domain.asciicast import first_hash, hash_after
from farlight.recordings.types import Seal


def path_of(session: str, code: str) -> Path:
    """Return where a recording lies."""
    folder: Path = settings.FARLIGHT_RECORDINGS_DIR
    return folder / session / f"{code}.cast"


class RecordingFile:
    """A recording that is being written."""

    def __init__(self, session: str, code: str) -> None:
        path = path_of(session, code)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW
        self._file = os.open(path, flags, 0o600)
        self.seal = Seal(lines=0, size_bytes=0, hash=first_hash(code))

    def write(self, line: bytes) -> None:
        """Write a whole line, or nothing of it: OSError when the disk is full."""
        view, done = memoryview(line), 0
        try:
            while done < len(line):
                done += os.write(self._file, view[done:])
        except OSError:
            os.ftruncate(self._file, self.seal.size_bytes)
            raise
        self.seal = Seal(
            lines=self.seal.lines + 1,
            size_bytes=self.seal.size_bytes + len(line),
            hash=hash_after(self.seal.hash, line),
        )

    def close(self) -> None:
        """See that it is on the disk, and let go of it."""
        try:
            os.fsync(self._file)
        finally:
            os.close(self._file)


def lines_of(session: str, code: str) -> Iterator[bytes]:
    """Give the lines of a recording, each with its end; FileNotFoundError when it is not there."""
    with path_of(session, code).open("rb") as file:
        yield from file


def cut_at(session: str, code: str, size_bytes: int) -> None:
    """Remove the half line that a process left behind that was killed while it wrote."""
    os.truncate(path_of(session, code), size_bytes)


def remove(session: str, code: str) -> None:
    """Remove a recording."""
    path_of(session, code).unlink(missing_ok=True)
