"""Who has a session open: kept by the event streams."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from farlight.beamtime.events import PresenceChanged
from farlight.beamtime.models import Presence, Session
from farlight.beamtime.queries import people_online
from farlight.bus.public import publish
from farlight.people.types import Actor

STALE_AFTER = timedelta(seconds=90)
"""A stream that has not been seen for so long died without a word, with its process."""


@transaction.atomic
def arrive(*, session: Session, person: Actor, channel: str, now: datetime) -> None:
    """A stream was opened."""
    with _Told(session):
        Presence.objects.create(session=session, person_id=person.pk, channel=channel, seen_at=now)


@transaction.atomic
def leave(*, session: Session, channel: str) -> None:
    """A stream was closed."""
    with _Told(session):
        Presence.objects.filter(channel=channel).delete()


def stay(*, channels: list[str], now: datetime) -> None:
    """Streams are alive."""
    Presence.objects.filter(channel__in=channels).update(seen_at=now)


def forget_the_lost(*, now: datetime) -> int:
    """Remove streams that died with their process, also those seen before the clock was set back; return how many."""
    unseen = Q(seen_at__lt=now - STALE_AFTER) | Q(seen_at__gt=now + STALE_AFTER)
    lost = Presence.objects.filter(unseen).select_related("session")
    count = 0
    for presence in lost:
        leave(session=presence.session, channel=presence.channel)
        count += 1
    return count


class _Told:
    """Publish who is online when what happens inside changed it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __enter__(self) -> None:
        Session.objects.select_for_update(no_key=True).get(pk=self._session.pk)
        self._before = people_online(self._session.pk)

    def __exit__(self, *error: object) -> None:
        after = people_online(self._session.pk) if error[0] is None else self._before
        if after != self._before:
            publish(PresenceChanged(session=self._session.code, online=after))
