"""When a channel is over."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from farlight.beamtime.types import Verdict
from farlight.leases.types import Ending


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What the database said of all channels of a process at one moment."""

    rights: Mapping[str, int]
    """Rights numbers, by session."""
    active: Collection[int]
    """Keys of people whose accounts are open."""
    closed: Mapping[str, Ending] = field(default_factory=dict)
    """Channels whose rows say that they are closed, or are gone."""
    signed_out: Collection[str] = ()
    """Channels whose login or token counts no more."""


def ending_of(  # noqa: PLR0913 - a channel hangs on so many things
    seen: Seen, *, code: str, session: str, person_id: int, rights: int, until: datetime | None, now: datetime
) -> Ending | None:
    """Return why a channel is over without asking the whole policy; None when that cannot be told yet.

    Parameters
    ----------
    rights : int
        The session's rights number that the channel was judged at last.
    until : datetime or None
        When the allowance ends by itself.
    """
    if code in seen.closed:
        return seen.closed[code]
    if person_id not in seen.active:
        return Ending.LOCKED
    if code in seen.signed_out:
        return Ending.SIGNED_OUT
    if until is not None and now >= until:
        return Ending.TIME if seen.rights.get(session) == rights else None
    return None


def must_be_asked_anew(seen: Seen, *, session: str, rights: int) -> bool:
    """Whether rights in the session changed since a channel was judged."""
    return seen.rights.get(session, 0) != rights


def ending_by(verdict: Verdict, *, was_until: datetime | None, now: datetime) -> Ending | None:
    """Return why a channel is over by the whole policy's word; None while it may stay open."""
    if verdict.allowed:
        return None
    return Ending.TIME if verdict.reasons and was_until is not None and now >= was_until else Ending.RIGHTS
