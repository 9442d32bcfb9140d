"""Processes that work in a folder: one owner at a time, and nothing left behind."""

import fcntl
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from farlight.processing.errors import ChainOccupied

MARK = "FARLIGHT_PROCESSING_FOLDER"
"""Environment variable that every program of a chain, and its children, carry: the chain's folder."""
_GRACE_S = 3.0


@contextmanager
def sole_owner(folder: Path) -> Iterator[None]:
    """Hold a folder for this process; the system lets go of it when the process dies.

    Raises
    ------
    ChainOccupied
        When another living process holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder / ".lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(lock)
        raise ChainOccupied from error
    try:
        yield
    finally:
        os.close(lock)


def processes_of(folder: Path) -> list[int]:
    """Return the processes that carry the mark of a folder's chain, found in ``/proc``."""
    mark = f"{MARK}={folder.absolute()}".encode()
    others = (entry for entry in Path("/proc").iterdir() if entry.name.isdigit() and int(entry.name) != os.getpid())
    return [int(entry.name) for entry in others if mark in _environment_of(entry)]


def _environment_of(process: Path) -> list[bytes]:
    try:
        return (process / "environ").read_bytes().split(b"\0")
    except OSError:  # it ended meanwhile, or is somebody else's
        return []


def end_processes_of(folder: Path) -> int:
    """End every process of a folder's chain, at first kindly; return how many there were.

    A worker that was killed may leave its programs running: they would write into the files of the next attempt.
    """
    processes = processes_of(folder)
    for process in processes:
        _signal(process, signal.SIGTERM)
    deadline = time.monotonic() + _GRACE_S
    while (left := processes_of(folder)) and time.monotonic() < deadline:
        time.sleep(0.05)
    for process in left:
        _signal(process, signal.SIGKILL)
    return len(processes)


def _signal(process: int, number: signal.Signals) -> None:
    try:
        os.kill(process, number)
    except ProcessLookupError:
        return
