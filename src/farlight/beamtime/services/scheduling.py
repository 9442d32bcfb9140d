"""The schedule: who gets a beamline when."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from farlight.audit.public import record
from farlight.audit.types import AuditKind
from farlight.beamlines.public import beamline as beamline_named
from farlight.beamlines.public import hold_beamline
from farlight.beamtime.domain.states import may_follow, state_by_clock
from farlight.beamtime.errors import BeamlineTaken, WrongState
from farlight.beamtime.events import (
    LocalContactAssigned,
    SessionMoved,
    SessionScheduled,
    SessionStateChanged,
    TeamChanged,
)
from farlight.beamtime.models import Session, TeamMember
from farlight.beamtime.types import AccessMode, SessionState, TeamRole
from farlight.bus.public import publish
from farlight.kernel.errors import Invalid, Objection
from farlight.kernel.ids import session_code
from farlight.kernel.time import utc_now
from farlight.people.types import Actor
from farlight.proposals.public import next_session_number, proposal_row

_TAKES_NO_TIME = (SessionState.CANCELLED.value,)


@transaction.atomic
def schedule_session(  # noqa: PLR0913 - a session has so many parts
    *,
    proposal: str,
    beamline: str,
    start: datetime,
    end: datetime,
    access_mode: AccessMode,
    title: str = "",
    local_contact: Actor | None = None,
    by: Actor | None = None,
) -> Session:
    """Give a proposal time on a beamline; its principal investigator leads the team.

    Raises
    ------
    Invalid
        When it ends before it starts.
    BeamlineTaken
        When another session has the beamline in that time.
    NotFound
        When there is no such proposal or beamline.
    """
    row, instrument = proposal_row(proposal), beamline_named(beamline)
    _refuse_impossible_time(instrument.id, start, end)
    session = Session.objects.create(
        code=session_code(proposal, next_session_number(row.pk)),
        proposal_id=row.pk,
        beamline_id=instrument.id,
        title=title or row.title,
        start=start,
        end=end,
        access_mode=access_mode.value,
        local_contact_id=local_contact.pk if local_contact else None,
    )
    TeamMember.objects.create(session=session, person_id=row.principal_investigator_id, role=TeamRole.LEADER.value)
    _tell_scheduled(session, row.principal_investigator, local_contact, login=by.username if by else "")
    return session


def _tell_scheduled(session: Session, leader: Actor, local_contact: Actor | None, *, login: str) -> None:
    scheduled = SessionScheduled(
        session=session.code,
        proposal=session.proposal.code,
        beamline=session.beamline.code,
        start=session.start.isoformat(),
        end=session.end.isoformat(),
        access_mode=session.access_mode,
    )
    publish(scheduled, by=login)
    publish(TeamChanged(session=session.code, person=leader.username, role=TeamRole.LEADER.value), by=login)
    if local_contact:
        publish(LocalContactAssigned(session=session.code, person=local_contact.username), by=login)


def _refuse_impossible_time(beamline_id: int, start: datetime, end: datetime, *, but: Session | None = None) -> None:
    """Refuse a time that ends before it starts, or is another session's; two who ask at one moment are told in turn."""
    if end <= start:
        raise Invalid([Objection(message="The session ends before it starts.", mend="Give a later end.", field="end")])
    hold_beamline(beamline_id)
    others = Session.objects.filter(beamline_id=beamline_id, start__lt=end, end__gt=start)
    other = others.exclude(state__in=_TAKES_NO_TIME).exclude(pk=but.pk if but else -1).first()
    if other is not None:
        raise BeamlineTaken(
            f"{other.code} has the beamline from {other.start:%d %B %H:%M} to {other.end:%d %B %H:%M} UTC."
        )


@transaction.atomic
def move_session(*, session: Session, start: datetime, end: datetime, by: Actor | None = None) -> None:
    """Give a session another time.

    Raises
    ------
    Invalid
        When it ends before it starts.
    BeamlineTaken
        When another session has the beamline then.
    """
    _refuse_impossible_time(session.beamline_id, start, end, but=session)
    Session.objects.filter(pk=session.pk).update(start=start, end=end, rights=F("rights") + 1)
    times = {"start": start.isoformat(), "end": end.isoformat()}
    publish(SessionMoved(session=session.code, **times), by=by.username if by else "")
    _record(session, by, **times)


@transaction.atomic
def change_state(*, session: Session, to: SessionState, by: Actor | None = None) -> bool:
    """Take a session to another state; return False when it is there already.

    Raises
    ------
    WrongState
        When that state may not follow the present one.
    BeamlineTaken
        When it was cancelled and is to take place after all, but another session has the beamline meanwhile.
    """
    if to is SessionState.SCHEDULED:
        hold_beamline(session.beamline_id)
    present = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    old = SessionState(present.state)
    if old is to:
        return False
    if not may_follow(old, to):
        raise WrongState(f"Session {session.code} is {old.value}; from there it cannot become {to.value}.")
    if old is SessionState.CANCELLED:
        _refuse_impossible_time(present.beamline_id, present.start, present.end, but=present)
    Session.objects.filter(pk=session.pk).update(state=to.value, rights=F("rights") + 1)
    publish(SessionStateChanged(session=session.code, old=old.value, new=to.value), by=by.username if by else "")
    _record(session, by, old=old.value, new=to.value)
    return True


def _record(session: Session, by: Actor | None, **details: str) -> None:
    login = by.username if by else ""
    record(kind=AuditKind.SESSION_CHANGED, by=login, session_code=session.code, details=details, now=utc_now())


def follow_clock(*, now: datetime) -> int:
    """Start the sessions whose time has come and end those whose time is over; return how many changed."""
    waiting = Session.objects.filter(state__in=[SessionState.SCHEDULED, SessionState.READY], start__lte=now)
    over = Session.objects.filter(state=SessionState.RUNNING, end__lte=now)
    changed = 0
    for session in [*waiting, *over]:
        new = state_by_clock(SessionState(session.state), start=session.start, end=session.end, now=now)
        changed += change_state(session=session, to=new)
    return changed
