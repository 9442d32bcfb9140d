"""Where a session lies in time, for a page that has it already; lists ask the database the same."""

from datetime import datetime

from farlight.beamtime.types import SessionState, SessionSummary, When

__all__ = ["When", "when_is"]

_OVER = frozenset({SessionState.ENDED, SessionState.CLOSED, SessionState.CANCELLED})


def when_is(session: SessionSummary, now: datetime) -> When:
    """Say where a session lies in time, as its state and the clock together tell."""
    if session.state in _OVER or session.end <= now:
        return When.PAST
    return When.NOW if session.start <= now else When.NEXT
