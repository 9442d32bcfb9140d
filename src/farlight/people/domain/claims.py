"""For how long what a provider said of somebody holds."""

from datetime import datetime


def later_of(one: datetime | None, other: datetime | None) -> datetime | None:
    """Return the later of two ends; None, which no clock brings, is later than any."""
    return max(one, other) if one is not None and other is not None else None
