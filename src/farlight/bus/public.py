"""The door of the bus."""

from farlight.bus.delivery import deliver_overdue
from farlight.bus.publishing import OutsideTransactionError, publish
from farlight.bus.reading import Entry, all_entries, entries_after, newest_number
from farlight.bus.registry import event_classes, subscribe
from farlight.bus.sharing import SharedLog, shared_log
from farlight.bus.watch import Watch, watch

__all__ = [
    "Entry",
    "OutsideTransactionError",
    "SharedLog",
    "Watch",
    "all_entries",
    "deliver_overdue",
    "entries_after",
    "event_classes",
    "newest_number",
    "publish",
    "shared_log",
    "subscribe",
    "wait_for_news",
    "watch",
]


def wait_for_news(after: int | None, timeout_s: float) -> int:
    """Block until anything was committed to the log of any stream since the count ``after``.

    Call it with None first: it returns the present count at once. Then, in a loop, do the work and call it with the
    count it returned last; what is committed while the work is being done is not missed.

    Parameters
    ----------
    after : int or None
        The count returned last; counts belong to this process.
    timeout_s : float
        Return after so long even without news.
    """
    return watch.wait(after, timeout_s)
