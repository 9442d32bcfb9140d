"""The keys that sign what services are told: files in the state folder that only Farlight's own account reads."""

import os
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings

from farlight.kernel.ids import new_opaque_id
from farlight.passports.domain.keys import SHOWN_BEFORE, SigningKey, shown_keys, spent_keys

BITS = 3072
_STAMP = "%Y%m%dT%H%M%SZ"


def _folder() -> Path:
    folder = Path(settings.FARLIGHT_STATE_DIR) / "openid-keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def signing_keys(*, now: datetime) -> list[SigningKey]:
    """Return the keys that there are, the oldest first; the first one is made when there is none."""
    keys = _read()
    if not keys:
        _make(name="first", signs_from=now, is_first=True)
        keys = _read()
    return [shown.key for shown in shown_keys(keys)]


def rotate_keys(*, now: datetime) -> datetime:
    """Make a new key, take away those that nobody needs any more, and return from when the new one signs."""
    keys = signing_keys(now=now)
    for key in spent_keys(keys, now=now):
        (_folder() / f"{key.name}.pem").unlink(missing_ok=True)
    begins = now + SHOWN_BEFORE
    _make(name=new_opaque_id("k-"), signs_from=begins, is_first=False)
    return begins.replace(microsecond=0)


def _read() -> list[SigningKey]:
    found = []
    for path in sorted(_folder().glob("*.pem")):
        stamp = path.stem.partition("-")[0]
        signs_from = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
        found.append(SigningKey(name=path.stem, signs_from=signs_from, pem=path.read_text()))
    return found


def _make(*, name: str, signs_from: datetime, is_first: bool) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    folder = _folder()
    draft = folder / f"{new_opaque_id('d-')}.draft"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
    stamp = _FIRST if is_first else signs_from.astimezone(UTC).strftime(_STAMP)
    try:
        (folder / f"{stamp}-{name}.pem").hardlink_to(draft)
    except FileExistsError:
        pass  # another process made the first key meanwhile: that one counts
    finally:
        draft.unlink()


_FIRST = "20000101T000000Z"
"""The first key signs from the beginning, whichever process makes it."""
