"""Whose clock counts: a phone's may be wrong, and its scans are then set right by how wrong it is when it sends."""

from datetime import datetime, timedelta

TOLERATED = timedelta(seconds=10)
"""A difference that the way through the network explains."""


def clock_error(sent_at: datetime | None, now: datetime) -> timedelta:
    """Return by how much a phone's clock is behind (positive) or ahead (negative).

    Parameters
    ----------
    sent_at : datetime or None
        When it sent, by its own clock; None when it does not say.
    now : datetime
        When that arrived.
    """
    if sent_at is None or abs(now - sent_at) <= TOLERATED:
        return timedelta()
    return now - sent_at


def moment_told(at: datetime, error: timedelta, now: datetime) -> datetime:
    """Return when something happened by the facility's clock; never ahead of now, whatever a clock said.

    Parameters
    ----------
    at : datetime
        By the phone's clock.
    error : timedelta
        Of ``clock_error``.
    now : datetime
        The present moment.
    """
    try:
        return min(at + error, now)
    except OverflowError:  # no clock that runs shows such a time
        return now
