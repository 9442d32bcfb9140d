"""Signing what services are told, with the key that signs now."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import jwt
from allauth.core.internal import jwkkit

from farlight.passports.adapters.keys import signing_keys
from farlight.passports.domain.keys import key_that_signs


def signed(claims: Mapping[str, Any], *, kind: str, now: datetime) -> str:
    """Return claims as a signed token of a kind (``typ``), under the name by which the key is shown."""
    key = key_that_signs(signing_keys(now=now), now=now)
    shown, private = jwkkit.load_jwk_from_pem(key.pem)
    return jwt.encode(dict(claims), private, algorithm="RS256", headers={"kid": shown["kid"], "typ": kind})
