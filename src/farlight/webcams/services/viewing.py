"""Who looks through a camera: kept by the open connections."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction

from farlight.beamtime.types import SessionSummary
from farlight.bus.public import publish
from farlight.people.types import Actor
from farlight.webcams.events import CameraWatchersChanged
from farlight.webcams.models import CameraView
from farlight.webcams.queries import watching

KEPT_FOR = timedelta(days=1)
"""A view that was not seen for a minute or two is not shown; it may live, and be seen again, when the clock was set."""


@transaction.atomic
def begin_view(*, session: SessionSummary, camera: str, person: Actor, code: str, now: datetime) -> None:
    """Somebody looks; what died without a word is forgotten."""
    with _told(session, camera, now):
        CameraView.objects.filter(seen_at__lt=now - KEPT_FOR).delete()
        CameraView.objects.create(session_id=session.id, camera=camera, person_id=person.pk, code=code, seen_at=now)


@transaction.atomic
def end_view(*, session: SessionSummary, camera: str, code: str, now: datetime) -> None:
    """Somebody looks no more."""
    with _told(session, camera, now):
        CameraView.objects.filter(code=code).delete()


def stay(codes: Collection[str], *, now: datetime) -> None:
    """These views are alive."""
    CameraView.objects.filter(code__in=codes).update(seen_at=now)


@contextmanager
def _told(session: SessionSummary, camera: str, now: datetime) -> Iterator[None]:
    """Publish who looks when what happens inside changed it."""
    before = watching(session.id, camera, now=now)
    yield
    after = watching(session.id, camera, now=now)
    if after != before:
        names = after.get(camera, ())
        publish(CameraWatchersChanged(session=session.code, camera=camera, watching=names))
