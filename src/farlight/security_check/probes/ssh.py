"""The gateway: what it lets in, what it opens, where its paths lead."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from functools import partial

import asyncssh

from farlight.security_check.findings import Finding, Severity
from farlight.security_check.inspection import Inspection

NOBODY = "check-nobody"
WEAK = ("3des-cbc", "aes128-cbc", "aes256-cbc", "arcfour256", "blowfish-cbc")
OUTSIDE = ("/../../../../etc/passwd", "/etc/passwd", "../../../../../../etc/passwd", "/proc/self/environ")
LOGIN_S = 10.0
REFUSED = (asyncssh.Error, OSError, TimeoutError)


def ssh(inspection: Inspection) -> Iterator[Finding]:
    """Come to the gateway as nobody, with old ciphers, and as the owner of the lent account."""
    if inspection.ssh is None:
        return
    host, port = inspection.ssh
    for severity, what, remedy in asyncio.run(_faults(inspection, host, port)):
        yield Finding(severity=severity, what=what, where=f"ssh {host}:{port}", remedy=remedy)


Found = tuple[Severity, str, str]


async def _faults(inspection: Inspection, host: str, port: int) -> list[Found]:
    found: list[Found] = []
    if await _opens(host, port, username=NOBODY):
        found.append((Severity.HIGH, "Anybody comes in without a proof.", "Ask for a key or a password."))
    if await _opens(host, port, username=NOBODY, encryption_algs=list(WEAK), negotiated_only=True):
        found.append((Severity.MEDIUM, "It speaks ciphers that are broken.", "Offer AES-GCM, and nothing with CBC."))
    own = inspection.own
    if own is None:
        return found
    names = [await _ways(host, port, name) for name in (NOBODY, own.account.name)]
    if names[0] != names[1]:
        found.append((Severity.LOW, "It tells which accounts there are.", "Offer the same ways in to every name."))
    if not own.account.seed:  # a code counts once, and was given already
        found += await _as_owner(inspection, host, port)
    return found


async def _opens(
    host: str, port: int, *, username: str, encryption_algs: list[str] | None = None, negotiated_only: bool = False
) -> bool:
    """Whether a connection comes about; with ``negotiated_only``, whether one gets as far as asking who it is."""
    try:
        async with asyncio.timeout(LOGIN_S):
            more = {"encryption_algs": encryption_algs} if encryption_algs else {}
            connection = await asyncssh.connect(
                host, port, username=username, known_hosts=None, client_keys=None, password=None, config=None, **more
            )
    except asyncssh.PermissionDenied:
        return negotiated_only
    except REFUSED:
        return False
    connection.abort()
    return True


async def _ways(host: str, port: int, name: str) -> list[str]:
    try:
        async with asyncio.timeout(LOGIN_S):
            return sorted(await asyncssh.get_server_auth_methods(host, port, name, config=None))
    except REFUSED:
        return []


async def _as_owner(inspection: Inspection, host: str, port: int) -> list[Found]:
    account = inspection.own.account if inspection.own else None
    if account is None:
        return []
    try:
        async with asyncio.timeout(LOGIN_S):
            connection = await asyncssh.connect(
                host,
                port,
                username=account.name,
                password=account.password,
                known_hosts=None,
                client_keys=None,
                config=None,
            )
    except REFUSED:
        return []
    try:
        return [*await _forwarding(connection), *await _paths(inspection, connection)]
    finally:
        connection.abort()


async def _forwarding(connection: asyncssh.SSHClientConnection) -> list[Found]:
    found: list[Found] = []
    if await _succeeds(lambda: connection.open_connection("127.0.0.1", 22)):
        found.append((Severity.HIGH, "It forwards to ports inside.", "Refuse direct-tcpip but to the listed hosts."))
    if await _succeeds(lambda: connection.run("cat /etc/passwd", check=True)):
        found.append((Severity.HIGH, "It runs commands.", "Answer the commands of checksums alone."))
    return found


async def _paths(inspection: Inspection, connection: asyncssh.SSHClientConnection) -> list[Found]:
    hidden = [f"/{code}" for who, code in inspection.hidden if who is inspection.own]
    outside, others = "Open files below the session's folder only.", "Ask beamtime's access for each path."
    async with connection.start_sftp_client() as sftp:
        given = [path for path in OUTSIDE if await _succeeds(partial(_read, sftp, path))]
        listed = [path for path in hidden if await _succeeds(partial(sftp.listdir, path))]
    return [
        *((Severity.HIGH, f"SFTP gives {path}.", outside) for path in given),
        *((Severity.HIGH, f"SFTP lists {path} of others.", others) for path in listed),
    ]


async def _read(sftp: asyncssh.SFTPClient, path: str) -> bytes:
    async with sftp.open(path, "rb") as file:
        return await file.read(1)


async def _succeeds(work: Callable[[], Awaitable[object]]) -> bool:
    try:
        async with asyncio.timeout(LOGIN_S):
            await work()
    except REFUSED:
        return False
    return True
