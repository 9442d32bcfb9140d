"""From which state a mail may go to which, and in which one it begins."""

from farlight.mail.types import MailState as S
from farlight.mail.types import Pace

NEXT_STATES: dict[S, frozenset[S]] = {
    S.WAITING: frozenset({S.SENT, S.KEPT, S.UNDELIVERABLE, S.DROPPED}),
    S.GATHERING: frozenset({S.GATHERED, S.DROPPED}),
    S.KEPT: frozenset({S.WAITING}),
    S.UNDELIVERABLE: frozenset({S.WAITING}),
    S.SENT: frozenset(),
    S.GATHERED: frozenset(),
    S.UNWANTED: frozenset(),
    S.DROPPED: frozenset(),
}


def states_before(after: S) -> frozenset[S]:
    """Return the states from which a mail may come to this one."""
    return frozenset(before for before, following in NEXT_STATES.items() if after in following)


def first_state(pace: Pace, *, needs_person: bool) -> S:
    """Return where a mail begins: what needs the person waits for nothing."""
    if needs_person or pace is Pace.AT_ONCE:
        return S.WAITING
    return S.GATHERING if pace is Pace.DAILY else S.UNWANTED
