"""Counting what was wrong on the way in; in the database, so that pages and SSH count together."""

from datetime import datetime, timedelta
from hashlib import sha256

from django.db.models import Q

from farlight.audit.public import record
from farlight.audit.types import AuditKind
from farlight.people.domain.attempts import (
    CODE_LIMIT,
    WINDOW,
    WrongAttempts,
    may_try,
    network_of,
)
from farlight.people.models import KnownAddress, Person, WrongAttempt

PASSWORD, CODE = "password", "code"
KEPT = timedelta(days=1)
LONGEST_LOGIN = 254


def begin_attempt(*, login: str, address: str, now: datetime) -> WrongAttempt | None:
    """Count an attempt with a password as wrong before it is looked at; None when no more may be tried.

    It is taken back by :func:`forget_attempt` when the password was right. So a hundred attempts at the same time are
    no way round. What was typed is kept as a hash.
    """
    network = network_of(address)
    person = _person_meant(login)
    attempt = WrongAttempt.objects.create(kind=PASSWORD, network=network, account=account_key(person, login), at=now)
    if may_try(_wrong_before(attempt, person)):
        return attempt
    attempt.delete()
    return None


def forget_attempt(attempt: WrongAttempt) -> None:
    """Take an attempt back: the password was right. What was wrong before it stays counted."""
    attempt.delete()
    WrongAttempt.objects.filter(at__lt=attempt.at - KEPT).delete()


def _wrong_before(attempt: WrongAttempt, person: Person | None) -> WrongAttempts:
    rows = WrongAttempt.objects.filter(kind=PASSWORD, at__gt=attempt.at - WINDOW, pk__lt=attempt.pk)
    known = KnownAddress.objects.filter(person=person, network=attempt.network) if person else None
    return WrongAttempts(
        from_address=rows.filter(network=attempt.network).count(),
        of_account=rows.filter(account=attempt.account).count(),
        of_both=rows.filter(account=attempt.account, network=attempt.network).count(),
        is_known_address=known is not None and known.exists(),
    )


def _person_meant(login: str) -> Person | None:
    if len(login) > LONGEST_LOGIN or not login.isprintable():
        return None
    return Person.objects.filter(Q(username__iexact=login) | Q(email__iexact=login)).order_by("pk").first()


def account_key(person: Person | None, login: str = "") -> str:
    """Return what an account is counted as: name and address of one person are the same."""
    text = f"person {person.pk}" if person else f"nobody {login.strip().lower()}"
    return sha256(text.encode("utf-8", "replace")).hexdigest()


def may_try_code(person: Person, *, now: datetime) -> bool:
    """Whether a person may be asked for one more code."""
    rows = WrongAttempt.objects.filter(kind=CODE, account=account_key(person), at__gt=now - WINDOW)
    return rows.count() < CODE_LIMIT


def note_wrong_code(person: Person, *, now: datetime) -> None:
    """Count a wrong code of a person, and write it down."""
    WrongAttempt.objects.create(kind=CODE, account=account_key(person), at=now)
    record(kind=AuditKind.FACTOR_FAILED, by="", about=person.username, now=now)
