"""Signing on by SSH: a key or the password first, then, where one is needed, a code by keyboard-interactive.

After the first of them the library thinks that all is well and says so; here that word is held back until the second is
right too (RFC 4252, partial success). Whatever is wrong is told in the same words.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

import asyncssh
from asyncssh.auth import KbdIntChallenge, KbdIntResponse
from asyncssh.public_key import SSHOpenSSHCertificate

from farlight.gateway.leniency import expect_service_again, serial_of, tell_of_certificates
from farlight.gateway.passages import jump
from farlight.gateway.proofs import (
    Account,
    Shown,
    account_named,
    as_come,
    certificate_shown,
    code_is_right,
    note_entry,
    password_is_right,
)
from farlight.gateway.visitors import Visitor, in_thread
from farlight.kernel.time import utc_now
from farlight.leases.public import key_with
from farlight.leases.types import CertificateSummary

if TYPE_CHECKING:
    from farlight.gateway.service import Gateway

log = logging.getLogger(__name__)

PAUSE_S = 1.0
"""After something wrong, so that guessing is slow."""
MOST_WRONG = 6
LONGEST_LOGIN = 150


class Step(Enum):
    """What is still asked of somebody who comes."""

    FIRST = "first"
    CODE = "code"
    DONE = "done"


class Entrance(asyncssh.SSHServer):
    """One connection, until its end."""

    def __init__(self, gateway: "Gateway") -> None:
        self._gateway = gateway
        self._step = Step.FIRST
        self._account: Account | None = None
        self._key = ""
        self._certificate: CertificateSummary | None = None
        self._factor_at: datetime | None = None
        self._shown: SSHOpenSSHCertificate | None = None
        self._wrong = 0
        self.visitor: Visitor | None = None

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        """Somebody came: hold the library's word of success back until all is proved."""
        self._connection = conn
        self._gateway.remember(self)
        peer = conn.get_extra_info("peername")
        self._address = str(peer[0]) if peer else ""
        succeed: Callable[[], Awaitable[None]] = conn.send_userauth_success
        fail: Callable[[bool], None] = conn.send_userauth_failure

        def fail_and_expect_more(partial_success: bool) -> None:  # noqa: FBT001 - the library's signature
            expect_service_again(conn)
            fail(partial_success)

        async def succeed_when_all_is_proved() -> None:
            if self._step is Step.FIRST:
                self._step = self._after_first()
            if self._step is Step.DONE and self._account is not None:
                await self._let_in(self._account)
                await succeed()
            else:
                fail_and_expect_more(True)

        conn.send_userauth_failure = fail_and_expect_more  # type: ignore[method-assign]
        conn.send_userauth_success = succeed_when_all_is_proved  # type: ignore[method-assign]
        tell_of_certificates(conn, self._see)

    def _see(self, certificate: SSHOpenSSHCertificate | None) -> None:
        """Somebody shows a key: what was shown before counts for nothing."""
        self._key, self._certificate, self._factor_at = "", None, None
        self._shown = certificate

    def _after_first(self) -> Step:
        """What is asked after the first step: nothing more, when a certificate stands for the second."""
        account = self._account
        return Step.CODE if account and account.needs_code and not self._certificate else Step.DONE

    def abort(self) -> None:
        """End the line at once, whether somebody came in by it or still waits to be let in."""
        self._connection.abort()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the library's signature
        """Somebody went: let go of all that they had open."""
        self._gateway.forget(self)
        if self.visitor is not None:
            self._gateway.in_background(self.visitor.leave())

    async def begin_auth(self, username: str) -> bool:
        """Find out who it is to be; with another name everything begins anew."""
        self._step, self._key, self._certificate, self._factor_at = Step.FIRST, "", None, None
        known = len(username) <= LONGEST_LOGIN
        self._account = await in_thread(account_named, username) if known else None
        return True

    async def _let_in(self, account: Account) -> None:
        shown = self._certificate
        certificate = shown.code if shown else ""
        await in_thread(note_entry, account, key=self._key, certificate=certificate, address=self._address)
        person = as_come(account, factor_at=self._factor_at, certificate=shown)
        self.visitor = Visitor(person, self._address, certificate or self._key, self._connection.abort)

    def public_key_auth_supported(self) -> bool:
        """Keys are the first step."""
        return self._step is Step.FIRST

    async def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:  # noqa: ARG002 - as above
        """Whether a key is the person's; that they have its private half is proved afterwards."""
        account = self._account
        found = await in_thread(key_with, account.person, key.public_data) if account else None
        if found is None:
            return False
        self._key = found.code
        return True

    async def validate_ca_key(self, username: str, key: asyncssh.SSHKey) -> bool:  # noqa: ARG002 - as above
        """Whether the certificate that is shown is one of ours, and the person's; the library judges the rest."""
        account, shown = self._account, self._shown
        if account is None or shown is None or shown.principals != [account.person.username]:
            return False
        told = Shown(
            serial=serial_of(shown),
            fingerprint=shown.key.get_fingerprint(),
            authority=key.get_fingerprint(),
            address=self._address,
        )
        self._certificate = await in_thread(certificate_shown, account, told)
        return self._certificate is not None

    def password_auth_supported(self) -> bool:
        """Passwords are the first step, too."""
        return self._step is Step.FIRST

    async def validate_password(self, username: str, password: str) -> bool:
        """Whether a password is the person's."""
        self._key, self._certificate, self._factor_at = "", None, None
        return await self._right_or_pause(in_thread(password_is_right, username, password, address=self._address))

    def kbdint_auth_supported(self) -> bool:
        """Questions: the password, when no other way was taken; the code."""
        return self._step is not Step.DONE

    def get_kbdint_challenge(self, username: str, lang: str, submethods: str) -> KbdIntChallenge:  # noqa: ARG002
        """Ask what is still needed."""
        return self._question()

    async def validate_kbdint_response(self, username: str, responses: KbdIntResponse) -> KbdIntChallenge:
        """Look at an answer, and ask what is still needed."""
        answer = responses[0] if len(responses) == 1 else ""
        if self._step is Step.FIRST:
            self._key, self._certificate, self._factor_at = "", None, None
            if not await self._right_or_pause(in_thread(password_is_right, username, answer, address=self._address)):
                return False
            self._step = self._after_first()
            return True if self._step is Step.DONE else self._question()
        if self._account is None or not await self._right_or_pause(in_thread(code_is_right, self._account, answer)):
            return False
        self._step, self._factor_at = Step.DONE, utc_now()
        return True

    def _question(self) -> KbdIntChallenge:
        if self._step is Step.FIRST:
            return "Farlight", "", "", [("Password: ", False)]
        account = self._account
        if account is not None and not account.has_codes:
            where = f"{self._gateway.site}/account/security/"
            return "Farlight", f"A second factor is needed. Set up an app that shows codes: {where}", "", []
        return "Farlight", "", "", [("Code of your app: ", False)]

    async def _right_or_pause(self, answer: Awaitable[bool]) -> bool:
        if await answer and self._account is not None:
            return True
        self._wrong += 1
        await asyncio.sleep(PAUSE_S)
        if self._wrong >= MOST_WRONG:
            self._connection.abort()
        return False

    # sessions and jumps are opened; the library refuses what is not asked for here: all other forwarding

    def session_requested(self) -> bool:
        """Let channels be opened: SFTP, shells on computers of beamlines, and the commands that compute checksums."""
        return True

    def connection_requested(
        self,
        dest_host: str,
        dest_port: int,
        orig_host: str,  # noqa: ARG002 - the library's signature
        orig_port: int,  # noqa: ARG002 - as above
    ) -> Any:
        """Let somebody jump to a computer that the beamline of a session of theirs lists."""
        return jump(self.visitor, dest_host, dest_port) if self.visitor else False
