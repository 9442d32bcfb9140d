"""What waits for a person: something that only they, or their group, can do."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Something that somebody still has to do."""

    what: str
    """What to do, as people say it: ``Declare the hazards of lyso``."""
    why: str = ""
    """What happened, or why it is needed, as a sentence."""
    link: str
    """Where it is done: a path of this site."""
    proposal: str
    due: datetime | None = None
    """By when; None when no moment ends it."""
    is_trouble: bool = False
    """Whether something went wrong, or was refused."""


def most_urgent(waiting: list[Waiting]) -> list[Waiting]:
    """Return what waits in the order in which it is to be done: what went wrong, then what is due first."""
    return sorted(waiting, key=_urgency)


def _urgency(one: Waiting) -> tuple[bool, bool, float, str, str]:
    due_s = one.due.timestamp() if one.due else 0.0
    return not one.is_trouble, one.due is None, due_s, one.proposal, one.what
