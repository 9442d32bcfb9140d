"""Questions about second factors."""

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP

from farlight.people.types import Actor


def codes_of(person: Actor) -> TOTP | None:
    """Return what judges the codes of somebody's app; None when no app shows codes for them."""
    row = Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.TOTP).first()
    return TOTP(row) if row else None
