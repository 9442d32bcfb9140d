"""A person's sessions."""

from datetime import datetime

from farlight.beamtime.public import visible_sessions
from farlight.beamtime.types import SessionSummary
from farlight.people.types import Actor
from farlight.portal.domain.calendar import Calendar, When, calendar_of, fits, when_is

MOST_SESSIONS = 2000
"""Sessions that are read for one page; the newest count."""
PAST_AT_HOME = 5


def calendar_for(person: Actor, *, now: datetime) -> Calendar:
    """Return the sessions that concern a person, around a moment; of the past only the last few."""
    calendar = calendar_of(visible_sessions(person), now)
    return Calendar(now=calendar.now, next=calendar.next, past=calendar.past[:PAST_AT_HOME])


def sessions_found(person: Actor, *, words: str, when: str, now: datetime) -> list[SessionSummary]:
    """Return the sessions that a person may know of, newest first, that fit some words and a time (any when empty)."""
    wanted = When(when) if when in set(When) else None
    return [
        session
        for session in visible_sessions(person, limit=MOST_SESSIONS)
        if fits(session, words) and wanted in {None, when_is(session, now)}
    ]
