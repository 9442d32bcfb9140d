"""Keeping what a browser found out."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from farlight.bus.public import publish
from farlight.people.types import Actor
from farlight.readiness.access import session_seen
from farlight.readiness.events import SetUpChecked
from farlight.readiness.models import SetUpCheck
from farlight.readiness.queries import readiness_of
from farlight.readiness.types import Measured, Readiness


@transaction.atomic
def note_set_up(*, session: str, measured: Measured, by: Actor, now: datetime) -> Readiness:
    """Keep what somebody's browser found out for a session, in place of what it found before.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    """
    seen = session_seen(by, session, now)
    SetUpCheck.objects.update_or_create(
        session_id=seen.id, person_id=by.pk, defaults={**asdict(measured), "checked_at": now}
    )
    found = readiness_of(by, session, now)
    event = SetUpChecked(session=seen.code, username=by.username, full_name=by.full_name, standing=found.standing.value)
    publish(event, by=by.username)
    return found
