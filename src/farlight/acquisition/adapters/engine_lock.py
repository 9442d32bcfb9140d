"""One engine a beamline: a file lock that the system lets go of when the process ends, however it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from farlight.acquisition.errors import EngineTaken


@contextmanager
def sole_engine(beamline: str) -> Iterator[None]:
    """Be the only engine of a beamline on this machine.

    Raises
    ------
    EngineTaken
        When there is one already.
    """
    folder = settings.FARLIGHT_STATE_DIR / "engines"
    folder.mkdir(parents=True, exist_ok=True)
    file = os.open(folder / f"{beamline}.lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise EngineTaken(f"Another engine runs beamline {beamline}: stop it first.") from error
    finally:
        os.close(file)
