"""Issuing passports, and exchanging what belongs to them: every part counts once."""

from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime, timedelta
from hashlib import sha256

from allauth.idp.oidc.models import Token
from django.db import transaction

from farlight.audit.public import record
from farlight.audit.types import AuditKind
from farlight.bus.public import publish
from farlight.kernel.ids import new_opaque_id
from farlight.passports.events import PassportIssued
from farlight.passports.models import Passport, SpentToken
from farlight.passports.services.ending import end_passport
from farlight.passports.types import IssuedTokens, Proof
from farlight.people.types import Actor

KEPT = timedelta(days=90)
"""How long it can be told that something ended was shown again."""
STOLEN = "a part of it was shown twice"

exchanging: ContextVar[Passport | None] = ContextVar("passport_exchanging", default=None)
"""The passport whose part is being exchanged: what is signed meanwhile tells how its owner signed on."""

Exchange = Callable[[], IssuedTokens | None]


@transaction.atomic
def issue_passport(  # noqa: PLR0913 - who, for what, by which proof
    *,
    person: Actor,
    service: str,
    service_name: str,
    code: str,
    scopes: list[str],
    proof: Proof,
    address: str,
    sign_in: str,
    now: datetime,
) -> Passport:
    """Write down that a browser takes a code to a service, and how its person signed on.

    Parameters
    ----------
    sign_in : str
        What the browser's sign-in here is called: when that ends, so does the passport.
    """
    Passport.objects.filter(begun_at__lt=now - KEPT).exclude(ended_at=None).delete()
    details = {"service": service, "scopes": " ".join(scopes), "acr": proof.acr}
    publish(PassportIssued(person=person.username, service=service), by=person.username)
    record(kind=AuditKind.PASSPORT_ISSUED, by=person.username, about=service, address=address, details=details, now=now)
    return Passport.objects.create(
        code=new_opaque_id("p-"),
        person_id=person.pk,
        service=service,
        service_name=service_name[:100],
        code_digest=digest_of(code),
        scopes=scopes,
        acr=proof.acr,
        amr=list(proof.amr),
        proved_at=proof.at,
        address=address[:45],
        sign_in=sign_in,
        sid=digest_of(f"{service} {sign_in or code}")[:32],
        begun_at=now,
        used_at=now,
    )


@transaction.atomic
def exchange_code(*, code: str, service: str, exchange: Exchange, now: datetime) -> bool:
    """Exchange a code for tokens; return False when it is none, or was exchanged already.

    When it is shown a second time, what was given for it the first time is worthless from now on.
    """
    rows = Passport.objects.select_for_update(of=("self",)).select_related("person")
    passport = rows.filter(code_digest=digest_of(code), service=service).first()
    if passport is None or passport.ended_at is not None:
        return False
    if passport.redeemed_at is not None:
        end_passport(passport=passport, why=STOLEN, by="", now=now)
        return False
    if _exchanged(passport, exchange):
        Passport.objects.filter(pk=passport.pk).update(redeemed_at=now, used_at=now)
    return True


@transaction.atomic
def exchange_refresh(*, refresh: str, service: str, exchange: Exchange, now: datetime) -> bool:
    """Exchange a refresh token for new tokens; return False when it is none, or was exchanged already."""
    digest = digest_of(refresh)
    spent = SpentToken.objects.select_related("passport__person").filter(digest=digest).first()
    if spent is not None:
        end_passport(passport=spent.passport, why=STOLEN, by="", now=now)
        return False
    token = Token.objects.filter(client_id=service).lookup(Token.Type.REFRESH_TOKEN, refresh)
    if token is None:
        return False
    rows = Passport.objects.select_for_update(of=("self",)).select_related("person")
    passport = rows.filter(code=(token.data or {}).get("passport", ""), ended_at=None).first()
    if passport is None or not Token.objects.filter(pk=token.pk).exists():
        return False
    if _exchanged(passport, exchange):
        SpentToken.objects.create(passport=passport, digest=digest)
        Passport.objects.filter(pk=passport.pk).update(used_at=now)
    return True


def _exchanged(passport: Passport, exchange: Exchange) -> bool:
    mark = exchanging.set(passport)
    try:
        issued = exchange()
    finally:
        exchanging.reset(mark)
    if issued is None:
        return False
    digests = [digest_of(text) for text in (issued.access, issued.refresh) if text]
    for token in Token.objects.filter(hash__in=digests):
        token.data = {**(token.data or {}), "passport": passport.code}
        token.save(update_fields=["data"])
    return True


def digest_of(text: str) -> str:
    """Return what is kept of a code or a token."""
    return sha256(text.encode()).hexdigest()


def note_refusal(*, service: str, about: str, address: str, now: datetime) -> None:
    """Write down that a service, or somebody who poses as one, asked for what it may not have."""
    details = {"service": service[:100]}
    record(kind=AuditKind.PASSPORT_REFUSED, by="", about=about[:200], address=address, details=details, now=now)
