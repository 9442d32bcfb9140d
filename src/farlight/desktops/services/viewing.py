"""Who has a desktop open: kept by the open connections."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction

from farlight.bus.public import publish
from farlight.desktops.events import DesktopViewersChanged
from farlight.desktops.models import Desktop, DesktopView
from farlight.desktops.queries import watching
from farlight.people.types import Actor

KEPT_FOR = timedelta(days=1)
"""A view that was not seen for a minute or two is not shown; it may live, and be seen again, when the clock was set."""


@transaction.atomic
def begin_view(*, desktop: Desktop, person: Actor, code: str, now: datetime) -> None:
    """Somebody looks; what died without a word is forgotten."""
    with _told(desktop, now):
        DesktopView.objects.filter(seen_at__lt=now - KEPT_FOR).delete()
        DesktopView.objects.create(desktop_id=desktop.pk, person_id=person.pk, code=code, seen_at=now)


@transaction.atomic
def end_view(*, desktop: Desktop, code: str, now: datetime) -> None:
    """Somebody looks no more."""
    with _told(desktop, now):
        DesktopView.objects.filter(code=code).delete()


def stay(codes: Collection[str], *, now: datetime) -> None:
    """These views are alive."""
    DesktopView.objects.filter(code__in=codes).update(seen_at=now)


@contextmanager
def _told(desktop: Desktop, now: datetime) -> Iterator[None]:
    """Publish who looks when what happens inside changed it."""
    before = watching([desktop.pk], now=now).get(desktop.pk, ())
    yield
    after = watching([desktop.pk], now=now).get(desktop.pk, ())
    if after != before:
        names = tuple(one.full_name for one in after)
        publish(DesktopViewersChanged(session=desktop.session.code, desktop=desktop.kind, watching=names))
