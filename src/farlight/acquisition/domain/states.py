"""The states of a request, and the steps between them."""

from farlight.acquisition.types import RequestState as S

NEXT_STATES: dict[S, frozenset[S]] = {
    S.QUEUED: frozenset({S.COLLECTING, S.CANCELLED}),
    S.COLLECTING: frozenset({S.PAUSED, S.DONE, S.ABORTED, S.FAILED, S.INTERRUPTED}),
    S.PAUSED: frozenset({S.COLLECTING, S.DONE, S.ABORTED, S.FAILED, S.INTERRUPTED}),
    S.DONE: frozenset(),
    S.ABORTED: frozenset(),
    S.FAILED: frozenset(),
    S.INTERRUPTED: frozenset(),
    S.CANCELLED: frozenset(),
}
"""From each state, the states that may follow. What has ended stays ended: repeating makes a new request."""


def may_follow(old: S, new: S) -> bool:
    """Whether a request may go from one state to another."""
    return new in NEXT_STATES[old]
