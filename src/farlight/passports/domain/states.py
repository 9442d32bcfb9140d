"""From which state a notice to a service may go to which."""

from farlight.passports.types import NoticeState as S

NEXT_STATES: dict[S, frozenset[S]] = {
    S.WAITING: frozenset({S.TOLD, S.GIVEN_UP, S.DROPPED}),
    S.TOLD: frozenset(),
    S.GIVEN_UP: frozenset(),
    S.DROPPED: frozenset(),
}


def states_before(after: S) -> frozenset[S]:
    """Return the states from which a notice may come to this one."""
    return frozenset(before for before, following in NEXT_STATES.items() if after in following)
