"""Where people are signed in; and signing them out, which closes what came by it at once."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from farlight.audit.public import record
from farlight.audit.types import AuditKind
from farlight.bus.public import publish
from farlight.kernel.errors import NotFound
from farlight.kernel.ids import OPAQUE_CODE, new_opaque_id
from farlight.people.domain.attempts import network_of
from farlight.people.events import SignedIn, SignInsEnded
from farlight.people.models import ApiToken, KnownAddress, Person, SignIn
from farlight.people.services.tokens import revoke_token
from farlight.people.types import Actor

SIGN_IN = "sign_in"
"""Where a browser's session keeps what the sign-in is called."""
SEEN_EVERY = timedelta(minutes=5)
"""The row of a browser is written once in so long."""
LONGEST_DEVICE = 300
KEPT = timedelta(days=90)
"""How long an address from which somebody signed in is known."""


@transaction.atomic
def note_sign_in(*, person: Person, session_key: str, way: str, device: str, address: str, now: datetime) -> str:
    """Write down that somebody signed in, and return what the browser is called."""
    row = SignIn.objects.create(
        person=person,
        code=new_opaque_id("b-"),
        session_key=session_key,
        way=way[:40],
        device=device[:LONGEST_DEVICE].replace("\0", ""),
        address=address[:45],
        begun_at=now,
        seen_at=now,
    )
    KnownAddress.objects.update_or_create(person=person, network=network_of(address), defaults={"seen_at": now})
    KnownAddress.objects.filter(seen_at__lt=now - KEPT).delete()
    oldest = now - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    SignIn.objects.filter(person=person, seen_at__lt=oldest).delete()
    publish(SignedIn(person=person.username, way=way), by=person.username)
    return row.code


def sign_in_kept(session: Mapping[str, Any]) -> str:
    """Return what the sign-in of a browser is called; empty for those that have no name."""
    return str(session.get(SIGN_IN) or "")


@transaction.atomic
def note_sign_out(*, person: Person, session: Mapping[str, Any], address: str, now: datetime) -> None:
    """Write down that somebody signed out of a browser. Its session is the caller's to end."""
    code = sign_in_kept(session)
    if code:
        SignIn.objects.filter(person=person, code=code).delete()
        publish(SignInsEnded(person=person.username, number=1, sign_ins=(code,)), by=person.username)
    record(kind=AuditKind.SIGNED_OUT, by=person.username, address=address, now=now)


def keep_sign_in(*, person: Person, code: str, session_key: str, address: str, now: datetime) -> None:
    """Note that a browser is still there. Its session has another key after the password was changed in it."""
    rows = SignIn.objects.filter(person=person, code=code)
    rows.update(session_key=session_key, address=address[:45], seen_at=now)


@transaction.atomic
def end_sign_in(*, person: Person, code: str, by: Actor, now: datetime) -> None:
    """Sign somebody out of one browser.

    Raises
    ------
    NotFound
        When the person is not signed in there.
    """
    rows = SignIn.objects.filter(person=person, code=code) if OPAQUE_CODE.fullmatch(code) else SignIn.objects.none()
    if not _end(rows):
        raise NotFound
    publish(SignInsEnded(person=person.username, number=1, sign_ins=(code,)), by=by.username)
    record(kind=AuditKind.SIGNED_OUT, by=by.username, about=person.username, details={"browsers": 1}, now=now)


@transaction.atomic
def end_sign_ins(*, person: Person, now: datetime, but: str = "", by: Actor | None = None) -> int:
    """Sign somebody out of all browsers, but perhaps of the one that is called so; return of how many.

    Event streams, downloads and whatever else came by them end within two seconds.
    """
    ended = _end(SignIn.objects.filter(person=person).exclude(code=but))
    login, number, whose = by.username if by else "", len(ended), person.username
    details = {"browsers": number}
    publish(SignInsEnded(person=whose, number=number, everywhere=True, sign_ins=ended, kept=but), by=login)
    if number:
        record(kind=AuditKind.SIGNED_OUT, by=login, about=whose, details=details, now=now)
    return number


@transaction.atomic
def revoke_tokens_of(*, person: Person, now: datetime, by: Actor) -> int:
    """Make all tokens of somebody worthless; return how many counted."""
    tokens = list(ApiToken.objects.select_related("person").filter(person=person, revoked_at=None, expires_at__gt=now))
    for token in tokens:
        revoke_token(token=token, now=now, by=by)
    return len(tokens)


def delete_sign_ins(rows: Collection[SignIn]) -> None:
    """Delete the sessions of browsers, and their rows. Whoever calls this tells why."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    for row in rows:
        store.delete(row.session_key)
    SignIn.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _end(found: QuerySet[SignIn]) -> tuple[str, ...]:
    rows = list(found.order_by("pk"))
    delete_sign_ins(rows)
    return tuple(row.code for row in rows)
