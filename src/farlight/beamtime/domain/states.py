"""The states of a session, and the steps between them."""

from datetime import datetime

from farlight.beamtime.types import SessionState as S

NEXT_STATES: dict[S, frozenset[S]] = {
    S.SCHEDULED: frozenset({S.READY, S.RUNNING, S.ENDED, S.CANCELLED}),
    S.READY: frozenset({S.SCHEDULED, S.RUNNING, S.ENDED, S.CANCELLED}),
    S.RUNNING: frozenset({S.ENDED}),
    S.ENDED: frozenset({S.RUNNING, S.CLOSED}),
    S.CLOSED: frozenset(),
    S.CANCELLED: frozenset({S.SCHEDULED}),
}
"""From each state, the states that may follow.

A session that ended may run again when it is extended. One whose whole time passed while nothing followed the clock
(no worker ran) ends without having run: nobody is told that it was running.
"""


def may_follow(old: S, new: S) -> bool:
    """Whether a session may go from one state to another."""
    return new in NEXT_STATES[old]


def state_by_clock(state: S, *, start: datetime, end: datetime, now: datetime) -> S:
    """Return the state that the clock alone puts a session in: running at its start, ended at its end."""
    if state not in {S.SCHEDULED, S.READY, S.RUNNING} or now < start:
        return state
    return S.RUNNING if now < end else S.ENDED
