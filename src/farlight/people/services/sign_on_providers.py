"""Where else people sign on, as the facility file says it."""

from collections.abc import Sequence
from dataclasses import asdict
from os import environ
from pathlib import Path

from django.db import transaction

from farlight.bus.public import publish
from farlight.kernel.errors import Unavailable
from farlight.kernel.time import utc_now
from farlight.people.events import SignOnProvidersChanged
from farlight.people.models import Person, RoleGrant, SignOnProvider
from farlight.people.queries import sign_on_providers
from farlight.people.services.claimed_roles import take_claimed_roles
from farlight.people.types import ProviderDefinition


@transaction.atomic
def define_sign_on(*, providers: Sequence[ProviderDefinition]) -> None:
    """Let people sign on with these from now on, in this order. Nothing happens when it is so already.

    A provider that is gone opens no account any more, and the roles that its claims gave are gone with it. Which
    accounts were linked is kept: they count again when it comes back.
    """
    if list(providers) == sign_on_providers():
        return
    codes = [provider.code for provider in providers]
    SignOnProvider.objects.exclude(code__in=codes).delete()
    for place, provider in enumerate(providers):
        definition = asdict(provider)
        SignOnProvider.objects.update_or_create(code=provider.code, defaults={"place": place, "definition": definition})
    gone = RoleGrant.objects.exclude(source__in=["", *codes]).values("person_id")
    for person in Person.objects.filter(pk__in=gone).order_by("pk"):
        take_claimed_roles(person=person, but=codes, now=utc_now())
    publish(SignOnProvidersChanged(providers=tuple(codes)))


def secret_of(provider: ProviderDefinition) -> str:
    """Return the secret that this site shows to a provider; empty for a client without one. It is kept nowhere else.

    Raises
    ------
    Unavailable
        When the variable is not set, or the file cannot be read.
    """
    if provider.secret_env:
        if provider.secret_env not in environ:
            raise Unavailable(f"The secret for {provider.name} is missing: {provider.secret_env} is not set.")
        return environ[provider.secret_env]
    if not provider.secret_file:
        return ""
    try:
        return Path(provider.secret_file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Unavailable(f"The secret for {provider.name} is missing: its file cannot be read.") from error
