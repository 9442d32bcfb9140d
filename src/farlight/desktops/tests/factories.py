"""Desktops for tests."""

import time

from farlight.desktops.models import Desktop
from farlight.desktops.services.lives import desktop_runs, start_desktop
from farlight.kernel.time import utc_now

CODE = "mx2341-1"


def make_desktop(person, session=CODE, name="control-room", *, runs=True):
    """A desktop of a session, which somebody started."""
    start_desktop(session=session, name=name, by=person, now=utc_now())
    row = Desktop.objects.get(session__code=session, kind=name, state="asked")
    if runs:
        desktop_runs(code=row.code, now=utc_now())
    row.refresh_from_db()
    return row


def looked(host, row, until):
    """Let a host look at its desktops until one is as a test waits for; return its state, and what it waits for."""
    end_s = time.monotonic() + 20
    while True:
        host.look(now=utc_now())
        row.refresh_from_db()
        if until(row):
            return row.state, row.waits
        assert time.monotonic() < end_s, (row.state, row.waits)
        time.sleep(0.05)
