"""Publishing: the event enters its log in the caller's transaction."""

from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F

from farlight.bus.delivery import deliver
from farlight.bus.models import CHANNEL, Delivery, LoggedEvent, Stream
from farlight.bus.registry import body_of, dotted_path, handlers_of
from farlight.kernel.events import Event
from farlight.kernel.time import utc_now

GRACE_S = 15
"""The publishing process delivers at once; only after this does the worker think that it died."""


class OutsideTransactionError(RuntimeError):
    """An event was published outside a transaction: state and event could come apart."""


def publish(event: Event, *, by: str = "") -> LoggedEvent:
    """Write an event into its log and plan its deliveries, in the caller's transaction.

    Parameters
    ----------
    event : Event
        What happened.
    by : str
        Login name of who did it.

    Raises
    ------
    OutsideTransactionError
        When there is no transaction.
    """
    if not connection.in_atomic_block:
        raise OutsideTransactionError(f"{event.kind} must be published in the transaction that changes the state.")
    now = utc_now()
    logged = LoggedEvent.objects.create(
        stream_id=event.stream, number=_next_number(event.stream), kind=event.kind, body=body_of(event), by=by, at=now
    )
    retry_at = now + timedelta(seconds=GRACE_S)
    for handler in handlers_of(event):
        row = Delivery.objects.create(event=logged, handler=dotted_path(handler), next_attempt_at=retry_at)
        transaction.on_commit(lambda pk=row.pk: deliver(pk))  # type: ignore[misc]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, event.stream])
    return logged


def _next_number(stream: str) -> int:
    """Count the stream up. Its row stays locked until the transaction ends, so numbers have no gaps and no twins."""
    if not Stream.objects.filter(code=stream).update(newest=F("newest") + 1):
        Stream.objects.bulk_create([Stream(code=stream)], ignore_conflicts=True)
        Stream.objects.filter(code=stream).update(newest=F("newest") + 1)
    return Stream.objects.values_list("newest", flat=True).get(code=stream)
