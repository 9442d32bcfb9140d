"""Whole addresses, and links that a mail carries its reader's name in."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.urls import reverse

_SALT = "farlight.mail.settings"


def whole_address(path: str) -> str:
    """Return the address of a path of this site; empty for none."""
    return f"{settings.FARLIGHT_SITE_URL}{path}" if path else ""


def host_of_site() -> str:
    """Return the host name of this site, for Message-IDs."""
    return urlsplit(settings.FARLIGHT_SITE_URL).hostname or "localhost"


def settings_path(person: int) -> str:
    """Return the path on which a person, named by the key, says without a login how often mails come."""
    return reverse("mail:mail_settings", args=[signing.dumps(person, salt=_SALT)])


def person_in(token: str) -> int | None:
    """Return the key of the person that a settings link is for; None when nobody signed it here."""
    try:
        found = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return found if isinstance(found, int) else None
