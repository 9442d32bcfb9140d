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

    Attempts are counted together with those on the pages, before they are looked at; when there were too many, none is
    right. A name that nobody has takes as long as a wrong password.
    """
    attempt = begin_attempt(login=login, address=address, now=now)
    person = person_named(login)
    if person is None or len(password) > LONGEST_PASSWORD:
        make_password(password[:LONGEST_PASSWORD])
    elif attempt is not None and person.check_password(password) and person.is_active:
        forget_attempt(attempt)
        return person
    record(kind=AuditKind.SIGN_IN_FAILED, by="", about=login_meant_by(login), address=address, now=now)
    return None
