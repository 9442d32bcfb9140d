"""Tokens: keys for programs."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from farlight.audit.public import record
from farlight.audit.types import AuditKind, Detail
from farlight.bus.public import publish
from farlight.kernel.errors import Invalid
from farlight.kernel.ids import new_opaque_id
from farlight.people.domain.tokens import (
    MACHINE_SCOPES,
    TOLD_BEFORE,
    objections_to_scopes,
    objections_to_token,
)
from farlight.people.events import TokenEnding, TokenIssued, TokenRevoked
from farlight.people.models import ApiToken, Person
from farlight.people.queries import counting_tokens, digest_of, security_policy, token_with_key
from farlight.people.types import Actor, TokenScope

KEY_LENGTH = 33
"""Characters from an alphabet of 31: 163 bits."""

USE_NOTED_EVERY = timedelta(minutes=1)
"""A program may ask a hundred times a second; its token's row is written once in so long."""


EVERY_SCOPE = frozenset(TokenScope)


@transaction.atomic
def issue_token(
    *,
    person: Person,
    label: str,
    now: datetime,
    scopes: Collection[TokenScope] = EVERY_SCOPE,
    valid_for: timedelta = timedelta(days=90),
    by: Actor | None = None,
) -> str:
    """Make a token and return its key, which is not kept.

    Raises
    ------
    Invalid
        With every objection to its name, what it opens, its time, or the number of tokens.
    """
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    longest = timedelta(days=security_policy().longest_token_days)
    allowed = MACHINE_SCOPES if person.machine_of else EVERY_SCOPE
    objections = (
        *objections_to_token(
            label=label, valid_for=valid_for, longest=longest, counting=counting_tokens(person, now=now)
        ),
        *objections_to_scopes(scopes, allowed=allowed),
    )
    if objections:
        raise Invalid(objections)
    return _issue(person, label.strip(), sorted(scope.value for scope in scopes), now, valid_for, by or person)


def _issue(person: Person, label: str, scopes: list[str], now: datetime, valid_for: timedelta, by: Actor) -> str:
    key, login = new_opaque_id("far_", length=KEY_LENGTH), by.username
    made_by = "" if by.pk == person.pk else login
    ApiToken.objects.create(
        person=person, label=label, scopes=scopes, digest=digest_of(key), expires_at=now + valid_for, made_by=made_by
    )
    details: dict[str, Detail] = {"label": label, "days": valid_for.days, "scopes": ", ".join(scopes)}
    publish(TokenIssued(person=person.username, label=label), by=login)
    record(kind=AuditKind.TOKEN_ISSUED, by=login, about=person.username, details=details, now=now)
    return key


@transaction.atomic
def revoke_token(*, token: ApiToken, now: datetime, by: Actor | None = None) -> None:
    """Make a token worthless. Nothing happens when it is so already."""
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
        login, whose, details = (by or token.person).username, token.person.username, {"label": token.label}
        publish(TokenRevoked(person=whose, label=token.label), by=login)
        record(kind=AuditKind.TOKEN_REVOKED, by=login, about=whose, details=details, now=now)


def token_using(key: str, *, address: str, now: datetime) -> ApiToken | None:
    """Return the token that has this key, and note that it was used, and from where; None when it does not count."""
    token = token_with_key(key, now=now)
    if token is None:
        return None
    if token.used_at is None or now - token.used_at >= USE_NOTED_EVERY:
        stale = Q(used_at=None) | Q(used_at__lte=now - USE_NOTED_EVERY)
        ApiToken.objects.filter(stale, pk=token.pk).update(used_at=now, used_from=address[:45])
    return token


@transaction.atomic
def announce_ends(*, now: datetime) -> int:
    """Tell once of each token that counts for a week more, or less; return of how many.

    The owner is told; for the key of a machine, whoever made it.
    """
    soon = ApiToken.objects.filter(
        revoked_at=None, warned_at=None, expires_at__gt=now, expires_at__lte=now + TOLD_BEFORE, person__is_active=True
    )
    ending = list(soon.select_for_update(of=("self",)).select_related("person"))
    for token in ending:
        publish(
            TokenEnding(person=token.made_by if token.person.machine_of else token.person.username, code=token.code)
        )
    ApiToken.objects.filter(pk__in=[token.pk for token in ending]).update(warned_at=now)
    return len(ending)
