"""The process that starts and ends desktops: one for each state folder.

Desktops outlive it. What it finds running when it comes back goes on as it was; what is not there any more is said to
have ended. Beside each desktop lies ``readings.json`` with what the beamline says of itself, for programs on the
screen: they need neither the database nor any secret.
"""

import fcntl
import json
import logging
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import close_old_connections

from farlight.beamlines.public import channel_readings
from farlight.beamlines.types import DesktopDefinition, DesktopHome
from farlight.beamtime.public import session_summary
from farlight.beamtime.types import SessionState, SessionSummary
from farlight.bus.public import wait_for_news
from farlight.desktops.access import definition_of, to_be_hosted
from farlight.desktops.adapters.places import folder_of
from farlight.desktops.hosting.cluster import ClusterHome
from farlight.desktops.hosting.elsewhere import AddressHome
from farlight.desktops.hosting.findings import Found, Home, Wanted
from farlight.desktops.hosting.guacamole import GuacamoleHome
from farlight.desktops.hosting.local import LocalHome
from farlight.desktops.hosting.trials import Trials
from farlight.desktops.models import Desktop
from farlight.desktops.services.lives import begin_ending, desktop_runs, desktop_waits, end_desktop
from farlight.desktops.types import DesktopState
from farlight.kernel.errors import Conflict, NotFound
from farlight.kernel.time import utc_now

log = logging.getLogger(__name__)

LONGEST_WAIT_S = 1.0
LONGEST_END_S = 10.0
_OVER = frozenset({SessionState.ENDED, SessionState.CLOSED, SessionState.CANCELLED})


class Host:
    """All desktops that are not over."""

    def __init__(self) -> None:
        self._trials = Trials()
        self._cluster = ClusterHome(self._trials)
        self._guacamole = GuacamoleHome()
        self._homes: Mapping[DesktopHome, Home] = {
            DesktopHome.LOCAL: LocalHome(),
            DesktopHome.SLURM: self._cluster,
            DesktopHome.ADDRESS: AddressHome(self._trials),
            DesktopHome.GUACAMOLE: self._guacamole,
        }
        self._written: dict[str, str] = {}

    def look(self, *, now: datetime) -> None:
        """Do what is to be done with each desktop that is not over."""
        rows = to_be_hosted()
        for home in self._homes.values():
            home.prepare(rows, now=now)
        for row in rows:
            try:
                session = session_summary(row.session.code)
                self._follow(row, session, definition_of(session.beamline, row.kind), now)
            except NotFound:
                self._end(row, self._home_of(row, None), now, reason="The facility does not offer it any more.")

    def end_all(self, *, now: datetime, reason: str) -> None:
        """End every desktop; jobs of a cluster that take too long end behind us, and the next host sees to them."""
        deadline_s = time.monotonic() + LONGEST_END_S
        for row in to_be_hosted():
            begin_ending(code=row.code, now=now, reason=reason)
        while to_be_hosted() and time.monotonic() < deadline_s:
            self.look(now=now)
            time.sleep(0.1 if to_be_hosted() else 0)
        self._trials.close()
        self._guacamole.close()

    def _home_of(self, row: Desktop, definition: DesktopDefinition | None) -> Home:
        """Where a desktop is, even when the facility file says something else by now."""
        if self._cluster.has(row):
            return self._cluster
        if self._guacamole.has(row):
            return self._guacamole
        return self._homes[definition.home if definition else DesktopHome.LOCAL]

    def _follow(self, row: Desktop, session: SessionSummary, definition: DesktopDefinition, now: datetime) -> None:
        home = self._home_of(row, definition)
        if row.state == DesktopState.CLOSING:
            self._end(row, home, now)
            return
        if session.state in _OVER:
            self._end(row, home, now, reason="The session is over.")
            return
        finding = home.follow(Wanted(row=row, session=session, definition=definition), now=now)
        if finding.found is Found.OVER:
            self._end(row, home, now, reason=finding.words, failed=True)
        elif finding.found is Found.WAITS:
            desktop_waits(code=row.code, words=finding.words, expected_at=finding.expected_at, now=now)
        else:
            if definition.home in {DesktopHome.LOCAL, DesktopHome.SLURM}:
                self._write_readings(row, session, definition)
            if row.state == DesktopState.ASKED:
                log.info("desktop %s of %s runs", row.kind, session.code)
            ends_at = finding.ends_at or row.ends_at
            if (row.state, row.ends_at) != (DesktopState.RUNNING, ends_at):
                desktop_runs(code=row.code, now=now, ends_at=ends_at)

    def _end(self, row: Desktop, home: Home, now: datetime, *, reason: str = "", failed: bool = False) -> None:
        if not home.end(row, failed=failed):
            begin_ending(code=row.code, now=now, reason=reason)
            return
        self._written.pop(row.code, None)
        end_desktop(code=row.code, now=now, reason=reason, failed=failed)
        log.info("desktop %s of %s ended. %s", row.kind, row.session.code, reason)

    def _write_readings(self, row: Desktop, session: SessionSummary, definition: DesktopDefinition) -> None:
        text = json.dumps({one.channel: one.value for one in channel_readings(session.beamline)}, sort_keys=True)
        if self._written.get(row.code) == text:
            return
        target = folder_of(row.code, definition.slurm.folder if definition.slurm else "") / "readings.json"
        beside = target.with_suffix(".new")
        beside.write_text(text)
        beside.replace(target)
        self._written[row.code] = text


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
