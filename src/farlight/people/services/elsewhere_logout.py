"""Browsers that came by an account elsewhere, and signing them out when that account is signed out."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction

from farlight.audit.public import record
from farlight.audit.types import AuditKind
from farlight.bus.public import publish
from farlight.kernel.errors import Invalid, Objection
from farlight.people.domain.identities import LEEWAY, moment_in
from farlight.people.domain.logout_tokens import faults_of_logout
from farlight.people.events import SignInsEnded
from farlight.people.models import LinkedAccount, LogoutTokenSeen, SignIn, SignInElsewhere
from farlight.people.services.sign_ins import delete_sign_ins
from farlight.people.types import ProviderDefinition


def note_elsewhere(*, sign_in: str, link: str, sid: str) -> None:
    """Write down by which account elsewhere a browser came, and what the provider calls its own session."""
    row = SignIn.objects.filter(code=sign_in).first()
    account = LinkedAccount.objects.filter(code=link).first()
    if row is not None and account is not None:
        SignInElsewhere.objects.update_or_create(sign_in=row, defaults={"linked_account": account, "sid": sid})


@transaction.atomic
def end_by_logout_token(*, claims: Mapping[str, Any], provider: ProviderDefinition, now: datetime) -> int:
    """Sign out what a logout token names, whose signature holds: one session there, or all of a person; once.

    Returns
    -------
    int
        How many browsers were signed out.

    Raises
    ------
    Invalid
        With everything that is wrong with the token; also when it came before.
    """
    faults = faults_of_logout(claims, provider=provider, now=now)
    if faults:
        raise Invalid([Objection(message=fault) for fault in faults])
    _take_once(claims, now)
    rows = SignInElsewhere.objects.filter(linked_account__issuer=provider.issuer)
    if "sub" in claims:
        rows = rows.filter(linked_account__subject=claims["sub"])
    if "sid" in claims:
        rows = rows.filter(sid=claims["sid"])
    ended = list(SignIn.objects.filter(elsewhere__in=rows).select_related("person").order_by("person_id"))
    delete_sign_ins(ended)
    for person in sorted({row.person.username for row in ended}):
        codes = tuple(row.code for row in ended if row.person.username == person)
        details: dict[str, str | int] = {"browsers": len(codes), "provider": provider.code}
        publish(SignInsEnded(person=person, number=len(codes), sign_ins=codes))
        record(kind=AuditKind.SIGNED_OUT, by="", about=person, details=details, now=now)
    return len(ended)


def _take_once(claims: Mapping[str, Any], now: datetime) -> None:
    fingerprint = sha256(f"{claims['iss']} {claims['jti']}".encode()).hexdigest()
    expires = moment_in(claims, "exp") or now
    LogoutTokenSeen.objects.filter(expires_at__lt=now - 2 * LEEWAY).delete()
    try:
        with transaction.atomic():
            LogoutTokenSeen.objects.create(fingerprint=fingerprint, expires_at=expires)
    except IntegrityError as error:
        raise Invalid([Objection(message="It came before.")]) from error
