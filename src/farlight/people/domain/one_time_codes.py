"""One-time codes of an app on a phone: RFC 6238 with SHA-1, six digits, thirty seconds, as every such app knows it."""

import hmac
import re
from base64 import b32encode
from datetime import datetime
from hashlib import sha1
from urllib.parse import quote, urlencode

PERIOD_S = 30
DIGITS = 6
SEED_BYTES = 20
"""As long as the digest of SHA-1 (RFC 4226, section 4)."""

_BLANKS = re.compile(r"[\s-]+")


def counter_at(now: datetime) -> int:
    """Return the number of the period that a moment lies in (RFC 6238, section 4.2)."""
    return int(now.timestamp()) // PERIOD_S


def code_of(seed: bytes, counter: int) -> str:
    """Return the code of a period (RFC 4226, section 5.3): six digits."""
    digest = hmac.new(seed, counter.to_bytes(8, "big"), sha1).digest()
    at = digest[-1] & 0x0F
    number = int.from_bytes(digest[at : at + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def normalised(code: str) -> str:
    """Return a code as typed without the blanks and dashes that people put in."""
    return _BLANKS.sub("", code[:64])


def counter_of(seed: bytes, code: str, *, now: datetime) -> int | None:
    """Return the number of the period when a code is the one of this very period; None when it is not.

    Codes of the periods before and after do not count: with a tolerance a code could be seen, and used, twice.
    """
    counter = counter_at(now)
    is_right = hmac.compare_digest(code_of(seed, counter).encode(), normalised(code).encode())
    return counter if is_right else None


def seed_text(seed: bytes) -> str:
    """Return a seed as apps take it: base 32, without padding."""
    return b32encode(seed).decode().rstrip("=")


def seed_address(seed: bytes, *, login: str, facility: str) -> str:
    """Return the address that the picture for the app holds: ``otpauth://totp/…``."""
    label = quote(f"{facility}:{login}")
    words = {"secret": seed_text(seed), "issuer": facility, "digits": DIGITS, "period": PERIOD_S}
    return f"otpauth://totp/{label}?{urlencode(words, quote_via=quote)}"
