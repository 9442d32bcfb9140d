"""When a mail is tried, and when the digest goes out."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=2)
MOST_ATTEMPTS = 55
"""With these pauses four days, as long as mail servers themselves try (RFC 5321, section 4.5.4.1)."""


def pause_after(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts (from 1): a minute, doubled each time, two hours at most."""
    doubled: int = 2 ** min(attempts - 1, 10)
    return min(FIRST_PAUSE * doubled, LONGEST_PAUSE)


def has_been_tried_enough(attempts: int) -> bool:
    """Whether a mail that is not taken is given up."""
    return attempts >= MOST_ATTEMPTS


def next_digest(now: datetime, zone: ZoneInfo, *, at_hour: int) -> datetime:
    """Return the next moment after ``now`` at which it is this hour in the zone."""
    local = now.astimezone(zone)
    today = datetime.combine(local.date(), time(at_hour), tzinfo=zone)
    tomorrow = datetime.combine(local.date() + timedelta(days=1), time(at_hour), tzinfo=zone)
    return (today if today > local else tomorrow).astimezone(now.tzinfo)
