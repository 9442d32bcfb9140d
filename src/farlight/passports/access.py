"""The way to passports: through their owner."""

from datetime import datetime, timedelta

from allauth.idp.oidc.models import Token
from django.db.models import QuerySet

from farlight.kernel.errors import NotFound
from farlight.kernel.ids import OPAQUE_CODE
from farlight.passports.models import LogoutNotice, Passport
from farlight.passports.types import NoticeState, PassportSummary, Untold
from farlight.people.types import Actor

TELLS_FOR = timedelta(days=7)
"""How long a person sees that a service could not be told."""


def _passports_of(person: Actor) -> QuerySet[Passport]:
    rows = Passport.objects.select_related("person").filter(person_id=person.pk, ended_at=None)
    return rows.exclude(redeemed_at=None)


def passports_of(person: Actor, *, now: datetime) -> list[PassportSummary]:
    """Return the passports of a person by which a service still gets something, newest first: two queries."""
    tokens = Token.objects.filter(user_id=person.pk, expires_at__gt=now).values_list("data", flat=True)
    living = {(data or {}).get("passport") for data in tokens}
    return [
        PassportSummary(
            code=row.code,
            service_name=row.service_name,
            scopes=tuple(row.scopes),
            address=row.address,
            begun_at=row.begun_at,
            used_at=row.used_at,
        )
        for row in _passports_of(person).order_by("-begun_at", "-pk")
        if row.code in living
    ]


def untold_of(person: Actor, *, now: datetime) -> list[Untold]:
    """Return the services that could not be told yet, or in a day, that a sign-on of a person is over: one query."""
    rows = LogoutNotice.objects.select_related("passport").filter(passport__person_id=person.pk)
    failed = rows.exclude(fault="").filter(state__in=[NoticeState.WAITING.value, NoticeState.GIVEN_UP.value])
    return [
        Untold(
            service_name=row.passport.service_name,
            since=row.made_at,
            state=NoticeState(row.state),
            next_at=row.due_at,
            fault=row.fault,
        )
        for row in failed.filter(made_at__gt=now - TELLS_FOR).order_by("-made_at", "-pk")
    ]


def passport_for(person: Actor, code: str) -> Passport:
    """Return a passport of a person's own.

    Raises
    ------
    NotFound
        When the person has none of this code.
    """
    row = _passports_of(person).filter(code=code).first() if OPAQUE_CODE.fullmatch(code) else None
    if row is None:
        raise NotFound
    return row
