"""A session's files at Globus: one guest collection, one group that may read it, and in the group exactly the team."""

from datetime import datetime

from django.conf import settings

from farlight.beamtime.public import may, session_folder, session_summary, team_of
from farlight.beamtime.types import Action, SessionSummary
from farlight.people.public import person_named
from farlight.transfer.adapters.globus import Globus, GlobusUnavailable
from farlight.transfer.models import GlobusShare
from farlight.transfer.queries import policy


def keep_in_step(*, session: str, now: datetime) -> str:
    """Make what Globus has of a session what it should be; each step may be done again. Returns what was changed.

    Nothing is done without Globus in the facility file, or without the application's secret.
    """
    definition, secret = policy().globus, settings.FARLIGHT_GLOBUS_SECRET
    if definition is None or not secret:
        return "Globus is off"
    seen = session_summary(session)
    row, _ = GlobusShare.objects.get_or_create(session_id=seen.id)
    trouble = ""
    try:
        changed = _step(Globus(definition, secret), row, seen)
    except GlobusUnavailable as error:
        changed = trouble = error.message
    row.trouble, row.checked_at = trouble[:400], now
    row.save()
    return changed


def _step(globus: Globus, row: GlobusShare, session: SessionSummary) -> str:
    if not row.group:
        row.group = globus.new_group(session.code)
        row.save()
    if not row.collection:
        folder = session_folder(session.code).relative_to(settings.FARLIGHT_DATA_DIR).as_posix()
        row.collection = globus.new_collection(session.code, folder)
        row.save()
    if not row.has_rule:
        globus.let_group_read(row.group, row.collection)
        row.has_rule = True
        row.save()
    wanted, present = globus.identities(_readers(session)), globus.members(row.group)
    for identity in sorted(present - wanted):
        globus.remove(row.group, identity)
    for identity in sorted(wanted - present):
        globus.add(row.group, identity)
    return f"{len(wanted - present)} added, {len(present - wanted)} removed"


def _readers(session: SessionSummary) -> list[str]:
    """Login names of those of the team who may read files now."""
    people = [person_named(member.username) for member in team_of(session.id)]
    return [one.username for one in people if one and may(one, Action.READ_FILES, session.code).allowed]
