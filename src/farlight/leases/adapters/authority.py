"""The authority of SSH certificates: a key pair in the state folder that signs people's keys for some hours.

OpenSSH's programs and the gateway read what it signs; the library is imported when somebody asks for the first time, as
most processes never do.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    import asyncssh

KIND = "ssh-ed25519"
_NAME = "certificate-authority"


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a certificate is to say."""

    key: str
    """Line of the public key."""
    login: str
    serial: int
    valid_from: datetime
    valid_until: datetime
    addresses: Sequence[str] = ()
    """Where it counts from; none for anywhere."""


def authority_line() -> str:
    """Return the authority's public key, as a line; it is made when there is none yet."""
    return _authority().export_public_key().decode().strip()


def authority_fingerprint() -> str:
    """Return the authority's fingerprint, as ``ssh-keygen -l`` shows it."""
    return str(_authority().get_fingerprint())


def sign(order: Order) -> str:
    """Return a certificate, as a line: it opens a terminal and jumps, and forwards neither agent nor X11."""
    import asyncssh

    certificate = _authority().generate_user_certificate(
        asyncssh.import_public_key(order.key),
        f"{order.login} {order.serial}",
        serial=order.serial,
        principals=[order.login],
        valid_after=int(order.valid_from.timestamp()),
        valid_before=int(order.valid_until.timestamp()),
        source_address=list(order.addresses) or None,
        permit_x11_forwarding=False,
        permit_agent_forwarding=False,
        permit_user_rc=False,
        comment=f"{order.login} until {order.valid_until:%Y-%m-%dT%H:%MZ}",
    )
    return certificate.export_certificate().decode().strip()


def replace_authority() -> str:
    """Make another key pair, which counts from now on; return its public key. What the old one signed opens nothing."""
    _write(_path(), anew=True)
    return authority_line()


def _authority() -> "asyncssh.SSHKey":
    import asyncssh

    path = _path()
    if not path.exists():
        _write(path, anew=False)
    return asyncssh.read_private_key(path)


def _path() -> Path:
    folder: Path = settings.FARLIGHT_STATE_DIR / "gateway"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / _NAME


def _write(path: Path, *, anew: bool) -> None:
    """Put a new private key in its place in one step; several processes may want to be first."""
    import asyncssh

    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_bytes(asyncssh.generate_private_key(KIND).export_private_key())
    if anew:
        draft.replace(path)
        return
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass  # another process was faster: its key counts
    finally:
        draft.unlink()
