"""What a provider of identities says of somebody, and whether it is to be believed (OpenID Connect Core 1.0).

The signature is looked at before, by ``adapters/openid.py``; here are the points of the text. Moments in claims are
seconds since 1970, UTC.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from farlight.people.types import ProviderDefinition, Role

LEEWAY = timedelta(seconds=60)
"""Clocks of two houses differ by so much."""
OLDEST = timedelta(minutes=10)
"""A token for signing on was made so long ago at most: it is fetched at once."""
LONGEST_NAME = 255
_BEAMLINE = r"(?P<beamline>[a-z][a-z0-9-]{0,19})"

Claims = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Who somebody is for a provider; only plain values, so that a browser's session can keep it."""

    provider: str
    issuer: str
    subject: str
    label: str = ""
    """Address or name there, for people; nothing is decided by it."""
    email: str = ""
    is_email_verified: bool = False
    given_name: str = ""
    family_name: str = ""
    sid: str = ""
    acr: str = ""
    gave_factor: bool = False
    """Whether a second factor was given there, by what the facility counts as one."""
    proved_at_s: int = 0
    """When somebody last proved there who they are; 0 when the provider does not say."""
    roles: tuple[str, ...] = ()
    """``role`` or ``role@beamline``."""
    institute: str = ""

    @property
    def proved_at(self) -> datetime:
        """When somebody last proved there who they are; long ago when the provider does not say."""
        return datetime.fromtimestamp(self.proved_at_s, tz=UTC)


def faults_of_token(claims: Claims, *, issuer: str, client_id: str, now: datetime) -> Iterator[str]:
    """What is wrong with any token of a provider that is meant for this site: issuer, audience, times."""
    if claims.get("iss") != issuer:
        yield "It was issued by somebody else."
    audience = claims.get("aud")
    audiences = [audience] if isinstance(audience, str) else audience if isinstance(audience, list) else []
    party = claims.get("azp", client_id if len(audiences) == 1 else None)
    if client_id not in audiences or party != client_id:
        yield "It was made for another site."
    expires = moment_in(claims, "exp")
    if expires is None or expires <= now - LEEWAY:
        yield "It has expired."
    made = moment_in(claims, "iat")
    if made is None or made > now + LEEWAY or made < now - OLDEST - LEEWAY:
        yield "It was not made just now."


def faults_of_identity(
    claims: Claims, *, provider: ProviderDefinition, nonce: str, max_age_s: int, now: datetime
) -> tuple[str, ...]:
    """Everything that is wrong with an ID token whose signature holds.

    Parameters
    ----------
    nonce : str
        What this site sent along when it asked; the answer to another question does not count.
    max_age_s : int
        How long ago somebody may have signed on there; the provider was asked so, and is not simply believed. 0 for
        any time: then it need not say when.
    """
    found = list(faults_of_token(claims, issuer=provider.issuer, client_id=provider.client_id, now=now))
    if not nonce or claims.get("nonce") != nonce:
        found.append("It answers another question.")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_NAME:
        found.append("It does not say who it is.")
    proved = moment_in(claims, "auth_time")
    if proved is None:
        found.extend(["It does not say when you signed on there."] if max_age_s else [])
    elif proved > now + LEEWAY:
        found.append("It says that you signed on there in the future.")
    elif max_age_s and proved < now - timedelta(seconds=max_age_s) - LEEWAY:
        found.append("You signed on there too long ago.")
    return tuple(found)


def identity_in(claims: Claims, provider: ProviderDefinition) -> Identity:
    """Return who somebody is, from claims that hold."""
    email, name = _text(claims, "email"), _text(claims, "name")
    given, _, family = name.rpartition(" ")
    acr, proved = _text(claims, "acr"), moment_in(claims, "auth_time")
    return Identity(
        provider=provider.code,
        issuer=provider.issuer,
        subject=str(claims["sub"]),
        label=(email or _text(claims, "preferred_username") or name)[:200],
        email=email,
        is_email_verified=claims.get("email_verified") is True,
        given_name=_text(claims, "given_name") or given,
        family_name=_text(claims, "family_name") or family,
        sid=_text(claims, "sid"),
        acr=acr,
        gave_factor=acr in provider.second_factor,
        proved_at_s=int(proved.timestamp()) if proved else 0,
        roles=tuple(sorted(set(_roles(claims, provider)))),
        institute=next((i.institute for i in provider.institutes if i.value in texts_at(claims, i.claim)), ""),
    )


def identity_kept(kept: Mapping[str, Any]) -> Identity:
    """Return an identity from what a browser's session kept of it."""
    identity = Identity(**kept)
    return replace(identity, roles=tuple(identity.roles))


def _roles(claims: Claims, provider: ProviderDefinition) -> Iterator[str]:
    for rule in provider.roles:
        if rule.role is Role.ADMINISTRATOR and not provider.gives_administrator:
            continue
        pattern = re.escape(rule.value).replace(re.escape("{beamline}"), _BEAMLINE, 1)
        for text in texts_at(claims, rule.claim):
            found = re.fullmatch(pattern, text)
            if found:
                beamline = found.groupdict().get("beamline", "") if rule.beamline == "{beamline}" else rule.beamline
                yield f"{rule.role}@{beamline}" if beamline else rule.role.value


def texts_at(claims: Claims, path: str) -> tuple[str, ...]:
    """Return the texts at a place of claims: one, a list of them, or nothing.

    A name with dots in it (``https://example.org/roles``) is looked for as it is before it is taken for a path.
    """
    value: Any = claims.get(path)
    if value is None:
        value = claims
        for step in path.split("."):
            value = value.get(step) if isinstance(value, Mapping) else None
    values = value if isinstance(value, list) else [value]
    return tuple(text for text in values if isinstance(text, str))


def moment_in(claims: Claims, name: str) -> datetime | None:
    """Return the moment of a claim; None when there is none, or it is no number of seconds."""
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return datetime.fromtimestamp(value, tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _text(claims: Claims, name: str) -> str:
    value = claims.get(name)
    if isinstance(value, str) and len(value) <= LONGEST_NAME and value.isprintable():
        return value.strip()
    return ""
