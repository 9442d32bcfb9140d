"""Passwords that come by other ways than a page."""

from datetime import datetime

from django.contrib.auth.hashers import make_password

from farlight.audit.public import record
from farlight.audit.types import AuditKind
from farlight.people.models import Person
from farlight.people.queries import login_meant_by, person_named
from farlight.people.services.attempts import begin_attempt, forget_attempt

LONGEST_PASSWORD = 1024


def person_with_password(*, login: str, password: str, address: str, now: datetime) -> Person | None:
    """Return the person of an open account whose password this is; None, and a record, when it is nobody's.

    A name that nobody has takes as long as a wrong password. Wrong ones count together with those of pages, and too
    many of them close the account for this address: then none is right.
    """
    attempt = begin_attempt(login=login, address=address, now=now)
    person = person_named(login) if attempt is not None else None
    if person is None:
        make_password(password[:LONGEST_PASSWORD])
    elif len(password) <= LONGEST_PASSWORD and person.check_password(password) and person.is_active:
        forget_attempt(attempt)
        return person
    record(kind=AuditKind.SIGN_IN_FAILED, by="", about=login_meant_by(login), address=address, now=now)
    return None
