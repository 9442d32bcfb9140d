"""A person's sessions."""

from datetime import datetime

from farlight.beamtime import public as beamtime
from farlight.beamtime.types import Calendar, SessionSummary, When
from farlight.kernel.paging import Page
from farlight.kernel.waiting import Waiting, most_urgent
from farlight.people.types import Actor
from farlight.readiness.public import checks_waiting
from farlight.samples.public import samples_waiting
from farlight.shipping.public import parcels_waiting

PAST_AT_HOME = 5
SESSIONS_A_PAGE = 25
LONGEST_SEARCH = 200


def calendar_for(person: Actor, *, now: datetime) -> Calendar:
    """Return the sessions that concern a person, around a moment; of the past only the last few."""
    return beamtime.sessions_around(person, now=now, past=PAST_AT_HOME)


def waiting_for(person: Actor, *, now: datetime) -> list[Waiting]:
    """Return what a person, or their group, still has to do before and after a session, the most urgent first."""
    return most_urgent([*parcels_waiting(person), *samples_waiting(person), *checks_waiting(person, now)])


def sessions_found(person: Actor, *, words: str, when: str, cursor: str, now: datetime) -> Page[SessionSummary]:
    """Return a page of the sessions that a person may know of and that fit some words and a time (any when empty)."""
    wanted = When(when) if when in set(When) else None
    return beamtime.sessions_found(
        person, now=now, words=words[:LONGEST_SEARCH], when=wanted, cursor=cursor, limit=SESSIONS_A_PAGE
    )
