"""A person's sessions."""

from datetime import datetime

from farlight.beamtime import public as beamtime
from farlight.beamtime.types import Calendar, SessionSummary, When
from farlight.kernel.paging import Page
from farlight.people.types import Actor

PAST_AT_HOME = 5
SESSIONS_A_PAGE = 25
LONGEST_SEARCH = 200


def calendar_for(person: Actor, *, now: datetime) -> Calendar:
    """Return the sessions that concern a person, around a moment; of the past only the last few."""
    return beamtime.sessions_around(person, now=now, past=PAST_AT_HOME)


def sessions_found(person: Actor, *, words: str, when: str, cursor: str, now: datetime) -> Page[SessionSummary]:
    """Return a page of the sessions that a person may know of and that fit some words and a time (any when empty)."""
    wanted = When(when) if when in set(When) else None
    return beamtime.sessions_found(
        person, now=now, words=words[:LONGEST_SEARCH], when=wanted, cursor=cursor, limit=SESSIONS_A_PAGE
    )
