"""A download: what somebody takes in one go, however many requests that needs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

QUIET = timedelta(seconds=30)
"""Nothing was asked for so long: it is over, or broke."""
GIVEN_UP = timedelta(minutes=15)
"""A broken one that nobody went on with for so long is not waited for any more."""


class DownloadState(StrEnum):
    """Where a download is on its way."""

    RUNNING = "running"
    INTERRUPTED = "interrupted"
    """The line broke; it can be gone on with."""
    COMPLETE = "complete"
    """Every byte was sent."""
    BROKEN = "broken"
    """It was not gone on with."""
    REVOKED = "revoked"
    """The person's right to the files ended meanwhile."""


TRANSITIONS: dict[DownloadState, frozenset[DownloadState]] = {
    DownloadState.RUNNING: frozenset({DownloadState.INTERRUPTED, DownloadState.COMPLETE, DownloadState.REVOKED}),
    DownloadState.INTERRUPTED: frozenset(DownloadState) - {DownloadState.INTERRUPTED},
    DownloadState.COMPLETE: frozenset(),
    DownloadState.BROKEN: frozenset(),
    DownloadState.REVOKED: frozenset(),
}
OPEN = (DownloadState.RUNNING, DownloadState.INTERRUPTED)
"""States that something may still follow on."""


class Way(StrEnum):
    """How files leave."""

    HTTPS = "https"
    SFTP = "sftp"
    GLOBUS = "globus"


def state_after_silence(
    state: DownloadState, *, is_whole: bool, last_at: datetime, now: datetime
) -> DownloadState | None:
    """Return the state that a download goes into because nothing was asked for; None when it stays as it is.

    What was asked for last may lie ahead: then the clock was set back, and whatever lives has asked since.
    """
    silence = abs(now - last_at)
    if state is DownloadState.RUNNING and silence >= QUIET:
        return DownloadState.COMPLETE if is_whole else DownloadState.INTERRUPTED
    if state is DownloadState.INTERRUPTED and silence >= GIVEN_UP:
        return DownloadState.BROKEN
    return None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What somebody began to take."""

    session_id: int
    session: str
    person_id: int
    person: str
    """Login name."""
    way: Way
    address: str
    """Where from: an IP address."""
    client: str
    """What program, as it calls itself."""
    words: str
    """What is taken, as people say it."""
    key: str
    """Names the bytes: the same file or archive in the same state has the same one."""
    size_bytes: int
    is_archive: bool
    """An archive is a download by itself; files that are taken one after the other are one together."""
