"""Questions about sessions."""

from datetime import datetime

from farlight.beamtime.models import Presence, Session
from farlight.beamtime.types import SessionState, TeamMemberSummary, TeamRole


def team_of(session_id: int) -> list[TeamMemberSummary]:
    """Everybody in the team of a session, leaders first."""
    order = [TeamRole.LEADER.value, TeamRole.MEMBER.value, TeamRole.OBSERVER.value]
    rows = Session.objects.get(pk=session_id).team.select_related("person")
    people = [
        TeamMemberSummary(username=r.person.username, full_name=r.person.full_name, role=TeamRole(r.role)) for r in rows
    ]
    return sorted(people, key=lambda p: (order.index(p.role.value), p.full_name))


def people_online(session_id: int) -> tuple[str, ...]:
    """Return the names of those who have a session open, in order of the alphabet."""
    rows = Presence.objects.filter(session_id=session_id).select_related("person")
    return tuple(sorted({row.person.full_name for row in rows}))


def session_on(beamline_id: int, *, now: datetime) -> Session | None:
    """Return the session that has a beamline now: it is running, and its time has come and is not over."""
    return (
        Session.objects.select_related("proposal", "beamline", "local_contact")
        .filter(beamline_id=beamline_id, state=SessionState.RUNNING.value, start__lte=now, end__gt=now)
        .order_by("start")
        .first()
    )


def rights_number(code: str) -> int:
    """Return a session's rights number; 0 when there is no such session."""
    return Session.objects.filter(code=code).values_list("rights", flat=True).first() or 0
