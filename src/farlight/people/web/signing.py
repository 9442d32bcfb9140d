"""Signing on and off, as Django tells it, into the record of acts."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from farlight.audit.public import record
from farlight.audit.types import AuditKind
from farlight.kernel.time import utc_now
from farlight.people.models import Person
from farlight.people.queries import login_meant_by
from farlight.people.services.sign_ins import note_sign_out
from farlight.people.web.elsewhere import way_kept


@receiver(user_logged_in)
def record_sign_in(request: HttpRequest, user: Person, **_: Any) -> None:
    """Somebody signed in."""
    came_by = way_kept(request, user)
    details = {"provider": came_by["provider"]} if came_by else {}
    record(kind=AuditKind.SIGNED_IN, by=user.username, address=_address_of(request), details=details, now=utc_now())


@receiver(user_logged_out)
def record_sign_out(request: HttpRequest, user: Person | None, **_: Any) -> None:
    """Somebody signed out; who was not signed in cannot."""
    if user is not None:
        note_sign_out(person=user, session=request.session, address=_address_of(request), now=utc_now())


@receiver(user_login_failed)
def record_failure(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """Somebody tried in vain. A name that nobody has is not kept: it may be a password in the wrong field."""
    tried = credentials.get("username") or credentials.get("email") or credentials.get("login") or ""
    about, now = login_meant_by(str(tried)), utc_now()
    record(kind=AuditKind.SIGN_IN_FAILED, by="", about=about, address=_address_of(request), now=now)


def _address_of(request: HttpRequest | None) -> str:
    return str(request.META.get("REMOTE_ADDR", "")) if request is not None else ""
