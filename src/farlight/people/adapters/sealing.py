"""Secrets that the database keeps for people, sealed with a key that it does not hold."""

import hmac
from functools import lru_cache
from hashlib import pbkdf2_hmac, sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from farlight.kernel.errors import Unavailable

SLOW_ROUNDS = 600_000
"""Of PBKDF2-HMAC-SHA-256, as OWASP's password storage cheat sheet asks (2023)."""


@lru_cache(maxsize=8)
def _keys(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def _present_keys() -> MultiFernet:
    return _keys(tuple(settings.FARLIGHT_SEALING_KEYS))


def sealed(secret: bytes) -> str:
    """Seal a secret with the newest key."""
    return _present_keys().encrypt(secret).decode()


def unsealed(text: str) -> bytes:
    """Open what was sealed with any of the keys.

    Raises
    ------
    Unavailable
        When none of the keys opens it: the key it was sealed with has been taken away.
    """
    try:
        return _present_keys().decrypt(text.encode())
    except InvalidToken as error:
        raise Unavailable("What was sealed cannot be opened: its key is not among the sealing keys.") from error


def sealed_anew(text: str) -> str:
    """Seal with the newest key what was sealed with any; raises as :func:`unsealed`."""
    return sealed(unsealed(text))


def fingerprint_of(secret: str) -> str:
    """Return what is kept of a secret that has few random bits: useless without the site's own secret key."""
    return hmac.new(settings.SECRET_KEY.encode(), b"farlight.people:" + secret.encode(), sha256).hexdigest()


def slow_hash_of(secret: str, *, salt: str) -> str:
    """Return what is kept of a secret that somebody could go through one by one, were database and key both stolen.

    The keyed hash of the secret is hashed slowly with a salt, which takes about 0.15 s.
    """
    rounds = SLOW_ROUNDS
    return pbkdf2_hmac("sha256", fingerprint_of(secret).encode(), bytes.fromhex(salt), rounds).hex()
