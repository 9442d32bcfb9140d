"""SSH public keys, as people paste them: what is one, and which are strong enough."""

import base64
import binascii
from dataclasses import dataclass
from hashlib import sha256

from farlight.kernel.errors import Objection

KINDS = (
    *("ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa"),
    *("sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com"),
)
LEAST_RSA_BITS = 3072
LONGEST_LINE = 16_000
LONGEST_LABEL = 100
MOST_KEYS = 20


@dataclass(frozen=True, kw_only=True)
class PublicKey:
    """A key that may be used."""

    kind: str
    body: str
    """The key in base 64, as it stands in the line."""
    comment: str

    @property
    def fingerprint(self) -> str:
        """What ``ssh-keygen -l`` shows: SHA-256 of the key, in base 64 without its end."""
        return fingerprint_of(base64.b64decode(self.body))


def fingerprint_of(blob: bytes) -> str:
    """Return the fingerprint of a key's binary form, as ``ssh-keygen -l`` shows it."""
    return "SHA256:" + base64.b64encode(sha256(blob).digest()).decode().rstrip("=")


def read_key(line: str) -> PublicKey | tuple[Objection, ...]:
    """Read a line such as ``ssh-ed25519 AAAA… me@laptop``; return what is wrong when it is no key to be used."""
    words = line.strip().split(None, 2) if len(line) <= LONGEST_LINE else []
    if "PRIVATE KEY" in line:
        mend = (
            "Paste the file that ends in .pub, and make a new pair: a private key that was sent anywhere is worthless."
        )
        return (Objection(message="This is a private key.", mend=mend, field="line"),)
    minimum = 2
    if len(words) < minimum or words[0] not in KINDS:
        return (_no_key("It begins with one of: " + ", ".join(KINDS) + "."),)
    blob = _blob_of(words[1])
    parts = _parts_of(blob) if blob else []
    if not parts or parts[0] != words[0].encode():
        return (_no_key("Copy the whole line of the file that ends in .pub."),)
    bits = _rsa_bits(parts)
    if words[0] == "ssh-rsa" and bits < LEAST_RSA_BITS:
        mend = "Make another one: ssh-keygen -t ed25519."
        return (Objection(message=f"The key has {bits} bits; {LEAST_RSA_BITS} are needed.", mend=mend, field="line"),)
    return PublicKey(kind=words[0], body=words[1], comment=words[2][:LONGEST_LABEL] if len(words) > minimum else "")


def _no_key(mend: str) -> Objection:
    return Objection(message="This is not the line of a public key.", mend=mend, field="line")


def _blob_of(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _parts_of(blob: bytes) -> list[bytes]:
    """Return the parts of a key's binary form (RFC 4253, section 6.6); none when it is cut or has a tail."""
    parts, position = [], 0
    while position < len(blob):
        length = int.from_bytes(blob[position : position + 4])
        part = blob[position + 4 : position + 4 + length]
        if len(part) != length or position + 4 > len(blob):
            return []
        parts.append(part)
        position += 4 + length
    return parts


def _rsa_bits(parts: list[bytes]) -> int:
    modulus = 2
    return int.from_bytes(parts[modulus]).bit_length() if len(parts) > modulus else 0
