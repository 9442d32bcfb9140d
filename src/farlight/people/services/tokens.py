"""Tokens: keys for programs."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from farlight.audit.public import record
from farlight.audit.types import AuditKind, Detail
from farlight.bus.public import publish
from farlight.kernel.errors import Invalid
from farlight.kernel.ids import new_opaque_id
from farlight.people.domain.tokens import objections_to_token
from farlight.people.events import TokenIssued, TokenRevoked
from farlight.people.models import ApiToken, Person
from farlight.people.queries import counting_tokens, digest_of, token_with_key
from farlight.people.types import Actor

KEY_LENGTH = 33
"""Characters from an alphabet of 31: 163 bits."""

USE_NOTED_EVERY = timedelta(minutes=1)
"""A program may ask a hundred times a second; its token's row is written once in so long."""


@transaction.atomic
def issue_token(
    *, person: Person, label: str, now: datetime, valid_for: timedelta = timedelta(days=90), by: Actor | None = None
) -> str:
    """Make a token and return its key, which is not kept.

    Raises
    ------
    Invalid
        With every objection to its name, its time, or the number of tokens.
    """
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    objections = objections_to_token(label=label, valid_for=valid_for, counting=counting_tokens(person, now=now))
    if objections:
        raise Invalid(objections)
    key = new_opaque_id("far_", length=KEY_LENGTH)
    ApiToken.objects.create(person=person, label=label.strip(), digest=digest_of(key), expires_at=now + valid_for)
    login = (by or person).username
    details: dict[str, Detail] = {"label": label.strip(), "days": valid_for.days}
    publish(TokenIssued(person=person.username, label=label.strip()), by=login)
    record(kind=AuditKind.TOKEN_ISSUED, by=login, about=person.username, details=details, now=now)
    return key


@transaction.atomic
def revoke_token(*, token: ApiToken, now: datetime, by: Actor | None = None) -> None:
    """Make a token worthless. Nothing happens when it is so already."""
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
        login, whose, details = (by or token.person).username, token.person.username, {"label": token.label}
        publish(TokenRevoked(person=whose, label=token.label), by=login)
        record(kind=AuditKind.TOKEN_REVOKED, by=login, about=whose, details=details, now=now)


def person_using(key: str, *, now: datetime) -> Person | None:
    """Return the person whose token has this key, and note that it was used; None when it does not count."""
    token = token_with_key(key, now=now)
    if token is None:
        return None
    if token.used_at is None or now - token.used_at >= USE_NOTED_EVERY:
        stale = Q(used_at=None) | Q(used_at__lte=now - USE_NOTED_EVERY)
        ApiToken.objects.filter(stale, pk=token.pk).update(used_at=now)
    return token.person
