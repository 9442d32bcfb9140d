"""How long certificates are good for, and whether one counts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST = timedelta(hours=12)
HOURS = (1, 4, 12)
CLOCKS_DIFFER = timedelta(minutes=2)
"""A certificate counts from so long before it was issued: clocks of computers differ."""
MOST_AT_ONCE = 20


@dataclass(frozen=True, kw_only=True)
class Issued:
    """What is known of a certificate that was issued."""

    fingerprint: str
    authority: str
    valid_until: datetime
    is_revoked: bool


def counts(issued: Issued, *, fingerprint: str, authority: str, now: datetime) -> bool:
    """Whether a certificate that somebody shows is the one that was issued, and still opens something.

    Parameters
    ----------
    fingerprint : str
        Of the key that it is shown for.
    authority : str
        Fingerprint of the authority that counts now.
    """
    is_it = issued.fingerprint == fingerprint and issued.authority == authority
    return is_it and not issued.is_revoked and now < issued.valid_until


def valid_until(*, now: datetime, hours: int) -> datetime:
    """Return when a certificate ends that is to be good for so many hours; never later than the longest."""
    return now + min(timedelta(hours=hours), LONGEST)
