"""Logout tokens (OpenID Connect Back-Channel Logout 1.0, section 2.6), after the signature was looked at."""

from collections.abc import Mapping
from datetime import datetime

from farlight.people.domain.identities import LONGEST_NAME, Claims, faults_of_token, moment_in
from farlight.people.types import ProviderDefinition

EVENT = "http://schemas.openid.net/event/backchannel-logout"
LONGEST_LIFE_S = 3600
"""Logout tokens that are good for longer are refused: they would have to be remembered for as long."""


def faults_of_logout(claims: Claims, *, provider: ProviderDefinition, now: datetime) -> tuple[str, ...]:
    """Everything that is wrong with a logout token whose signature holds; whether it came before is asked elsewhere."""
    found = list(faults_of_token(claims, issuer=provider.issuer, client_id=provider.client_id, now=now))
    made, expires = moment_in(claims, "iat"), moment_in(claims, "exp")
    if made and expires and (expires - made).total_seconds() > LONGEST_LIFE_S:
        found.append("It is good for too long.")
    if not _names(claims, "jti"):
        found.append("It has no jti.")
    events = claims.get("events")
    if not isinstance(events, Mapping) or not isinstance(events.get(EVENT), Mapping):
        found.append("It is no logout token.")
    if "nonce" in claims:
        found.append("It has a nonce: it is an ID token.")
    if not _names(claims, "sub") and not _names(claims, "sid"):
        found.append("It says neither whom nor which session to sign out.")
    return tuple(found)


def _names(claims: Claims, name: str) -> bool:
    value = claims.get(name)
    return isinstance(value, str) and 0 < len(value) <= LONGEST_NAME
