"""Whose checks somebody may see: one's own; of the whole team, who keeps the team or runs the session."""

from datetime import datetime

from farlight.beamtime.public import rights_in, session_for
from farlight.beamtime.types import Action, SessionSummary
from farlight.people.types import Actor


def session_seen(person: Actor, code: str, now: datetime) -> SessionSummary:
    """Return a session that somebody may know of; NotFound otherwise."""
    return session_for(person, code, Action.SEE, now)


def sees_the_team(person: Actor, code: str, now: datetime) -> bool:
    """Whether a person sees the checks of the whole team: leaders, the local contact, staff who run the beamline."""
    rights = rights_in(person, code, now)
    return rights[Action.SUPERVISE].allowed or rights[Action.MANAGE_TEAM].allowed
