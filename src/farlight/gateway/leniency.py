"""What real clients send that the library refuses and OpenSSH's server does not mind.

Paramiko asks for the sign-on service anew before each attempt. This touches what the library keeps to itself: the tests
with real clients tell when a new version of it does this another way.
"""

from collections.abc import Awaitable, Callable

import asyncssh
from asyncssh.public_key import SSHOpenSSHCertificate, decode_ssh_certificate

SIGN_ON = b"ssh-userauth"


def expect_service_again(connection: asyncssh.SSHServerConnection) -> None:
    """Let a client ask for the sign-on service once more, as long as it has not come in."""
    connection._next_service = SIGN_ON  # noqa: SLF001 - there is no other way


def tell_of_certificates(
    connection: asyncssh.SSHServerConnection, tell: Callable[[SSHOpenSSHCertificate | None], None]
) -> None:
    """Tell of each key that is shown whether it is a certificate; the library tells only who signed it."""
    judge: Callable[[str, bytes, bytes, bytes], Awaitable[bool]] = connection.validate_public_key

    async def told(username: str, key_data: bytes, msg: bytes, signature: bytes) -> bool:
        tell(_certificate_in(key_data))
        return await judge(username, key_data, msg, signature)

    connection.validate_public_key = told  # type: ignore[method-assign]


def serial_of(certificate: SSHOpenSSHCertificate) -> int:
    """Return a certificate's number."""
    return int(certificate._serial)  # noqa: SLF001 - there is no other way


def _certificate_in(key_data: bytes) -> SSHOpenSSHCertificate | None:
    try:
        found = decode_ssh_certificate(key_data)
    except asyncssh.KeyImportError:
        return None
    return found if isinstance(found, SSHOpenSSHCertificate) else None
