"""The one clock. Rules take ``now`` as an argument; only entrances read it."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(tz=UTC)
