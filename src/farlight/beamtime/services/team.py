"""The team of a session."""

from django.db import transaction
from django.db.models import F

from farlight.audit.public import record
from farlight.audit.types import AuditKind
from farlight.beamtime.events import LocalContactAssigned, TeamChanged
from farlight.beamtime.models import Session, TeamMember
from farlight.beamtime.types import TeamRole
from farlight.bus.public import publish
from farlight.kernel.errors import Conflict
from farlight.kernel.time import utc_now
from farlight.people.types import Actor


@transaction.atomic
def set_team_member(*, session: Session, person: Actor, role: TeamRole, by: Actor | None = None) -> None:
    """Give somebody a part in a session. Nothing happens when they have it already.

    Raises
    ------
    Conflict
        When nobody would be left to lead the session.
    """
    Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    if role is not TeamRole.LEADER:
        _refuse_to_lose_the_leader(session, person)
    row, made = TeamMember.objects.get_or_create(session=session, person_id=person.pk, defaults={"role": role.value})
    if not made and row.role == role.value:
        return
    TeamMember.objects.filter(pk=row.pk).update(role=role.value)
    _raise_rights(session)
    _tell_changed(session, person, role.value, by)


@transaction.atomic
def remove_team_member(*, session: Session, person: Actor, by: Actor | None = None) -> None:
    """Take somebody out of a session; their open channels close.

    Raises
    ------
    Conflict
        When nobody would be left to lead the session.
    """
    Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    _refuse_to_lose_the_leader(session, person)
    if session.team.filter(person_id=person.pk).delete()[0]:
        _raise_rights(session)
        _tell_changed(session, person, "", by)


def _tell_changed(session: Session, person: Actor, role: str, by: Actor | None) -> None:
    """Tell the session's people and the audit; an empty role means that the person is out."""
    login, whose = by.username if by else "", person.username
    publish(TeamChanged(session=session.code, person=whose, role=role), by=login)
    _record(AuditKind.TEAM_CHANGED, session, whose, login, role=role)


def _record(kind: AuditKind, session: Session, whose: str, login: str, **details: str) -> None:
    record(kind=kind, by=login, about=whose, session_code=session.code, details=details, now=utc_now())


def _refuse_to_lose_the_leader(session: Session, person: Actor) -> None:
    leaders = set(session.team.filter(role=TeamRole.LEADER.value).values_list("person_id", flat=True))
    if leaders == {person.pk}:
        raise Conflict(f"{person.full_name} is the only leader of {session.code}: name another one first.")


@transaction.atomic
def assign_local_contact(*, session: Session, person: Actor | None, by: Actor | None = None) -> None:
    """Name the local contact of a session, or none. Nothing happens when it is so already."""
    if session.local_contact_id == (person.pk if person else None):
        return
    Session.objects.filter(pk=session.pk).update(local_contact_id=person.pk if person else None)
    _raise_rights(session)
    name, login = person.username if person else "", by.username if by else ""
    publish(LocalContactAssigned(session=session.code, person=name), by=login)
    _record(AuditKind.LOCAL_CONTACT_ASSIGNED, session, name, login)


def _raise_rights(session: Session) -> None:
    Session.objects.filter(pk=session.pk).update(rights=F("rights") + 1)
