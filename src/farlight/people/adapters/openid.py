"""What a provider of identities publishes (OpenID Connect Discovery 1.0), and signatures of its tokens, by PyJWT.

allauth's provider trusts the line that an ID token came by and looks at no signature; here every signature is looked
at, with keys of the provider alone and with algorithms that have a public key.
"""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import jwt
import requests
from jwt.types import Options

from farlight.kernel.errors import Invalid, Objection, Unavailable

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures that only the provider can make; ``none`` and those with a shared key (HS256) are not among them."""
WELL_KNOWN = "/.well-known/openid-configuration"
KEPT_S = 600.0
"""How long what a provider publishes is believed before it is fetched again."""
KEYS_AGAIN_S = 30.0
"""A token that names an unknown key lets the keys be fetched again, once in so long."""
TIMEOUT_S = (5.0, 10.0)
LARGEST_BYTES = 1 << 20
LONGEST_TOKEN = 1 << 15
IDENTITY, LOGOUT = frozenset({"", "jwt"}), frozenset({"", "jwt", "logout+jwt"})
"""Types (``typ``) that a token of a kind may carry."""


@dataclass(frozen=True, kw_only=True)
class Published:
    """What a provider says of itself; addresses are empty where it has none."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""
    end_session_endpoint: str = ""
    token_methods: tuple[str, ...] = ("client_secret_basic",)
    names_itself: bool = False
    """Whether it says in each answer who answers (RFC 9207)."""


_SIGNATURE_ALONE: Options = {
    "verify_signature": True,
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "verify_aud": False,
    "verify_iss": False,
    "verify_sub": False,
    "verify_jti": False,
}
_KEPT: dict[str, tuple[float, Mapping[str, Any]]] = {}
"""By address: when it was fetched, and what it was. Of this process alone."""


def is_safe(address: str) -> bool:
    """Whether nobody listens to a line: HTTPS, or this very machine."""
    parts = urlsplit(address)
    if parts.scheme == "https":
        return bool(parts.hostname)
    return parts.scheme == "http" and _is_this_machine(parts.hostname or "")


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def published_by(issuer: str) -> Published:
    """Return what a provider says of itself.

    Raises
    ------
    Unavailable
        When it does not answer, or calls itself something else.
    """
    said = fetched(issuer.rstrip("/") + WELL_KNOWN)
    if said.get("issuer") != issuer:
        raise Unavailable(f"{issuer} calls itself {said.get('issuer')!s:.200}: the facility file must say the same.")
    address = partial(_address_in, said)
    return Published(
        issuer=issuer,
        authorization_endpoint=address("authorization_endpoint", is_needed=True),
        token_endpoint=address("token_endpoint", is_needed=True),
        jwks_uri=address("jwks_uri", is_needed=True),
        userinfo_endpoint=address("userinfo_endpoint"),
        end_session_endpoint=address("end_session_endpoint"),
        token_methods=tuple(said.get("token_endpoint_auth_methods_supported") or ("client_secret_basic",)),
        names_itself=said.get("authorization_response_iss_parameter_supported") is True,
    )


def _address_in(said: Mapping[str, Any], name: str, *, is_needed: bool = False) -> str:
    address = said.get(name)
    if not address and not is_needed:
        return ""
    if not isinstance(address, str) or not is_safe(address):
        raise Unavailable(f"{said['issuer']} has no {name} to which nobody listens.")
    return address


def fetched(address: str, *, token: str = "", fresh_s: float = KEPT_S) -> Mapping[str, Any]:
    """Return the JSON object at an address; one without a token is kept for a while.

    Raises
    ------
    Unavailable
        When there is none.
    """
    kept = _KEPT.get(address)
    if kept and not token and time.monotonic() - kept[0] < fresh_s:
        return kept[1]
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        with requests.get(address, headers=headers, timeout=TIMEOUT_S, stream=True, allow_redirects=False) as answer:
            answer.raise_for_status()
            said = json.loads(answer.raw.read(LARGEST_BYTES, decode_content=True))
    except (requests.RequestException, ValueError) as error:
        raise Unavailable(words_for(error, of=urlsplit(address).netloc)) from error
    if not isinstance(said, Mapping) or (not token and answer.status_code != requests.codes.ok):
        raise Unavailable(f"{urlsplit(address).netloc} does not answer as it should.")
    if not token:
        _KEPT[address] = (time.monotonic(), said)
    return said


def words_for(error: Exception, *, of: str, otherwise: str = "does not answer as it should.") -> str:
    """Say what is wrong with a provider that gave an error; a certificate that is over is told apart."""
    if isinstance(error, requests.exceptions.SSLError):
        return f"{of} shows a certificate that does not count: it is over, for another name, or signed by nobody known."
    return f"{of} {otherwise}"


def forget() -> None:
    """Fetch everything anew from now on."""
    _KEPT.clear()


def claims_of(token: str, *, issuer: str, types: frozenset[str]) -> Mapping[str, Any]:
    """Return what a token says that its provider signed; issuer, audience and times are not looked at yet.

    Raises
    ------
    Invalid
        When the provider did not sign it, or it is none.
    Unavailable
        When the provider's keys cannot be had.
    """
    try:
        header = jwt.get_unverified_header(token[: LONGEST_TOKEN + 1])
        algorithm, key = header.get("alg"), header.get("kid")
        is_known = algorithm in ALGORITHMS and "crit" not in header and isinstance(key, str | None)
        if not is_known or str(header.get("typ", "")).lower().removeprefix("application/") not in types:
            raise Invalid([_refusal("It is not signed in a way that counts.")])
        public = _key_of(published_by(issuer).jwks_uri, key, str(algorithm))
        said: Mapping[str, Any] = jwt.decode(token, public.key, algorithms=[str(algorithm)], options=_SIGNATURE_ALONE)
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise Invalid([_refusal("Its signature does not hold.")]) from error
    return said


def _key_of(address: str, name: str | None, algorithm: str) -> jwt.PyJWK:
    fits: Callable[[float], list[Mapping[str, Any]]] = lambda fresh_s: [  # noqa: E731 - asked twice
        key for key in fetched(address, fresh_s=fresh_s).get("keys", []) if _fits(key, name, algorithm)
    ]
    found = fits(KEPT_S) or fits(KEYS_AGAIN_S)
    if len(found) != 1:
        raise Invalid([_refusal("It is signed with a key that the provider does not publish.")])
    return jwt.PyJWK(dict(found[0]), algorithm=algorithm)


def _fits(key: Mapping[str, Any], name: str | None, algorithm: str) -> bool:
    """Whether a published key may have signed: a public one, for signatures, of that name and algorithm."""
    if key.get("kty") not in {"RSA", "EC", "OKP"} or key.get("use", "sig") != "sig":
        return False
    return (name is None or key.get("kid") == name) and key.get("alg", algorithm) == algorithm


def _refusal(why: str) -> Objection:
    return Objection(message=why)
