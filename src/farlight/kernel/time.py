"""The one clock. Rules take ``now`` as an argument; only entrances read it.

How long something took is measured by ``time.monotonic``: this clock may be set.
"""

from datetime import UTC, datetime, timedelta

CLOCKS_DIFFER = timedelta(minutes=1)
"""So far apart the clocks of two machines may be, or two looks at one that is being set."""


def utc_now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(tz=UTC)


def counts_still(since: datetime, lives: timedelta, *, now: datetime) -> bool:
    """Whether what began at a moment and lives so long counts.

    What lies ahead was written before the clock was set back: it would live on by as much, so it counts no more.
    """
    return -CLOCKS_DIFFER <= now - since < lives
