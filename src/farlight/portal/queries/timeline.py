"""The runs of a session, as cards, newest first."""

from farlight.kernel.errors import NotFound
from farlight.people.types import Actor
from farlight.portal.types import RunCard, Timeline

RUNS_A_PAGE = 10


def older_runs(person: Actor, code: str, *, cursor: str, kind: str) -> Timeline:
    """Return the runs before a cursor, newest first; from the newest on when the cursor is empty."""
    del person, code, cursor, kind
    return Timeline(cards=(), next_cursor=None, newest=0)


def newer_runs(person: Actor, code: str, *, after: int, kind: str) -> Timeline:
    """Return the runs with a number above ``after``, newest first."""
    del person, code, kind
    return Timeline(cards=(), next_cursor=None, newest=after)


def run_card(person: Actor, code: str, number: int) -> RunCard:
    """Return one run."""
    del person, code, number
    raise NotFound
