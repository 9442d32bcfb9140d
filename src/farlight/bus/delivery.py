"""Delivery: each handler sees each event, and a failure is kept and tried again."""

import logging
from datetime import timedelta
from types import TracebackType

from django.db import transaction
from django.db.models import Q
from django.utils.module_loading import import_string

from farlight.bus.models import Delivery
from farlight.bus.registry import event_from
from farlight.kernel.time import utc_now

log = logging.getLogger(__name__)

LONGEST_PAUSE_S = 600


class KeptForRetry:
    """Keep a delivery whose handler fails: the row gets the error and the time of the next attempt.

    Handlers are anybody's code; whatever they raise must neither lose the event nor stop the other handlers. So this,
    the border between the bus and the handlers, is the one place that takes every error.
    """

    def __init__(self, delivery_id: int) -> None:
        self._delivery_id = delivery_id

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if error is None or not isinstance(error, Exception):
            return False
        row = Delivery.objects.select_related("event").get(pk=self._delivery_id)
        row.attempts += 1
        pause = timedelta(seconds=min(2**row.attempts, LONGEST_PAUSE_S))
        Delivery.objects.filter(pk=row.pk, delivered_at=None).update(
            attempts=row.attempts, error=f"{type(error).__name__}: {error}"[:2000], next_attempt_at=utc_now() + pause
        )
        log.error("%s failed (attempt %d)", row, row.attempts, exc_info=error)
        return True


def deliver(delivery_id: int) -> None:
    """Run one handler and note its success in one transaction; do nothing when it was delivered meanwhile."""
    with KeptForRetry(delivery_id), transaction.atomic():
        row = (
            Delivery.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
            .select_related("event")
            .filter(pk=delivery_id, delivered_at=None)
            .first()
        )
        if row is None:
            return
        import_string(row.handler)(event_from(row.event.kind, row.event.body))
        Delivery.objects.filter(pk=row.pk).update(delivered_at=utc_now(), error="")


def deliver_overdue(*, limit: int = 100) -> int:
    """Try what is due again, oldest first; return how many were tried. The worker calls this."""
    now = utc_now()
    clock_was_ahead = Q(next_attempt_at__gt=now + timedelta(seconds=2 * LONGEST_PAUSE_S))
    waiting = Delivery.objects.filter(Q(next_attempt_at__lte=now) | clock_was_ahead, delivered_at=None)
    due = waiting.order_by("event_id", "pk")
    ids = list(due.values_list("pk", flat=True)[:limit])
    for delivery_id in ids:
        deliver(delivery_id)
    return len(ids)
