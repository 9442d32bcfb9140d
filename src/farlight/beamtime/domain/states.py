"""The states of a session, and the steps between them."""

from datetime import datetime

from farlight.beamtime.types import SessionState as S

NEXT_STATES: dict[S, frozenset[S]] = {
    S.SCHEDULED: frozenset({S.READY, S.RUNNING, S.CANCELLED}),
    S.READY: frozenset({S.SCHEDULED, S.RUNNING, S.CANCELLED}),
    S.RUNNING: frozenset({S.ENDED}),
    S.ENDED: frozenset({S.RUNNING, S.CLOSED}),
    S.CLOSED: frozenset(),
    S.CANCELLED: frozenset({S.SCHEDULED}),
}
"""From each state, the states that may follow. A session that ended may run again when it is extended."""


def may_follow(old: S, new: S) -> bool:
    """Whether a session may go from one state to another."""
    return new in NEXT_STATES[old]


def state_by_clock(state: S, *, start: datetime, end: datetime, now: datetime) -> S:
    """Return the state that the clock alone puts a session in: running at its start, ended at its end."""
    if state in {S.SCHEDULED, S.READY} and start <= now < end:
        return S.RUNNING
    if state is S.RUNNING and now >= end:
        return S.ENDED
    return state
