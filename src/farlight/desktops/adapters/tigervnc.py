"""TigerVNC's server, one for each desktop: on a socket that only this account reaches, with a password of its own.

A desktop outlives the process that started it: its folder says which processes it is made of, and whoever comes next
finds them there.
"""

import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from farlight.desktops.adapters.folders import AUTHORITY, HIDDEN, PASSWORD, make_folder, write_private
from farlight.desktops.adapters.processes import ProcessMark, mark_of
from farlight.desktops.adapters.vnc_client import Place
from farlight.kernel.errors import Unavailable

PROGRAM = "Xtigervnc"
START_S = 10.0
_SOCKET = "vnc.socket"
_MARKS = "processes.json"
_NEVER = "1000000"
"""Several web processes may come at once, and nobody else reaches a socket in a folder that is only ours."""


@dataclass(frozen=True, kw_only=True)
class Screen:
    """What is wanted."""

    folder: Path
    name: str
    size_px: tuple[int, int]
    program: Sequence[str]
    """What is shown on it; nothing when empty."""
    environment: Mapping[str, str]
    rate_hz: int = 30


@dataclass(frozen=True)
class Started:
    """A server, and what is shown on it."""

    server: ProcessMark
    program: ProcessMark | None

    @property
    def is_alive(self) -> bool:
        """Whether both live."""
        return self.server.lives() and (self.program is None or self.program.lives())

    def end(self) -> None:
        """End both, and what they started: first asked, then killed."""
        parts = [part for part in (self.program, self.server) if part is not None]
        for part in parts:
            part.end()


def place_in(folder: Path) -> Place:
    """Return where the server of a folder listens.

    Raises
    ------
    Unavailable
        When there is none.
    """
    try:
        return Place(path=str(folder / _SOCKET), password=(folder / PASSWORD).read_bytes())
    except OSError as error:
        raise Unavailable("The desktop is not there.") from error


def found_in(folder: Path) -> Started | None:
    """Return the desktop that lives in a folder, whoever started it; None when there is none."""
    try:
        marks = json.loads((folder / _MARKS).read_text())
    except FileNotFoundError:
        return None
    found = [ProcessMark(**mark) for mark in marks]
    started = Started(found[0], found[1] if len(found) > 1 else None)
    return started if started.is_alive else None


def start(screen: Screen) -> Started:
    """Start a server with a new password, and the program on it.

    Raises
    ------
    Unavailable
        When it does not start, with why.
    """
    if shutil.which(PROGRAM) is None:
        raise Unavailable(f"{PROGRAM} is not installed (Debian package tigervnc-standalone-server).")
    make_folder(screen.folder)
    (screen.folder / _SOCKET).unlink(missing_ok=True)
    display_read, display_write = os.pipe()
    with (screen.folder / "server.log").open("ab") as log:
        server = subprocess.Popen(
            _command(screen, display_write),
            cwd=screen.folder,
            pass_fds=[display_write],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            process_group=0,
        )
    os.close(display_write)
    served = mark_of(server)
    try:
        display = _display_of(display_read)
    except Unavailable:
        served.end()
        raise
    finally:
        os.close(display_read)
    try:
        started = Started(served, _program(screen, display))
    except OSError as error:
        served.end()
        raise Unavailable(f"{screen.program[0]} does not start: {error.strerror}.") from error
    marks = [part.as_dict() for part in (started.server, started.program) if part is not None]
    write_private(screen.folder / _MARKS, json.dumps(marks).encode())
    return started


def _command(screen: Screen, display_fd: int) -> list[str]:
    """The socket's path is short whatever the folder is called: the system takes no more than 107 letters."""
    width, height = screen.size_px
    folder = screen.folder
    return [
        PROGRAM,
        *("-displayfd", str(display_fd), "-geometry", f"{width}x{height}", "-depth", "24", "-desktop", screen.name),
        *("-rfbport", "-1", "-rfbunixpath", _SOCKET, "-rfbunixmode", "0600"),
        *("-SecurityTypes", "VncAuth", "-PasswordFile", str(folder / HIDDEN), "-auth", str(folder / AUTHORITY)),
        *("-BlacklistThreshold", _NEVER, "-AlwaysShared", "-FrameRate", str(screen.rate_hz)),
        *("-nolisten", "tcp", "-noreset"),
    ]


def _display_of(descriptor: int) -> str:
    said, deadline_s = b"", time.monotonic() + START_S
    while not said.endswith(b"\n"):  # it ends the number with a write of its own, and dies when nobody reads that
        ready, _, _ = select.select([descriptor], [], [], max(0.0, deadline_s - time.monotonic()))
        part = os.read(descriptor, 16) if ready else b""
        if not part:
            raise Unavailable("The desktop's server did not start; its log says why.")
        said += part
    return f":{said.strip().decode()}"


def _program(screen: Screen, display: str) -> ProcessMark | None:
    if not screen.program:
        return None
    surroundings = {"DISPLAY": display, "XAUTHORITY": str(screen.folder / AUTHORITY), "HOME": str(screen.folder)}
    with (screen.folder / "program.log").open("ab") as log:
        process = subprocess.Popen(
            list(screen.program),
            cwd=screen.folder,
            env={"PATH": os.environ.get("PATH", ""), **screen.environment, **surroundings},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            process_group=0,
        )
    return mark_of(process)
