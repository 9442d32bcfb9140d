"""What real clients send that the library refuses and OpenSSH's server does not mind.

Older rclone (Go's sftp 1.13, in Debian 12) leaves the rest of its buffer behind the last part of an upload; paramiko
asks for the sign-on service anew before each attempt. Both touch what the library keeps to itself: the tests with real
clients tell when a new version of it does this another way.
"""

import inspect
from collections.abc import Awaitable, Callable
from typing import Any

import asyncssh
from asyncssh.constants import FXP_WRITE
from asyncssh.public_key import SSHOpenSSHCertificate, decode_ssh_certificate
from asyncssh.sftp import SFTPInvalidHandle, SFTPServerHandler

SIGN_ON = b"ssh-userauth"


async def _write_and_mind_no_rest(handler: Any, packet: Any) -> int:
    handle, offset, data = packet.get_string(), packet.get_uint64(), packet.get_string()
    file = handler._file_handles.get(handle)  # noqa: SLF001 - there is no other way
    if file is None:
        raise SFTPInvalidHandle("Invalid file handle")
    result = handler._server.write(file, offset, data)  # noqa: SLF001 - as above
    return int(await result if inspect.isawaitable(result) else result)


def be_lenient() -> None:
    """Mind no rest behind a part of an upload, in all SFTP channels of this process."""
    handlers: Any = SFTPServerHandler._packet_handlers  # noqa: SLF001 - as above
    handlers[FXP_WRITE] = _write_and_mind_no_rest


def expect_service_again(connection: asyncssh.SSHServerConnection) -> None:
    """Let a client ask for the sign-on service once more, as long as it has not come in."""
    connection._next_service = SIGN_ON  # noqa: SLF001 - as above


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
