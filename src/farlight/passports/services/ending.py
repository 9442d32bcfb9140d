"""Ending passports: what the service holds is worthless from that moment."""

from datetime import datetime

from allauth.idp.oidc.models import Token
from django.db import transaction
from django.db.models import QuerySet

from farlight.audit.public import record
from farlight.audit.types import AuditKind
from farlight.bus.public import publish
from farlight.passports.events import PassportEnded
from farlight.passports.models import Passport
from farlight.passports.services.telling import note_what_to_tell
from farlight.people.events import SignInsEnded


@transaction.atomic
def end_passport(*, passport: Passport, why: str, by: str, now: datetime) -> None:
    """End a passport. Nothing happens when it is over already.

    Parameters
    ----------
    by : str
        Login name of who does it; empty for the machinery.
    """
    is_ended_now = Passport.objects.filter(pk=passport.pk, ended_at=None).update(ended_at=now)
    Token.objects.filter(data__passport=passport.code).delete()
    if is_ended_now:
        note_what_to_tell(passport, now=now)
        whose, service = passport.person.username, passport.service
        publish(PassportEnded(person=whose, service=service, why=why), by=by)
        details = {"service": service, "why": why}
        record(kind=AuditKind.PASSPORT_ENDED, by=by, about=whose, details=details, now=now)


def end_passports_of(*, username: str, why: str, now: datetime) -> None:
    """End all passports of somebody."""
    _end(Passport.objects.filter(person__username=username), why, "", now)


def end_passports_by(*, event: SignInsEnded, now: datetime) -> None:
    """End the passports that were issued in browsers whose sign-in ended."""
    rows = Passport.objects.filter(person__username=event.person)
    if event.everywhere:
        rows = rows.exclude(sign_in=event.kept) if event.kept else rows
    else:
        rows = rows.filter(sign_in__in=event.sign_ins)
    _end(rows, "the person was signed out", "", now)


def end_passports_of_service(*, service: str, why: str, now: datetime, person_id: int | None = None) -> None:
    """End all passports of a service, or those of one person there."""
    rows = Passport.objects.filter(service=service)
    _end(rows.filter(person_id=person_id) if person_id else rows, why, "", now)


def _end(rows: QuerySet[Passport], why: str, by: str, now: datetime) -> None:
    for passport in rows.select_related("person").filter(ended_at=None):
        end_passport(passport=passport, why=why, by=by, now=now)
