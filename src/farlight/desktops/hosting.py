"""The process that starts and ends desktops: one for each state folder.

Desktops outlive it. What it finds running when it comes back goes on as it was; what is not there any more is said to
have ended. Beside each desktop lies ``readings.json`` with what the beamline says of itself, for programs on the
screen: they need neither the database nor any secret.
"""

import asyncio
import fcntl
import json
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import close_old_connections

from farlight.beamlines.public import channel_readings
from farlight.beamlines.types import DesktopDefinition
from farlight.beamtime.public import session_summary
from farlight.beamtime.types import SessionState, SessionSummary
from farlight.bus.public import wait_for_news
from farlight.desktops.access import definition_of, to_be_hosted
from farlight.desktops.adapters.places import folder_of, found
from farlight.desktops.adapters.tigervnc import Screen, Started, clear, found_in, start
from farlight.desktops.adapters.vnc_client import Place, connected
from farlight.desktops.domain.programs import filled
from farlight.desktops.models import Desktop
from farlight.desktops.queries import place_of
from farlight.desktops.services.lives import desktop_runs, end_desktop
from farlight.desktops.types import DesktopState
from farlight.kernel.errors import Conflict, NotFound, Unavailable
from farlight.kernel.time import utc_now

log = logging.getLogger(__name__)

LONGEST_WAIT_S = 1.0
PASSED_ON = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "TZ")
"""What programs on a desktop get of the environment: no setting of Farlight, and so no secret, is among it."""
_OVER = frozenset({SessionState.ENDED, SessionState.CLOSED, SessionState.CANCELLED})


class Host:
    """The desktops of this machine."""

    def __init__(self) -> None:
        self._started: dict[str, Started] = {}
        self._written: dict[str, str] = {}

    def look(self, *, now: datetime) -> None:
        """Do what is to be done with each desktop that is not over."""
        for row in to_be_hosted():
            try:
                session = session_summary(row.session.code)
                self._follow(row, session, definition_of(session.beamline, row.kind), now)
            except NotFound:
                self._end(row, now, reason="The facility does not offer it any more.")

    def end_all(self, *, now: datetime, reason: str) -> None:
        """End every desktop."""
        for row in to_be_hosted():
            self._end(row, now, reason=reason)

    def _follow(self, row: Desktop, session: SessionSummary, definition: DesktopDefinition, now: datetime) -> None:
        if row.state == DesktopState.CLOSING:
            self._end(row, now)
        elif session.state in _OVER:
            self._end(row, now, reason="The session is over.")
        elif definition.address:
            self._follow_foreign(row, session, now)
        elif row.state == DesktopState.ASKED:
            self._begin(row, session, definition, now)
        else:
            self._keep(row, session, now)

    def _begin(self, row: Desktop, session: SessionSummary, definition: DesktopDefinition, now: datetime) -> None:
        folder = folder_of(row.code)
        screen = Screen(
            folder=folder,
            name=f"{definition.name} of {session.code}",
            size_px=(definition.width_px, definition.height_px),
            program=filled(definition.program, beamline=session.beamline, session=session.code, python=sys.executable),
            environment={name: os.environ[name] for name in PASSED_ON if name in os.environ},
            rate_hz=definition.max_rate_hz,
        )
        try:
            self._started[row.code] = found_in(folder) or start(screen)
        except Unavailable as error:
            self._end(row, now, reason=error.message, failed=True)
            return
        self._write_readings(row, session)
        desktop_runs(code=row.code, now=now)
        log.info("desktop %s of %s runs", row.kind, session.code)

    def _keep(self, row: Desktop, session: SessionSummary, now: datetime) -> None:
        started = self._started.get(row.code) or found_in(folder_of(row.code))
        if started is None or not started.is_alive:
            self._end(row, now, reason="Its program ended, or the machine was started anew.", failed=True)
            return
        self._started[row.code] = started
        self._write_readings(row, session)

    def _follow_foreign(self, row: Desktop, session: SessionSummary, now: datetime) -> None:
        if row.state != DesktopState.ASKED:
            return
        try:
            asyncio.run(_tried(found(place_of(row, session.beamline))))
        except Unavailable as error:
            self._end(row, now, reason=error.message, failed=True)
            return
        desktop_runs(code=row.code, now=now)

    def _end(self, row: Desktop, now: datetime, *, reason: str = "", failed: bool = False) -> None:
        folder = folder_of(row.code)
        started = self._started.pop(row.code, None) or found_in(folder)
        if started is not None:
            started.end()
        self._written.pop(row.code, None)
        if not failed:
            clear(folder)
        end_desktop(code=row.code, now=now, reason=reason, failed=failed)
        log.info("desktop %s of %s ended. %s", row.kind, row.session.code, reason)

    def _write_readings(self, row: Desktop, session: SessionSummary) -> None:
        text = json.dumps({one.channel: one.value for one in channel_readings(session.beamline)}, sort_keys=True)
        if self._written.get(row.code) == text:
            return
        target = folder_of(row.code) / "readings.json"
        beside = target.with_suffix(".new")
        beside.write_text(text)
        beside.replace(target)
        self._written[row.code] = text


async def _tried(place: Place) -> None:
    upstream = await connected(place)
    upstream.writer.close()


@contextmanager
def sole_host() -> Iterator[None]:
    """Be the only host of a state folder.

    Raises
    ------
    Conflict
        When another one is there.
    """
    folder: Path = settings.FARLIGHT_STATE_DIR / "desktops"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = os.open(folder / "host.lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        raise Conflict("Another process looks after the desktops of this state folder already.") from None
    try:
        yield
    finally:
        os.close(file)


class Stop(BaseException):
    """The process was told to stop."""


def run_host(*, end_with_me: bool) -> None:
    """Look after desktops until told to stop.

    Parameters
    ----------
    end_with_me : bool
        Whether desktops end when this process is told to stop; otherwise they go on, and the next process finds them.
    """
    host = Host()
    with sole_host():
        try:
            position = wait_for_news(None, 0)
            while True:
                close_old_connections()
                host.look(now=utc_now())
                position = wait_for_news(position, LONGEST_WAIT_S)
        except Stop:
            if end_with_me:
                host.end_all(now=utc_now(), reason="The facility's machine was stopped.")
