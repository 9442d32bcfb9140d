"""Processes that outlive whoever started them: known again by their number and the moment they began."""

import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

GRACE_S = 2.0
PASSED_ON = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "TZ")
"""What programs on a desktop get of the environment: no setting of Farlight, and so no secret, is among it."""
_LOOK_S = 0.02
_STATE, _BEGAN = 0, 19
"""Places in ``/proc/<pid>/stat`` behind the name: state, and start in ticks since the machine began."""


@dataclass(frozen=True)
class ProcessMark:
    """A process that leads a group of its own."""

    pid: int
    began: int
    """In ticks since the machine began: a number that is used again belongs to another process."""

    def lives(self) -> bool:
        """Whether it is still this process, and runs."""
        _bury(self.pid)
        stat = _stat_of(self.pid)
        return stat[_BEGAN:][:1] == [str(self.began)] and stat[_STATE] != "Z"

    def end(self) -> None:
        """End its group: first asked, then killed."""
        if not self.lives():
            return
        _signal(self.pid, signal.SIGTERM)
        end_s = time.monotonic() + GRACE_S
        while self.lives() and time.monotonic() < end_s:
            time.sleep(_LOOK_S)
        _signal(self.pid, signal.SIGKILL)
        while self.lives():
            time.sleep(_LOOK_S)

    def as_dict(self) -> dict[str, int]:
        """Return what makes it again."""
        return asdict(self)


def mark_of(process: subprocess.Popen[bytes]) -> ProcessMark:
    """Return what a process that was just started is known by."""
    stat = _stat_of(process.pid)
    process.returncode = 0  # it is waited for here, not by the object that started it
    return ProcessMark(process.pid, int(stat[_BEGAN]) if stat else -1)


def _stat_of(pid: int) -> list[str]:
    """Return what the system says of a process behind its name; nothing when it is not there."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _bury(pid: int) -> None:
    """Let a child that ended go: it lies there until somebody asks."""
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return  # another process started it


def _signal(group: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, number)
