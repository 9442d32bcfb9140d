"""Starting DIALS' programs: a clean environment, a log each, progress while they run, and an end when asked."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from farlight.processing.adapters.processes import MARK, end_processes_of
from farlight.processing.errors import ChainCancelled

_SYSTEM_PATH = "/usr/bin:/bin:/usr/local/bin"
_DEBIAN_HDF5_PLUGINS = "/usr/lib/x86_64-linux-gnu/hdf5/serial/plugins"
_LOOK_EVERY_S = 0.1
_GRACE_S = 3.0
_NICENESS = "5"

_MALLOC = {
    "MALLOC_MMAP_THRESHOLD_": str(1 << 30),
    "MALLOC_TRIM_THRESHOLD_": str(1 << 32),
    "MALLOC_TOP_PAD_": str(1 << 28),
}
"""Keeps freed image buffers in the process: a quarter of spot finding's time goes into page faults otherwise."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How a program ended."""

    succeeded: bool
    text: str
    """Everything it wrote."""


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of a chain's programs: nothing of ours but what they need.

    Another Python first in PATH breaks Debian's libtbx, hence ``/usr/bin`` leads; several OpenMP threads in each of
    several processes slow each other down.
    """
    import hdf5plugin  # loads HDF5, which only a running chain needs

    plugins = os.pathsep.join((_DEBIAN_HDF5_PLUGINS, str(hdf5plugin.PLUGIN_PATH)))
    kept = {name: os.environ[name] for name in ("HOME", "TMPDIR", "USER", "LOGNAME") if name in os.environ}
    return {
        **kept,
        **_MALLOC,
        "PATH": _SYSTEM_PATH,
        "LANG": "C.UTF-8",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "HDF5_PLUGIN_PATH": plugins,
        "HDF5_USE_FILE_LOCKING": "FALSE",
        "MPLBACKEND": "Agg",
        "PYTHONUNBUFFERED": "1",
        "PYTHONNOUSERSITE": "1",
        MARK: str(folder.absolute()),
    }


def program_path(name: str) -> str | None:
    """Return where a program is; None when it is not installed."""
    return shutil.which(name, path=_SYSTEM_PATH)


def _command(program: str, arguments: Sequence[str]) -> list[str]:
    """Run kindly (nice), and die with the worker where the system can do that (setpriv)."""
    prefix = ["/usr/bin/nice", "-n", _NICENESS]
    if sys.platform == "linux" and (setpriv := program_path("setpriv")):
        prefix = [setpriv, "--pdeathsig", "TERM", *prefix]
    return [*prefix, program, *arguments]


@dataclass
class Programs:
    """Runs programs in a folder, one after the other."""

    folder: Path
    is_cancelled: Callable[[], bool]
    environment: dict[str, str] = field(default_factory=dict)

    def run(
        self, program: str, arguments: Sequence[str], *, log: str, on_line: Callable[[str], None] | None = None
    ) -> Outcome:
        """Run a program to its end; what it writes goes into the log, line by line to ``on_line`` too.

        Raises
        ------
        ChainCancelled
            When `is_cancelled` says so meanwhile; the program and its children are ended first.
        FileNotFoundError
            When the program is not installed.
        """
        path = program_path(program)
        if path is None:
            raise FileNotFoundError(program)
        log_path = self.folder / log
        with log_path.open("wb") as sink:
            process = subprocess.Popen(
                _command(path, arguments),
                cwd=self.folder,
                env=self.environment or environment(self.folder),
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            self._watch(process, log_path, on_line)
        finally:
            _end_group(process)
        if process.returncode < 0:
            end_processes_of(self.folder)
        return Outcome(succeeded=process.returncode == 0, text=log_path.read_text(errors="replace"))

    def _watch(self, process: subprocess.Popen[bytes], log_path: Path, on_line: Callable[[str], None] | None) -> None:
        """Wait for the end, feeding new lines and looking whether it was cancelled."""
        with log_path.open(errors="replace") as log:
            rest = ""
            while True:
                running = process.poll() is None
                lines = (rest + log.read()).split("\n")
                rest = lines.pop()
                for line in lines if on_line else ():
                    on_line(line)  # type: ignore[misc] # on_line is set when there are lines
                if not running:
                    return
                if self.is_cancelled():
                    raise ChainCancelled
                time.sleep(_LOOK_EVERY_S)


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """End a program and what it started; nothing to do when it ended by itself."""
    if process.poll() is not None:
        return
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(_GRACE_S)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
