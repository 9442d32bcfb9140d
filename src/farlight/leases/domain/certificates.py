"""How long certificates are good for, and whether one counts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from farlight.kernel.errors import Objection
from farlight.people.types import Credential

LONGEST = timedelta(hours=12)
HOURS = (1, 4, 12)
CLOCKS_DIFFER = timedelta(minutes=2)
"""A certificate counts from so long before it was issued: clocks of computers differ."""
MOST_AT_ONCE = 20
PAGE = "/account/certificates/"
MAKE_ANOTHER = "Make one for this session, and connect with it."


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


def valid_until(*, now: datetime, hours: int, lease_until: datetime | None) -> datetime:
    """Return when a certificate ends that is to be good for so many hours: never later than what it opens.

    Parameters
    ----------
    lease_until : datetime or None
        When the lease ends that it is for; None when no clock ends that.
    """
    wanted = now + min(timedelta(hours=hours), LONGEST)
    return wanted if lease_until is None else min(wanted, lease_until)


def objections_to_reach(
    came_with: Credential | None, *, session: str, now: datetime, is_files: bool
) -> list[Objection]:
    """What a certificate does not open to somebody who came in by it; nothing when they came in another way.

    Parameters
    ----------
    session : str
        Code of the session that is to be entered.
    is_files : bool
        Whether only its files are wanted, not its computers.
    """
    if came_with is None or came_with.certified_for is None:
        return []
    only, until = came_with.certified_for, came_with.certified_until
    if until is not None and now >= until:
        return [Objection(message="Your certificate is over.", mend="Make another one, and connect again.", link=PAGE)]
    if only and only != session:
        return [Objection(message=f"Your certificate is for {only} alone.", mend=MAKE_ANOTHER, link=PAGE)]
    if not only and not is_files:
        return [Objection(message="Your certificate opens files, and no computers.", mend=MAKE_ANOTHER, link=PAGE)]
    return []
