"""Writing records, in the transaction of the act itself: what is undone was never recorded."""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from farlight.audit.domain.chain import PersonalPart, digest_of_personal
from farlight.audit.models import Record
from farlight.audit.queries import was_recorded
from farlight.audit.services.sealing import seal
from farlight.audit.types import AuditKind, Detail

LONGEST_TEXT = 300
MOST_DETAILS = 20
REFUSAL_NOTED_EVERY = timedelta(minutes=1)
"""Who is refused the same again and again fills no log."""
_LONGEST = {"by": 150, "about": LONGEST_TEXT, "address": 64}


@transaction.atomic
def record(  # noqa: PLR0913 - a record has so many parts
    *,
    kind: AuditKind,
    by: str,
    now: datetime,
    about: str = "",
    session_code: str = "",
    address: str = "",
    details: Mapping[str, Detail] | None = None,
) -> None:
    """Write down an act, in the caller's transaction if there is one; it is sealed right after the commit.

    Parameters
    ----------
    by : str
        Login name of who did it or tried to; empty for the machinery. Longer texts are cut: they may come from anybody.
    about : str
        Whom or what it was done to.
    session_code : str
        The session that it concerns.
    address : str
        Where it came from.
    details : mapping
        Anything else worth knowing; can be erased with the person.
    """
    texts = {name: _cut(text, _LONGEST[name]) for name, text in (("by", by), ("about", about), ("address", address))}
    personal = PersonalPart(**texts, details=json.dumps(_details(details or {})))
    salt = secrets.token_hex(16)
    Record.objects.create(
        at=now,
        kind=kind.value,
        session_code=session_code[:30],
        digest=digest_of_personal(personal, salt=salt),
        salt=salt,
        details=personal.details,
        **texts,
    )
    transaction.on_commit(seal, robust=True)


def record_refusal(*, by: str, session_code: str, what: str, address: str, now: datetime) -> bool:
    """Write down that somebody was refused something of a session, once a minute at most; return whether it was."""
    since = now - REFUSAL_NOTED_EVERY
    if was_recorded(kind=AuditKind.ACCESS_REFUSED, by=by, session_code=session_code, since=since):
        return False
    record(
        kind=AuditKind.ACCESS_REFUSED,
        by=by,
        session_code=session_code,
        address=address,
        details={"what": what},
        now=now,
    )
    return True


def _details(details: Mapping[str, Detail]) -> dict[str, Detail]:
    kept = list(details.items())[:MOST_DETAILS]
    return {name: _cut(value, LONGEST_TEXT) if isinstance(value, str) else value for name, value in kept}


def _cut(text: str, length: int) -> str:
    """Return a text that fits and that any database and JSON can hold: no NUL, no lone surrogates."""
    return text.replace("\0", "�").encode("utf-8", "replace").decode()[:length]
