"""The way to channels: one's own, and everybody's in a session for those who keep its team."""

from datetime import datetime

from django.db.models import QuerySet

from farlight.beamtime.public import may
from farlight.beamtime.types import Action
from farlight.kernel.errors import NotFound
from farlight.kernel.ids import OPAQUE_CODE
from farlight.leases.models import OpenChannel
from farlight.people.types import Actor


def keeps_channels(person: Actor, session: str, now: datetime) -> bool:
    """Whether a person sees and closes everybody's channels of a session, be it over or not."""
    verdict = may(person, Action.CLOSE_CHANNELS, session, now)
    return verdict.allowed


def visible_channels(person: Actor, session: str, now: datetime) -> QuerySet[OpenChannel]:
    """The open channels of a session that a person may know of, the latest first.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    """
    if not may(person, Action.SEE, session, now).allowed:
        raise NotFound
    rows = OpenChannel.objects.filter(session__code=session, closed_at=None).select_related("person", "session")
    rows = rows if keeps_channels(person, session, now) else rows.filter(person_id=person.pk)
    return rows.order_by("-opened_at", "-pk")


def channel_for(person: Actor, session: str, code: str, now: datetime) -> OpenChannel:
    """Return an open channel of a session that a person may close.

    Raises
    ------
    NotFound
        When there is none, or it is not theirs to close.
    """
    row = visible_channels(person, session, now).filter(code=code).first() if OPAQUE_CODE.fullmatch(code) else None
    if row is None:
        raise NotFound
    return row
