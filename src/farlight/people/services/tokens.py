"""Tokens: keys for programs."""

from datetime import datetime, timedelta

from django.db import transaction

from farlight.bus.public import publish
from farlight.kernel.ids import new_opaque_id
from farlight.people.events import TokenIssued, TokenRevoked
from farlight.people.models import ApiToken, Person
from farlight.people.queries import digest_of

KEY_LENGTH = 33
"""Characters from an alphabet of 31: 163 bits."""


@transaction.atomic
def issue_token(*, person: Person, label: str, now: datetime, valid_for: timedelta = timedelta(days=90)) -> str:
    """Make a token and return its key, which is not kept."""
    key = new_opaque_id("far_", length=KEY_LENGTH)
    ApiToken.objects.create(person=person, label=label, digest=digest_of(key), expires_at=now + valid_for)
    publish(TokenIssued(person=person.username, label=label), by=person.username)
    return key


@transaction.atomic
def revoke_token(*, token: ApiToken, now: datetime) -> None:
    """Make a token worthless."""
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now)
    publish(TokenRevoked(person=token.person.username, label=token.label), by=token.person.username)
