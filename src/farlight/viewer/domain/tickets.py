"""Tickets for the bytes of a run's images: short-lived, signed, checked without asking anybody.

A ticket says who has it, at which rights number of the session it was given, against which token, and when it is over;
its signature also covers the root that it opens, so that it opens no other. What it does not say is whether its owner
still may, and whether the token still counts: the guard asks for that (`farlight.viewer.access`).
"""

import base64
import binascii
import hashlib
import hmac
import struct
from dataclasses import dataclass
from functools import lru_cache

VALID_S = 60
"""So long a ticket opens its root; whoever looks on gets the next one with the manifest."""
HEADER = "Farlight-Ticket"
_FORM = struct.Struct(">QIQQ")
_SIGNATURE_BYTES = 20
"""160 bits; with what is said, a multiple of three bytes, so that no text but one means the same."""
_TEXT_LENGTH = (_FORM.size + _SIGNATURE_BYTES) // 3 * 4


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """What a ticket says."""

    person: int
    """Key of the person's account."""
    rights: int
    """The session's rights number when it was given."""
    token: int
    """Key of the token that it was got with; 0 for whoever was logged in."""
    ends_s: int
    """Seconds since 1970."""


def signing_key(secret: str) -> bytes:
    """Return the key for tickets and roots, of the installation's secret."""
    return hashlib.sha256(b"farlight.viewer.tickets\0" + secret.encode()).digest()


def identity_of(key: bytes, marks: tuple[object, ...]) -> str:
    """Return a name for files, 24 letters and digits, from what changes when they do; nobody can guess it."""
    return hmac.new(key, b"files\0" + repr(marks).encode(), hashlib.sha256).hexdigest()[:24]


def issued(ticket: Ticket, root: str, key: bytes) -> str:
    """Return a ticket as text."""
    said = _FORM.pack(ticket.person, ticket.rights, ticket.token, ticket.ends_s)
    return base64.urlsafe_b64encode(said + _signature(said, root, key)).decode()


@lru_cache(maxsize=4096)
def genuine(text: str, root: str, key: bytes) -> Ticket | None:
    """Return what a ticket says, however old; None when it is forged, garbled, or for another root."""
    if len(text) != _TEXT_LENGTH:
        return None
    try:
        raw = base64.urlsafe_b64decode(text.encode())
    except (binascii.Error, ValueError):
        return None
    said, signature = raw[: _FORM.size], raw[_FORM.size :]
    if not hmac.compare_digest(signature, _signature(said, root, key)):
        return None
    person, rights, token, ends_s = _FORM.unpack(said)
    return Ticket(person=person, rights=rights, token=token, ends_s=ends_s)


def _signature(said: bytes, root: str, key: bytes) -> bytes:
    return hmac.digest(key, said + root.encode(), "sha256")[:_SIGNATURE_BYTES]
