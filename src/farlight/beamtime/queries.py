"""Questions about sessions."""

import re
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Count, Q, QuerySet

from farlight.beamtime.access import summary_of, visible_sessions
from farlight.beamtime.models import Presence, Session, TeamMember
from farlight.beamtime.types import Calendar, SessionState, SessionSummary, TeamMemberSummary, TeamRole, When
from farlight.kernel.ids import SESSION_CODE
from farlight.kernel.paging import Page, page_of
from farlight.people.public import people_with
from farlight.people.types import Actor, PersonSummary
from farlight.proposals.public import proposal_ids_of

_NOT_OVER = (SessionState.SCHEDULED.value, SessionState.READY.value, SessionState.RUNNING.value)

_KNOWN_BY = ("code", "title", "proposal__code", "proposal__title", "beamline__code", "beamline__name")
"""What a session is found by."""


def sessions_found(
    person: Actor, *, now: datetime, words: str = "", when: When | None = None, cursor: str = "", limit: int
) -> Page[SessionSummary]:
    """Return the sessions that a person may know of, the one that starts last first.

    Parameters
    ----------
    person : Actor
        Who asks.
    now : datetime
        The moment that ``when`` is about.
    words : str
        Each must stand somewhere in what a session is known by, whatever its capitals.
    when : When | None
        Where the sessions lie in time; None for any.
    cursor : str
        Code of the last session of the page before; the list begins anew when the person knows of none of that code.
    limit : int
        Sessions of a page.
    """
    visible = visible_sessions(person).order_by("-start", "-pk")
    rows = visible if when is None else visible.filter(_lies(when, now))
    for word in words.split():
        rows = rows.filter(_is_known_by(word))
    last = visible.filter(code=cursor).first() if SESSION_CODE.fullmatch(cursor) else None
    if last is not None:
        rows = rows.filter(Q(start__lt=last.start) | Q(start=last.start, pk__lt=last.pk))
    found = [summary_of(row) for row in rows[: limit + 1]]
    return page_of(found, limit=limit, cursor=lambda session: session.code)


def sessions_around(person: Actor, *, now: datetime, past: int) -> Calendar:
    """Return the sessions that a person may know of around a moment; of those that are over so many."""
    visible = visible_sessions(person)

    def lying(when: When, order: str) -> QuerySet[Session]:
        return visible.filter(_lies(when, now)).order_by(order, "pk")

    return Calendar(
        now=tuple(map(summary_of, lying(When.NOW, "end"))),
        next=tuple(map(summary_of, lying(When.NEXT, "start"))),
        past=tuple(map(summary_of, lying(When.PAST, "-start")[:past])),
    )


def visible_session_ids(person: Actor) -> "QuerySet[Session, Any]":
    """Return the keys of the sessions that the person may know of, as a query to be put into another one."""
    return visible_sessions(person).order_by().values("pk")


def sessions_starting_until(
    person: Actor, beamlines: Collection[str], *, now: datetime, until: datetime
) -> list[SessionSummary]:
    """Return the sessions at some beamlines that a person may know of, not over, and started by then: soonest first."""
    visible = visible_sessions(person).filter(beamline__code__in=beamlines, state__in=_NOT_OVER)
    return [summary_of(row) for row in visible.filter(end__gt=now, start__lt=until).order_by("start", "pk")]


def teams_of(session_ids: Collection[int]) -> dict[int, list[tuple[int, TeamRole]]]:
    """Return the keys of the people in the teams of sessions, with their parts, by key of the session: one query."""
    found: dict[int, list[tuple[int, TeamRole]]] = {session_id: [] for session_id in session_ids}
    rows = TeamMember.objects.filter(session_id__in=session_ids).order_by("session_id", "pk")
    for session_id, person_id, role in rows.values_list("session_id", "person_id", "role"):
        found[session_id].append((person_id, TeamRole(role)))
    return found


def sessions_due_on(person: Actor, beamlines: Collection[str], *, now: datetime, most: int) -> list[SessionSummary]:
    """Return the sessions at some beamlines that a person may know of and that are not over, the first one first."""
    visible = visible_sessions(person).filter(beamline__code__in=beamlines, state__in=_NOT_OVER, end__gt=now)
    return [summary_of(row) for row in visible.order_by("start", "pk")[:most]]


def _lies(when: When, now: datetime) -> Q:
    is_to_come = Q(state__in=_NOT_OVER, end__gt=now)
    begun = {When.NOW: Q(start__lte=now), When.NEXT: Q(start__gt=now)}
    return ~is_to_come if when is When.PAST else is_to_come & begun[when]


def _is_known_by(word: str) -> Q:
    """Whether a word stands in what a session is known by; SQLite's LIKE knows the capitals of ASCII letters only."""
    how, text = ("icontains", word) if word.isascii() else ("iregex", re.escape(word))
    found = Q()
    for field in _KNOWN_BY:
        found |= Q(**{f"{field}__{how}": text})
    return found


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


def sessions_to_come_of(person_id: int, *, now: datetime) -> list[SessionSummary]:
    """Return the sessions to come of whose team a person is, the soonest first: one query."""
    rows = Session.objects.select_related("proposal", "beamline", "local_contact")
    rows = rows.filter(_lies(When.NEXT, now), team__person_id=person_id)
    return [summary_of(row) for row in rows.order_by("start", "pk")]


def people_online(session_id: int) -> tuple[str, ...]:
    """Return the names of those who have a session open, in order of the alphabet."""
    rows = Presence.objects.filter(session_id=session_id).select_related("person")
    return tuple(sorted({row.person.full_name for row in rows}))


def sessions_opened_by(person_id: int) -> list[str]:
    """Return the codes of the sessions whose event stream a person has open now."""
    rows = Presence.objects.filter(person_id=person_id).values_list("session__code", flat=True)
    return sorted(set(rows))


def sessions_of_proposal(proposal: str) -> list[SessionSummary]:
    """Return the sessions of a proposal, the one that starts last first; for what has asked ``may`` already."""
    rows = Session.objects.select_related("proposal", "beamline", "local_contact").filter(proposal__code=proposal)
    return [summary_of(row) for row in rows.order_by("-start", "-pk")]


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


def running_session(beamline_id: int, *, now: datetime) -> SessionSummary | None:
    """Return the session that has a beamline now, if any."""
    row = session_on(beamline_id, now=now)
    return summary_of(row) if row else None


def session_due(person: Actor, *, proposals: Collection[str], now: datetime) -> SessionSummary | None:
    """Return the session of some proposals that runs or comes next, of those that a person may know of; None for none.

    Those that the person has a part in come before those that only a role shows; then what starts first.
    """
    is_own = Q(pk__in=TeamMember.objects.filter(person_id=person.pk).values("session_id"))
    is_own |= Q(proposal_id__in=proposal_ids_of(person)) | Q(local_contact_id=person.pk)
    to_come = visible_sessions(person).filter(state__in=_NOT_OVER, end__gt=now, proposal__code__in=proposals)
    # A session without local contact would be neither one's own nor not.
    own_first = models.Case(models.When(is_own, then=0), default=1)
    row = to_come.order_by(own_first, "start", "pk").first()
    return summary_of(row) if row else None
