"""Which workers of this machine are alive: each holds a lock that the system lets go of when the process ends."""

import fcntl
import os
import socket
from pathlib import Path
from types import TracebackType
from typing import Self

from django.conf import settings


def _path(worker_id: str) -> Path:
    folder: Path = settings.FARLIGHT_STATE_DIR / "workers"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / worker_id.replace("/", "_")


class Life:
    """Held as long as the worker lives, however it ends."""

    def __init__(self, worker_id: str) -> None:
        self._path = _path(worker_id)
        self._file = -1

    def __enter__(self) -> Self:
        self._file = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_EX)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._path.unlink(missing_ok=True)
        os.close(self._file)


def is_alive(worker_id: str) -> bool:
    """Whether a worker runs. Workers of other machines count as alive: only their own machine can tell."""
    if worker_id.split("/", 1)[0] != socket.gethostname():
        return True
    path = _path(worker_id)
    try:
        file = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        path.unlink(missing_ok=True)
        return False
    finally:
        os.close(file)
