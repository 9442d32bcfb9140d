"""What may be declared of a service."""

from collections.abc import Collection
from urllib.parse import urlsplit, urlunsplit

from farlight.kernel.errors import Objection
from farlight.passports.types import ServiceDefinition, ServiceScope

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
MIN_SECRET = 24
"""Characters of a secret, at least."""
NEEDS_PKCE = "needs_pkce"
"""Under which it is kept that a service must send a challenge."""


def objections_to_service(definition: ServiceDefinition, *, secret: str) -> tuple[Objection, ...]:
    """Everything that is wrong with a service; ``secret`` is empty when none is set."""
    found = []
    if not definition.redirect_uris:
        found.append(_wrong(definition, "has no address to come back to", "Give it redirect_uris."))
    for uri in (*definition.redirect_uris, *definition.logout_uris):
        if not _is_safe(uri):
            mend = "It is an https:// address without a fragment or a star; http:// only on this machine itself."
            found.append(_wrong(definition, f"cannot come back to {uri}", mend))
    told_at = definition.backchannel_logout_uri
    if told_at and not _is_safe(told_at):
        mend = "It is an https:// address without a fragment or a star; http:// only on this machine itself."
        found.append(_wrong(definition, f"cannot be told at {told_at} that somebody signed out", mend))
    if ServiceScope.OPENID not in definition.scopes:
        found.append(_wrong(definition, "may not ask who somebody is", "Give it the scope openid."))
    return (*found, *_objections_to_secret(definition, secret))


def _objections_to_secret(definition: ServiceDefinition, secret: str) -> list[Objection]:
    """What is wrong with how a service proves that it is itself."""
    found = []
    if definition.is_public and definition.is_trusted:
        found.append(_wrong(definition, "keeps no secret, so anybody can pose as it", "Do not trust it."))
    if definition.is_public and not definition.needs_pkce:
        found.append(_wrong(definition, "keeps no secret, so that a stolen code would open", "Let it use PKCE."))
    if not definition.is_public and len(secret) < MIN_SECRET:
        mend = f"Set service_secrets (FARLIGHT_SERVICE_SECRETS) for it: {MIN_SECRET} characters or more."
        found.append(_wrong(definition, "has no secret, or a short one", mend))
    return found


def _wrong(definition: ServiceDefinition, what: str, mend: str) -> Objection:
    return Objection(message=f"The service {definition.code} {what}.", mend=mend)


def _is_safe(uri: str) -> bool:
    parts = urlsplit(uri)
    is_near = parts.scheme == "http" and parts.hostname in LOOPBACK
    has_host = bool(parts.hostname) and parts.username is None
    return has_host and (parts.scheme == "https" or is_near) and not parts.fragment and "*" not in uri


def origin_of(uri: str) -> str:
    """Return the origin of an address: scheme, host and port."""
    parts = urlsplit(uri)
    return f"{parts.scheme}://{parts.netloc}"


def is_declared(uri: str, declared: Collection[str], kind: str) -> bool:
    """Whether a sign-on may come back to an address: letter for letter.

    A public program on somebody's own machine may come back to any port there: it cannot choose beforehand (RFC 8252).
    """
    if kind == "public":
        declared = {_without_port(one) for one in declared}
        uri = _without_port(uri)
    return uri in declared


def _without_port(uri: str) -> str:
    parts = urlsplit(uri)
    is_near = parts.scheme == "http" and parts.hostname in LOOPBACK
    return urlunsplit(parts._replace(netloc=parts.hostname or "")) if is_near else uri
