"""Shells on computers of beamlines: the gateway is a terminal between, with an account of its own there."""

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import asyncssh
from django.conf import settings

from farlight.beamlines.public import is_played
from farlight.beamlines.types import ComputerDefinition
from farlight.gateway.computers import Closed, to_work_on
from farlight.gateway.menu import chosen
from farlight.gateway.passages import Passage, begin_passage
from farlight.gateway.recorder import NOTICE, Recorder, Unrecorded, begin_recorder
from farlight.gateway.visitors import Visitor

if TYPE_CHECKING:
    import socket

log = logging.getLogger(__name__)

READ_BYTES = 64 << 10
SEAL_LOOK_S = 5.0
LAST_WORDS_S = 1.0
LOGIN_S = 20.0
REFUSED = 126
NOT_RECORDED = "Your shell cannot be recorded just now, so it is closed. Tell your local contact."

Process = asyncssh.SSHServerProcess[bytes]


async def answer_shell(process: Process, visitor: Visitor) -> None:
    """Give a visitor a shell on the computer that they name, or choose from a list."""
    words = (process.command or "").split()
    try:
        session, name = await chosen(process, visitor, words)
        passage, line = await begin_passage(visitor, name, to_work_on(name), only=session)
    except Closed as refusal:
        _say(process, str(refusal))
        process.exit(REFUSED)
        return
    shell = Shell(process, visitor, passage)
    held = asyncio.ensure_future(passage.hold(shell.cut))
    visitor.in_background(_until(held))
    try:
        await shell.run(line)
    finally:
        passage.leave()
        await asyncio.wait({held})


async def _until(held: "asyncio.Future[None]") -> None:
    await held


def _say(process: Process, text: str) -> None:
    with suppress(BrokenPipeError):  # the client has left already
        process.stderr.write(f"{text}\r\n".encode())


class Shell:
    """One terminal, between a visitor and a computer."""

    def __init__(self, process: Process, visitor: Visitor, passage: Passage) -> None:
        self._process, self._visitor, self._passage = process, visitor, passage
        self._far: asyncssh.SSHClientConnection | None = None
        self._recorder: Recorder | None = None

    def cut(self, why: str) -> None:
        """End it at once, with a last word."""
        if self._far is not None:
            self._far.abort()
        _say(self._process, f"\r\n{why}")
        self._process.exit(1)
        asyncio.get_running_loop().call_later(LAST_WORDS_S, self._process.channel.abort)

    async def run(self, line: "socket.socket") -> None:
        """Let the two talk until one of them ends, or the disk takes no more of the recording."""
        process, computer = self._process, self._passage.way.computer
        try:
            async with asyncio.timeout(LOGIN_S):
                self._far = await _signed_on(computer, line)
            if computer.recorded:
                self._recorder = await self._begun()
            async with self._far:
                far = await self._far.create_process(
                    term_type=process.term_type, term_size=process.term_size, encoding=None, stderr=asyncssh.STDOUT
                )
                process.exit(await self._talk(far))
        except (asyncssh.Error, asyncssh.KeyImportError, OSError) as error:
            log.warning("no shell on %s: %s", computer.name, error)
            if self._passage.ending is None:
                self.cut(f"{computer.name} does not let the gateway in, or broke off. Tell your local contact.")
        except Unrecorded as error:
            self._stop_unrecorded(error)
        finally:
            if self._far is not None:
                self._far.abort()
            if self._recorder is not None:
                await asyncio.shield(self._recorder.end())

    def _stop_unrecorded(self, error: Unrecorded) -> None:
        log.error("a shell of %s cannot be recorded: %s", self._visitor.person.username, error)
        self.cut(NOT_RECORDED)

    async def _begun(self) -> Recorder:
        process, way = self._process, self._passage.way
        width, height = process.term_size[:2]
        process.stdout.write(NOTICE.format(days=settings.FARLIGHT_RECORDINGS_KEEP_DAYS).encode())
        return await begin_recorder(
            person=self._visitor.person,
            session=way.channels[0].session,
            computer=way.computer.name,
            size=(width, height),
            kind=process.term_type or "",
        )

    async def _talk(self, far: Any) -> int:
        typing = asyncio.ensure_future(self._type(far))
        sealing = asyncio.ensure_future(self._seal())
        try:
            while data := await far.stdout.read(READ_BYTES):
                if self._recorder is not None:
                    await self._recorder.shown(data)
                self._process.stdout.write(data)
                await self._process.stdout.drain()
            await far.wait_closed()
        finally:
            typing.cancel()
            sealing.cancel()
            await asyncio.gather(typing, sealing, return_exceptions=True)
        return far.exit_status if isinstance(far.exit_status, int) else 1

    async def _type(self, far: Any) -> None:
        """Hand on what is typed, until there is no more of it."""
        while True:
            try:
                data = await self._process.stdin.read(READ_BYTES)
            except asyncssh.TerminalSizeChanged as size:
                far.change_terminal_size(size.width, size.height, size.pixwidth, size.pixheight)
                await self._note_size(size.width, size.height)
                continue
            except asyncssh.BreakReceived as sent:
                far.send_break(sent.msec)
                continue
            except asyncssh.SignalReceived as sent:
                far.send_signal(sent.signal)
                continue
            if not data:
                far.stdin.write_eof()
                return
            far.stdin.write(data)
            await far.stdin.drain()

    async def _note_size(self, width: int, height: int) -> None:
        if self._recorder is None:
            return
        try:
            await self._recorder.resized(width, height)
        except Unrecorded as error:
            self._stop_unrecorded(error)

    async def _seal(self) -> None:
        while self._recorder is not None:
            await asyncio.sleep(SEAL_LOOK_S)
            await self._recorder.seal_if_due()


async def _signed_on(computer: ComputerDefinition, line: "socket.socket") -> asyncssh.SSHClientConnection:
    """Sign on with the gateway's own key, to exactly the computer that has the host key of the facility file."""
    how: dict[str, Any] = {"username": computer.login, "config": None, "agent_path": None, "keepalive_interval": 30}
    if is_played(computer):
        return await asyncssh.connect(sock=line, known_hosts=None, client_keys=None, **how)
    trusted = asyncssh.import_public_key(computer.host_key)
    return await asyncssh.connect(
        sock=line,
        known_hosts=([trusted], [], []),
        server_host_key_algs=[name.decode() for name in trusted.sig_algorithms],
        client_keys=[computer.key_file],
        password_auth=False,
        kbdint_auth=False,
        **how,
    )
