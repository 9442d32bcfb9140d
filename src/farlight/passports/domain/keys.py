"""Which key signs, and which are shown to those who check."""

from dataclasses import dataclass
from datetime import datetime, timedelta

SHOWN_BEFORE = timedelta(hours=1)
"""A new key is shown so long before it signs: services keep what they were shown for an hour."""
SHOWN_AFTER = timedelta(hours=1)
"""An old key is shown so long after it signed last: what it signed lives for minutes."""


@dataclass(frozen=True, kw_only=True)
class SigningKey:
    """A key, and the moment from which it signs."""

    name: str
    signs_from: datetime
    pem: str


@dataclass(frozen=True, kw_only=True)
class ShownKey:
    """A key that is shown, and until when; None while it is the newest."""

    key: SigningKey
    until: datetime | None


def shown_keys(keys: list[SigningKey]) -> list[ShownKey]:
    """Return all keys, the oldest first, each with the moment until which it is shown."""
    ordered = sorted(keys, key=lambda key: key.signs_from)
    ends = [later.signs_from + SHOWN_AFTER for later in ordered[1:]]
    return [ShownKey(key=key, until=end) for key, end in zip(ordered, [*ends, None], strict=True)]


def key_that_signs(keys: list[SigningKey], *, now: datetime) -> SigningKey:
    """Return the newest key whose time has come; there is always one, for the first signs from the beginning."""
    return max((key for key in keys if key.signs_from <= now), key=lambda key: key.signs_from)


def spent_keys(keys: list[SigningKey], *, now: datetime) -> list[SigningKey]:
    """Return the keys that nobody needs any more."""
    return [shown.key for shown in shown_keys(keys) if shown.until is not None and shown.until <= now]
