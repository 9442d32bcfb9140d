"""What somebody who comes by SSH proves: the account, the password, the code."""

from dataclasses import dataclass
from datetime import datetime

from farlight.audit.public import record
from farlight.audit.types import AuditKind
from farlight.kernel.time import utc_now
from farlight.leases.public import certificate_with, note_certificate_use, note_use
from farlight.leases.types import CertificateSummary
from farlight.people.public import (
    arrived,
    factors_of,
    lacks_factor,
    person_named,
    person_with_password,
    security_policy,
    take_one_time_code,
)
from farlight.people.types import Actor, Credential, StepUpAction


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A certificate, as somebody shows it."""

    serial: int
    fingerprint: str
    """Of the key that it is for."""
    authority: str
    """Fingerprint of who signed it."""
    address: str
    """Where it is shown from."""


@dataclass(frozen=True, kw_only=True)
class Account:
    """Whose account it is, and what it asks."""

    person: Actor
    needs_code: bool
    """Whether a key or password alone opens nothing: a second factor was set up, or the facility asks for one."""
    has_codes: bool
    """Whether an app shows codes for it: the only factor that SSH can ask for."""


def account_named(login: str) -> Account | None:
    """Return the open account of a login name; None when there is none."""
    person = person_named(login)
    if person is None or not person.is_active:
        return None
    factors = factors_of(person.pk)
    demanded = lacks_factor(person) or StepUpAction.SSH in security_policy().step_up
    return Account(person=person, needs_code=factors.has_any or demanded, has_codes=factors.has_one_time_codes)


def as_come(account: Account, *, factor_at: datetime | None, certificate: CertificateSummary | None) -> Actor:
    """Return who came in, with what counts for as long as the line lasts: the factor, and what a certificate opens."""
    came_with = Credential(
        is_ssh=True,
        factor_at=certificate.factor_at if certificate else factor_at,
        certified_for=certificate.session if certificate else None,
        certified_until=certificate.valid_until if certificate else None,
    )
    return arrived(account.person, came_with)


def password_is_right(login: str, password: str, *, address: str) -> bool:
    """Whether a password is that of an open account; wrong ones are counted together with those on pages."""
    return person_with_password(login=login, password=password, address=address, now=utc_now()) is not None


def code_is_right(account: Account, code: str) -> bool:
    """Use a code up, and return whether it was right; the same code opens neither a page nor this door again."""
    return take_one_time_code(person_id=account.person.pk, code=code, now=utc_now())


def certificate_shown(account: Account, shown: Shown) -> CertificateSummary | None:
    """Return the certificate that somebody shows; None when it counts for nothing."""
    found = certificate_with(
        account.person,
        serial=shown.serial,
        fingerprint=shown.fingerprint,
        authority=shown.authority,
        now=utc_now(),
    )
    return found if found and found.address in {"", shown.address} else None


def note_entry(account: Account, *, key: str, certificate: str, address: str) -> None:
    """Write down that somebody came in."""
    now = utc_now()
    if key:
        note_use(key, now=now)
    if certificate:
        note_certificate_use(certificate, now=now)
    details = {"way": "ssh", "key": key, "certificate": certificate}
    record(kind=AuditKind.SIGNED_IN, by=account.person.username, address=address, details=details, now=now)
