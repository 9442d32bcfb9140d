"""Desktops on this machine."""

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from farlight.desktops.adapters.folders import clear, leave_logs
from farlight.desktops.adapters.places import folder_of
from farlight.desktops.adapters.processes import PASSED_ON
from farlight.desktops.adapters.tigervnc import Screen, Started, found_in, start
from farlight.desktops.domain.programs import filled
from farlight.desktops.hosting.findings import Finding, Found, Wanted
from farlight.desktops.models import Desktop
from farlight.desktops.types import DesktopState
from farlight.kernel.errors import Unavailable


def screen_for(wanted: Wanted, folder: Path) -> Screen:
    """Return what is to be started for a desktop."""
    definition, session = wanted.definition, wanted.session
    return Screen(
        folder=folder,
        name=f"{definition.name} of {session.code}",
        size_px=(definition.width_px, definition.height_px),
        program=filled(definition.program, beamline=session.beamline, session=session.code, python=sys.executable),
        environment={name: os.environ[name] for name in PASSED_ON if name in os.environ},
        rate_hz=definition.max_rate_hz,
    )


class LocalHome:
    """Starts desktops here, and finds those again that were started by a process before this one."""

    def __init__(self) -> None:
        self._started: dict[str, Started] = {}

    def prepare(self, rows: Sequence[Desktop], *, now: datetime) -> None:
        """Ask nothing beforehand."""

    def follow(self, wanted: Wanted, *, now: datetime) -> Finding:  # noqa: ARG002 - each home's signature
        """Start it, or see that it lives."""
        row, folder = wanted.row, folder_of(wanted.row.code)
        started = self._started.get(row.code) or found_in(folder)
        if started is None and row.state == DesktopState.ASKED:
            try:
                started = start(screen_for(wanted, folder))
            except Unavailable as error:
                return Finding(found=Found.OVER, words=error.message)
        if started is None or not started.is_alive:
            return Finding(found=Found.OVER, words="Its program ended, or the machine was started anew.")
        self._started[row.code] = started
        return Finding(found=Found.RUNS)

    def end(self, row: Desktop, *, failed: bool) -> bool:
        """End its processes: first asked, then killed."""
        folder = folder_of(row.code)
        started = self._started.pop(row.code, None) or found_in(folder)
        if started is not None:
            started.end()
        if failed:
            leave_logs(folder)
        else:
            clear(folder)
        return True
