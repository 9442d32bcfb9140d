"""The folder of a desktop: what its server needs lies there, readable by this account only, and new each time."""

import os
import secrets
import shutil
import struct
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from farlight.desktops.domain.passwords import PASSWORD_BYTES, hidden

PASSWORD, HIDDEN, AUTHORITY = "password", "password.vnc", "authority"
CERTIFICATE, KEY = "certificate.pem", "key.pem"
_WILD = 65535
_ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"
_CERTIFIED_FOR = timedelta(days=60)
"""Longer than any desktop lives."""


def make_folder(folder: Path) -> None:
    """Make it, with a new password and a new key to the screen."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    password = "".join(secrets.choice(_ALPHABET) for _ in range(PASSWORD_BYTES)).encode()
    write_private(folder / PASSWORD, password)
    write_private(folder / HIDDEN, hidden(password))
    parts = (b"", b"", b"MIT-MAGIC-COOKIE-1", secrets.token_bytes(16))
    write_private(folder / AUTHORITY, struct.pack(">H", _WILD) + b"".join(_counted(part) for part in parts))


def _counted(part: bytes) -> bytes:
    return struct.pack(">H", len(part)) + part


def certify(folder: Path, now: datetime) -> None:
    """Put a certificate and its key there: who has a copy of it knows the server again, and nobody listens between."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, folder.name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now.astimezone(UTC) - timedelta(days=1))
        .not_valid_after(now.astimezone(UTC) + _CERTIFIED_FOR)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    unlocked = serialization.NoEncryption()
    write_private(folder / KEY, key.private_bytes(pem, serialization.PrivateFormat.PKCS8, unlocked))
    write_private(folder / CERTIFICATE, made.public_bytes(pem))


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only this account reads, from its first moment on."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)


def clear(folder: Path) -> None:
    """Remove the folder of a desktop that is over, with its password."""
    with suppress(FileNotFoundError):
        shutil.rmtree(folder)


def leave_logs(folder: Path) -> None:
    """Remove everything of a desktop that failed but what it said, for staff who look for the reason."""
    for path in _but_logs(folder):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _but_logs(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (path for path in list(folder.iterdir()) if path.suffix != ".log")
