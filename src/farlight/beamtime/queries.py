"""Questions about sessions."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count

from farlight.beamtime.models import Presence, Session, TeamMember
from farlight.beamtime.types import SessionState, TeamMemberSummary, TeamRole
from farlight.people.public import people_with
from farlight.people.types import PersonSummary

_NOT_OVER = (SessionState.SCHEDULED.value, SessionState.READY.value, SessionState.RUNNING.value)


def team_of(session_id: int, *, group: Collection[int] = ()) -> list[TeamMemberSummary]:
    """Everybody in the team of a session, leaders first; ``group`` are the keys of the people of its proposal."""
    order = [TeamRole.LEADER.value, TeamRole.MEMBER.value, TeamRole.OBSERVER.value]
    people = [
        TeamMemberSummary(
            username=row.person.username,
            full_name=row.person.full_name,
            role=TeamRole(row.role),
            institute=row.person.institute.name if row.person.institute else "",
            in_proposal=row.person_id in group,
        )
        for row in TeamMember.objects.filter(session_id=session_id).select_related("person__institute")
    ]
    return sorted(people, key=lambda p: (order.index(p.role.value), p.full_name))


def group_outside_team(session: Session, *, group: Collection[int]) -> list[PersonSummary]:
    """Everybody of the proposal's group who has no part in the session, by name: they see it all the same."""
    inside = set(session.team.values_list("person_id", flat=True))
    return people_with(set(group) - inside)


def people_online(session_id: int) -> tuple[str, ...]:
    """Return the names of those who have a session open, in order of the alphabet."""
    rows = Presence.objects.filter(session_id=session_id).select_related("person")
    return tuple(sorted({row.person.full_name for row in rows}))


def sessions_opened_by(person_id: int) -> list[str]:
    """Return the codes of the sessions whose event stream a person has open now."""
    rows = Presence.objects.filter(person_id=person_id).values_list("session__code", flat=True)
    return sorted(set(rows))


def sessions_led_alone_by(person_id: int, *, now: datetime) -> list[str]:
    """Return the codes of the sessions, not yet over, whose team has no other leader than this person."""
    leaders = TeamMember.objects.filter(role=TeamRole.LEADER.value, session__end__gt=now)
    led = leaders.filter(person_id=person_id, session__state__in=_NOT_OVER).values("session_id")
    counted = leaders.filter(session_id__in=led).values("session__code").annotate(leaders=Count("pk"))
    return sorted(row["session__code"] for row in counted if row["leaders"] == 1)


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


def rights_numbers(codes: Collection[str]) -> dict[str, int]:
    """Return the rights numbers of sessions, of those that there are: one query."""
    return dict(Session.objects.filter(code__in=codes).values_list("code", "rights"))
