"""What somebody who comes by SSH proves: the account, the password, the code."""

from dataclasses import dataclass

from farlight.audit.public import record
from farlight.audit.types import AuditKind
from farlight.gateway.queries import codes_of
from farlight.kernel.time import utc_now
from farlight.leases.public import note_use
from farlight.people.public import person_named, person_with_password
from farlight.people.types import Actor


@dataclass(frozen=True, kw_only=True)
class Account:
    """Whose account it is, and what it asks."""

    person: Actor
    needs_code: bool
    has_codes: bool


def account_named(login: str) -> Account | None:
    """Return the open account of a login name; None when there is none."""
    person = person_named(login)
    if person is None or not person.is_active:
        return None
    has_codes = codes_of(person) is not None
    return Account(person=person, needs_code=has_codes, has_codes=has_codes)


def password_is_right(login: str, password: str, *, address: str) -> bool:
    """Whether a password is that of an open account."""
    return person_with_password(login=login, password=password, address=address, now=utc_now()) is not None


def code_is_right(account: Account, code: str) -> bool:
    """Use a code up, and return whether it was right; a wrong one is recorded."""
    found = codes_of(account.person)
    if found is not None and found.validate_code(code):
        return True
    record(kind=AuditKind.FACTOR_FAILED, by=account.person.username, now=utc_now())
    return False


def note_entry(account: Account, *, key: str, address: str) -> None:
    """Write down that somebody came in."""
    now = utc_now()
    if key:
        note_use(key, now=now)
    details = {"way": "ssh", "key": key}
    record(kind=AuditKind.SIGNED_IN, by=account.person.username, address=address, details=details, now=now)
