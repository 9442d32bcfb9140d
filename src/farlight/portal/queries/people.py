"""The accounts of everybody, for those who look after them."""

from dataclasses import dataclass
from datetime import datetime

from farlight.beamtime.public import sessions_led_alone_by, sessions_opened_by
from farlight.kernel.errors import Objection
from farlight.people.public import account_for, account_summary_of, counting_tokens, factors_of, objections_to_locking
from farlight.people.types import AccountSummary, Actor, Factors


@dataclass(frozen=True, kw_only=True)
class PersonPage:
    """What the page of a person's account shows."""

    account: AccountSummary
    tokens: int
    """How many tokens count now."""
    open_sessions: tuple[str, ...]
    """Codes of the sessions that the person has open."""
    led_alone: tuple[str, ...]
    """Codes of sessions, not yet over, with no other leader."""
    waits_for_owner: bool
    """Whether nobody chose a password yet."""
    factors: Factors
    objections: tuple[Objection, ...]
    """Why whoever looks cannot lock or open this account."""


def person_page_for(person: Actor, username: str, *, now: datetime) -> PersonPage:
    """Gather the page of an account; NotFound for those who do not look after accounts."""
    row = account_for(person, username)
    return PersonPage(
        account=account_summary_of(row),
        tokens=counting_tokens(row, now=now),
        open_sessions=tuple(sessions_opened_by(row.pk)),
        led_alone=tuple(sessions_led_alone_by(row.pk, now=now)),
        waits_for_owner=not row.has_usable_password(),
        factors=factors_of(row.pk),
        objections=objections_to_locking(person=row, by=person),
    )
