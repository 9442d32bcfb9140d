"""Questions about checks."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings

from farlight.beamtime.public import sessions_to_come_of, team_of
from farlight.beamtime.types import SessionSummary
from farlight.kernel.waiting import Waiting
from farlight.leases.public import last_ssh_of
from farlight.people.public import factor_standings
from farlight.people.types import Actor
from farlight.readiness.access import sees_the_team, session_seen
from farlight.readiness.domain.judging import lines_of, worst_of
from farlight.readiness.models import SetUpCheck
from farlight.readiness.types import KnownFacts, Measured, Readiness, Standing
from farlight.safety.public import trainings_for


def gateway_line(login: str) -> str:
    """Return the command that tries SSH from somebody's own computer."""
    host = urlsplit(settings.FARLIGHT_SITE_URL).hostname
    return f"sftp -P {settings.DEPLOYMENT.gateway.port} {login}@{host}"


def readiness_of(person: Actor, code: str, now: datetime) -> Readiness:
    """Return somebody's own check for a session; NotFound when they may not know of it."""
    session = session_seen(person, code, now)
    return _of_people({person.username: person.full_name}, session, now)[0]


def team_readiness(person: Actor, code: str, now: datetime) -> list[Readiness]:
    """Return the checks of a session's team, for those who may see them; empty for others. NotFound as above."""
    session = session_seen(person, code, now)
    if not sees_the_team(person, code, now):
        return []
    return _of_people({one.username: one.full_name for one in team_of(session.id)}, session, now)


def checks_waiting(person: Actor, now: datetime) -> list[Waiting]:
    """Return the sessions to come of whose team a person is, and for which they have not checked their set-up."""
    coming = sessions_to_come_of(person.pk, now=now)
    mine = SetUpCheck.objects.filter(person_id=person.pk, session__start__gt=now)
    done = set(mine.values_list("session_id", flat=True))
    return [
        Waiting(
            what=f"Check your set-up for {session.code}",
            why="Browser, line and clock: a minute now saves beam time.",
            link=f"/sessions/{session.code}/readiness/",
            proposal=session.proposal,
            due=session.start,
        )
        for session in coming
        if session.id not in done
    ]


def _of_people(names: Mapping[str, str], session: SessionSummary, now: datetime) -> list[Readiness]:
    """Return the checks of people, by login name and full name: seven queries for any number."""
    standings = factor_standings(names)
    ids = [standing.person_id for standing in standings.values()]
    came = last_ssh_of(ids)
    rows = {row.person_id: row for row in SetUpCheck.objects.filter(session_id=session.id, person_id__in=ids)}
    taught = trainings_for(ids, beamline_code=session.beamline, now=now, until=session.end)
    found = []
    for login, standing in ((login, standings[login]) for login in names if login in standings):
        known = KnownFacts(
            has_factor=standing.has_factor,
            is_factor_demanded=standing.is_demanded,
            ssh_at=came.get(standing.person_id),
            trainings=taught[standing.person_id],
        )
        found.append(_readiness(login, names[login], known, rows.get(standing.person_id)))
    return found


def _readiness(login: str, full_name: str, known: KnownFacts, row: SetUpCheck | None) -> Readiness:
    lines = lines_of(_measured_in(row), known, gateway=gateway_line(login))
    if row is None:
        return Readiness(username=login, full_name=full_name, checked_at=None, lines=lines, standing=Standing.UNKNOWN)
    return Readiness(
        username=login, full_name=full_name, checked_at=row.checked_at, lines=lines, standing=worst_of(lines)
    )


def _measured_in(row: SetUpCheck | None) -> Measured | None:
    return Measured(**{one.name: getattr(row, one.name) for one in fields(Measured)}) if row else None
