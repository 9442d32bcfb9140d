"""One supervisor for all processes of a facility on one machine: starts them, restarts them, leaves nothing behind.

Each process leads a process group, so that what it started ends with it. When the supervisor itself is killed, the
system tells each process to end (``PR_SET_PDEATHSIG``, through ``setpriv``).
"""

import os
import select
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 20.0
STEADY_S = 30.0
"""A process that lived so long is well; when it dies, the pauses begin anew."""
GRACE_S = 6.0
"""So long processes may take to end by themselves."""
LONGEST_LOG_BYTES = 20_000_000


@dataclass(frozen=True, kw_only=True)
class ProcessSpec:
    """A process to keep alive."""

    name: str
    """Names the log file too."""
    command: tuple[str, ...]
    niceness: int = 0
    """How much it steps back for others."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """What it gets beside the environment of all."""


@dataclass
class _Kept:
    """A process that is kept alive, or waits for its next start."""

    spec: ProcessSpec
    process: subprocess.Popen[bytes] | None = None
    pidfd: int = -1
    started_s: float = 0.0
    pause_s: float = FIRST_PAUSE_S
    start_again_s: float = 0.0
    deaths: int = field(default=0)


def farlight_command(*arguments: str) -> tuple[str, ...]:
    """Return what starts a command of this very installation."""
    program = Path(sys.executable).with_name("farlight")
    start = (
        (str(program),) if program.exists() else (sys.executable, "-c", "from farlight.config import cli; cli.main()")
    )
    return (*start, *arguments)


class Supervisor:
    """Keeps processes alive while :meth:`watch` runs; as a context manager it ends them all on leaving.

    Parameters
    ----------
    environment : mapping
        Environment of the processes.
    logs : Path
        Folder for what they write, a file each.
    tell : callable
        Gets a sentence for people when a process died.
    """

    def __init__(self, *, environment: Mapping[str, str], logs: Path, tell: Callable[[str], None]) -> None:
        self._environment = dict(environment)
        self._logs = logs
        self._tell = tell
        self._kept: dict[str, _Kept] = {}
        self._lock = threading.RLock()
        self._stopping = threading.Event()
        self._wake_read, self._wake_write = os.pipe()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        os.close(self._wake_read)
        os.close(self._wake_write)

    def start(self, *specs: ProcessSpec) -> None:
        """Start processes and keep them alive from now on."""
        with self._lock:
            for spec in specs:
                self._kept[spec.name] = _Kept(spec=spec)
                self._start(self._kept[spec.name])
        self._wake()

    def pid_of(self, name: str) -> int | None:
        """Process id; None while it waits for its next start."""
        process = self._kept[name].process
        return process.pid if process else None

    @property
    def deaths(self) -> Mapping[str, int]:
        """How often each process died by itself."""
        return {name: kept.deaths for name, kept in self._kept.items()}

    def log_of(self, name: str) -> Path:
        """Return the file with what a process wrote."""
        return self._logs / f"{name}.log"

    def request_stop(self) -> None:
        """Make :meth:`watch` return; fit for signal handlers and other threads."""
        self._stopping.set()
        self._wake()

    def watch(self) -> None:
        """Restart what dies, with growing pauses, until :meth:`request_stop`."""
        while not self._stopping.is_set():
            with self._lock:
                self._bury_the_dead()
                self._start_the_due()
                pidfds = [kept.pidfd for kept in self._kept.values() if kept.process]
                due_s = [kept.start_again_s for kept in self._kept.values() if not kept.process]
            timeout_s = max(0.0, min(due_s) - time.monotonic()) if due_s else None
            ready, _, _ = select.select([self._wake_read, *pidfds], [], [], timeout_s)
            if self._wake_read in ready:
                os.read(self._wake_read, 4096)

    def stop(self) -> None:
        """End all processes and what they started: first asked, then killed."""
        self._stopping.set()
        with self._lock:
            living = [kept.process for kept in self._kept.values() if kept.process]
            for process in living:
                _signal_group(process.pid, signal.SIGTERM)
            deadline_s = time.monotonic() + GRACE_S
            for process in living:
                _wait(process, deadline_s)
            for kept in self._kept.values():
                self._clear(kept)

    def _wake(self) -> None:
        os.write(self._wake_write, b"x")

    def _start(self, kept: _Kept) -> None:
        self._logs.mkdir(parents=True, exist_ok=True)
        log = self.log_of(kept.spec.name)
        if log.exists() and log.stat().st_size > LONGEST_LOG_BYTES:
            log.replace(log.with_suffix(".log.1"))
        with log.open("ab") as output:
            kept.process = subprocess.Popen(
                _on_leash(kept.spec),
                env={**self._environment, **kept.spec.environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                process_group=0,
            )
        kept.pidfd = os.pidfd_open(kept.process.pid)
        kept.started_s = time.monotonic()

    def _bury_the_dead(self) -> None:
        now_s = time.monotonic()
        for kept in self._kept.values():
            if kept.process is None or kept.process.poll() is None:
                continue
            status = kept.process.returncode
            if now_s - kept.started_s > STEADY_S:
                kept.pause_s = FIRST_PAUSE_S
            self._clear(kept)
            kept.deaths += 1
            kept.start_again_s = now_s + kept.pause_s
            name, log = kept.spec.name, self.log_of(kept.spec.name)
            self._tell(f"{name} ended with status {status}; it starts again in {kept.pause_s:g} s. Its log: {log}")
            kept.pause_s = min(2 * kept.pause_s, LONGEST_PAUSE_S)

    def _start_the_due(self) -> None:
        for kept in self._kept.values():
            if kept.process is None and kept.start_again_s <= time.monotonic():
                self._start(kept)

    def _clear(self, kept: _Kept) -> None:
        """Kill what is left of a process's group, and forget the process."""
        if kept.process is None:
            return
        _signal_group(kept.process.pid, signal.SIGKILL)
        kept.process.wait()
        os.close(kept.pidfd)
        kept.process, kept.pidfd = None, -1


def _on_leash(spec: ProcessSpec) -> Sequence[str]:
    prefix: list[str] = []
    if setpriv := shutil.which("setpriv"):
        # The supervisor may have died before the leash was on: then its child has another parent already.
        still_ours = '[ "$PPID" = "$0" ] && exec "$@"'
        prefix = [setpriv, "--pdeathsig", "TERM", "sh", "-c", still_ours, str(os.getpid())]
    if spec.niceness:
        prefix += ["nice", "-n", str(spec.niceness)]
    return [*prefix, *spec.command]


def _signal_group(group: int, number: signal.Signals) -> None:
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return  # nobody of it is left


def _wait(process: subprocess.Popen[bytes], deadline_s: float) -> None:
    try:
        process.wait(max(0.0, deadline_s - time.monotonic()))
    except subprocess.TimeoutExpired:
        return  # it is killed with its group
