"""Sessions of a facility file."""

from datetime import datetime
from typing import Protocol

from farlight.beamtime.public import (
    assign_local_contact,
    change_state,
    move_session,
    schedule_session,
    session_row,
    session_summary,
    set_team_member,
)
from farlight.beamtime.types import SessionState, SessionSummary
from farlight.config.facility.description import SessionEntry
from farlight.config.facility.groups import known_person
from farlight.config.facility.reading import FacilityFile
from farlight.kernel.errors import Conflict, NotFound
from farlight.people.types import Actor

_AHEAD = {SessionState.SCHEDULED, SessionState.READY}


class LoadContext(Protocol):
    """What a session needs to know of the load."""

    @property
    def file(self) -> FacilityFile:
        """The file, for its time zone."""

    @property
    def now(self) -> datetime:
        """The moment that relative times count from."""

    @property
    def follow_now(self) -> bool:
        """Whether sessions of relative times that are there already move along with now."""


def let_move_ahead(entry: SessionEntry, load: LoadContext) -> None:
    """Move a session of relative times that has not begun yet, so that others find its old time free."""
    start, end = _times(entry, load)
    present = _present(entry)
    if present is None or present.state not in _AHEAD or not entry.start.is_relative:
        return
    if load.now < start and present.start < start:
        move_session(session=session_row(entry.code), start=start, end=end)


def load_session(entry: SessionEntry, load: LoadContext) -> None:
    """Schedule a session with its team when it is not there; when it is, see to local contact and time.

    The team is then changed on its page alone: whoever was removed there does not come back with the next load.
    """
    contact = known_person(entry.local_contact) if entry.local_contact else None
    present = _present(entry)
    if present is None:
        _schedule(entry, load, contact)
        for member in entry.team:
            set_team_member(session=session_row(entry.code), person=known_person(member.person), role=member.role)
    else:
        _follow(entry, present, load)
        assign_local_contact(session=session_row(entry.code), person=contact)


def _times(entry: SessionEntry, load: LoadContext) -> tuple[datetime, datetime]:
    zone = load.file.facility.zone
    return entry.start.at(load.now, zone), entry.end.at(load.now, zone)


def _present(entry: SessionEntry) -> SessionSummary | None:
    try:
        return session_summary(entry.code)
    except NotFound:
        return None


def _schedule(entry: SessionEntry, load: LoadContext, contact: Actor | None) -> None:
    start, end = _times(entry, load)
    made = schedule_session(
        proposal=entry.proposal,
        beamline=entry.beamline,
        start=start,
        end=end,
        access_mode=entry.access_mode,
        title=entry.title,
        local_contact=contact,
    )
    if made.code != entry.code:
        raise Conflict(f"The next session of {entry.proposal} is {made.code}, not {entry.code}.")
    if start <= load.now:
        change_state(session=made, to=SessionState.RUNNING)
    if end <= load.now:
        change_state(session=made, to=SessionState.ENDED)


def _follow(entry: SessionEntry, present: SessionSummary, load: LoadContext) -> None:
    """Keep fixed times true; make a session longer that contains now, when relative times shall move along."""
    start, end = _times(entry, load)
    if present.state in {SessionState.CLOSED, SessionState.CANCELLED}:
        return
    session = session_row(entry.code)
    if not (entry.start.is_relative or entry.end.is_relative):
        if (start, end) != (present.start, present.end):
            move_session(session=session, start=start, end=end)
    elif load.follow_now and start <= load.now < end and present.end < end:
        move_session(session=session, start=present.start, end=end)
        if present.state is SessionState.ENDED:
            change_state(session=session, to=SessionState.RUNNING)
