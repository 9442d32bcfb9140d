"""Sessions with files, for tests."""

import os

from farlight.beamtime.tests.factories import make_session
from farlight.runs.tests.factories import make_run
from farlight.transfer.models import Download

LONG_AGO_S = 1_700_000_000


def write_file(folder, name, content=b"", *, at_s=LONG_AGO_S):
    """Put a file into a session's folder, as of a moment long ago."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (at_s, at_s))
    return path


def downloads_in(session):
    """The rows of a session's downloads, the first one first."""
    return list(Download.objects.filter(session__code=session).order_by("pk"))


__all__ = ["downloads_in", "make_run", "make_session", "write_file"]
