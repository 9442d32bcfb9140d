"""VNC's own way to show a password (RFC 6143, section 7.2.2): DES over 16 bytes, each byte of the key mirrored."""

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, modes

PASSWORD_BYTES = 8
_FIXED_KEY = bytes([23, 82, 107, 6, 35, 78, 88, 7])
"""With which all VNC servers hide the password in its file; it protects nothing, the file's mode does."""


def answer_to(challenge: bytes, password: bytes) -> bytes:
    """Return what shows that one knows the password."""
    return _encrypted(challenge, password)


def hidden(password: bytes) -> bytes:
    """Return a password as VNC servers keep it in a file."""
    return _encrypted(password[:PASSWORD_BYTES].ljust(PASSWORD_BYTES, b"\0"), _FIXED_KEY)


def _encrypted(data: bytes, key: bytes) -> bytes:
    mirrored = bytes(int(f"{byte:08b}"[::-1], 2) for byte in key[:PASSWORD_BYTES].ljust(PASSWORD_BYTES, b"\0"))
    encryptor = Cipher(TripleDES(mirrored * 3), modes.ECB()).encryptor()  # noqa: S305 - the protocol's
    return encryptor.update(data) + encryptor.finalize()
