"""Our own lines to a Guacamole server's `guacd`: one that begins a connection to a desktop, others that join it.

Only the one that begins is told secrets, and it is the host's; those of viewers name the connection by its number.
"""

import asyncio
import ssl
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field

from farlight.desktops.domain.guacamole.handshake import answer_to, spoken_version, unknown_parameters
from farlight.desktops.domain.guacamole.instructions import Instruction, MalformedInstructionError, Parser
from farlight.desktops.domain.guacamole.statuses import UNAUTHORIZED, UNREACHED, words_for
from farlight.desktops.errors import PasswordRefused
from farlight.desktops.types import GuacdAddress
from farlight.kernel.errors import Unavailable

CONNECT_S, ANSWER_S, FIRST_PICTURE_S, LEAVE_S = 5.0, 5.0, 20.0, 0.5
ALIVE_S = 5.0
"""How often a line says that it lives; `guacd` ends one that is silent for 15 s."""
_PIECE_BYTES = 65_536
_MOST_CHARS = 99_999
"""Of an element that `guacd` says: it sends pictures in pieces of 8 thousand."""
_SILENCE = (OSError, TimeoutError, MalformedInstructionError)
_REFUSED = "The desktop refuses the password. Staff: put the right one into its file, see `guacamole.secret_files`."


@dataclass(frozen=True, kw_only=True)
class Order:
    """A desktop that `guacd` is to reach."""

    guacd: GuacdAddress
    protocol: str
    size_px: tuple[int, int]
    time_zone: str
    given: Mapping[str, str] = field(default_factory=dict, repr=False)
    """All parameters, secrets among them."""


@dataclass
class GuacdLine:
    """A line to `guacd` that is ready for instructions."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    connection: str = ""
    """Number of the connection, by which others join it."""
    _parser: Parser = field(default_factory=lambda: Parser(_MOST_CHARS))
    _kept: list[Instruction] = field(default_factory=list)
    """What has come and was not heard yet."""

    async def hear(self) -> list[Instruction]:
        """Return what `guacd` says next, at least one instruction.

        Raises
        ------
        ConnectionError, MalformedInstructionError
            When it hangs up, or says what is none.
        """
        while not self._kept:
            piece = await self.reader.read(_PIECE_BYTES)
            if not piece:
                raise ConnectionResetError("The Guacamole server hung up.")
            self._kept = self._parser.feed(piece)
        heard, self._kept = self._kept, []
        return heard

    async def awaited(self, opcode: str) -> tuple[str, ...]:
        """Return what the next instruction says; those right behind it are heard later.

        Raises
        ------
        ConnectionError, MalformedInstructionError, Unavailable
            When it is another one, or the server ends the line.
        """
        first, *self._kept = await self.hear()
        refuse_end(first)
        if first.opcode != opcode:
            raise MalformedInstructionError(f"The Guacamole server says {first.opcode!r}, not {opcode!r}.")
        return first.args

    def say(self, *instructions: Instruction) -> None:
        """Say something."""
        self.writer.write("".join(one.text for one in instructions).encode())

    def answer(self, heard: Instruction) -> None:
        """Say at once that a picture was seen: `guacd` makes all viewers wait for the slowest who does not."""
        if heard.opcode == "sync" and heard.args:
            self.say(Instruction("sync", heard.args[:1]))

    async def keep_alive(self) -> None:
        """Say again and again that we are there."""
        while True:
            await asyncio.sleep(ALIVE_S)
            self.say(Instruction("nop"))

    async def leave(self) -> None:
        """Say that we go, let the server take what was said before, and hang up."""
        with suppress(OSError, TimeoutError):
            self.say(Instruction("disconnect"))
            async with asyncio.timeout(LEAVE_S):
                await self._end()
        self.writer.transport.abort()
        with suppress(OSError):
            await self.writer.wait_closed()

    async def _end(self) -> None:
        if not self.writer.can_write_eof():  # inside TLS there is no half of an end
            self.writer.close()
            await self.writer.wait_closed()
            return
        self.writer.write_eof()
        while await self.reader.read(_PIECE_BYTES):
            pass


async def begun(order: Order) -> GuacdLine:
    """Begin a connection to a desktop, and wait until there is something to see.

    Raises
    ------
    PasswordRefused
        When the desktop wants a password that was not given, or does not take it.
    Unavailable
        When it cannot be reached, with the reason in plain words.
    """
    line = await _selected(order.guacd, order.protocol, order.given, order.size_px, order.time_zone)
    async with AsyncExitStack() as unless_seen:
        unless_seen.push_async_callback(line.leave)
        try:
            async with asyncio.timeout(FIRST_PICTURE_S):
                await _seen(line)
        except _SILENCE as error:
            raise Unavailable("The Guacamole server reaches the desktop's computer, but sees nothing on it.") from error
        unless_seen.pop_all()
    return line


async def joined(guacd: GuacdAddress, connection: str, *, is_read_only: bool) -> GuacdLine:
    """Join a connection that somebody began.

    Parameters
    ----------
    is_read_only : bool
        Whether `guacd` is to let nothing through to the desktop, whatever we say.

    Raises
    ------
    Unavailable
        When there is none of that number any more, or the server does not answer.
    """
    given = {"read-only": "true"} if is_read_only else {}
    return await _selected(guacd, connection, given, (1, 1), "UTC")


async def _selected(
    guacd: GuacdAddress, what: str, given: Mapping[str, str], size_px: tuple[int, int], time_zone: str
) -> GuacdLine:
    line = await _opened(guacd)
    async with AsyncExitStack() as unless_ready:
        unless_ready.push_async_callback(line.leave)
        try:
            async with asyncio.timeout(ANSWER_S):
                line.say(Instruction("select", (what,)))
                args = await line.awaited("args")
                _refuse_misfit(args, given)
                line.say(*answer_to(args, given=given, size_px=size_px, time_zone=time_zone))
                line.connection = (*await line.awaited("ready"), "")[0]
        except _SILENCE as error:
            raise Unavailable(_silent_words(what)) from error
        unless_ready.pop_all()
    return line


def _silent_words(what: str) -> str:
    if what.startswith("$"):
        return "The Guacamole server does not let us in."
    return f"The Guacamole server does not take us on: has it its part for {what}?"


def _refuse_misfit(args: Sequence[str], given: Mapping[str, str]) -> None:
    if not spoken_version(args):
        raise Unavailable("The Guacamole server is too old: version 1.1 or newer is needed.")
    if unknown := unknown_parameters(args, given):
        names = ", ".join(f"`{name}`" for name in unknown)
        raise Unavailable(f"The Guacamole server does not know {names}. Staff: see `guacamole.parameters`.")


async def _opened(guacd: GuacdAddress) -> GuacdLine:
    host, _, port = guacd.address.rpartition(":")
    try:
        context = ssl.create_default_context(cafile=guacd.authority_file or None) if guacd.tls else None
        async with asyncio.timeout(CONNECT_S):
            return GuacdLine(*await asyncio.open_connection(host, int(port), ssl=context))
    except ssl.SSLError as error:
        raise Unavailable("The Guacamole server is not known. Staff: see `guacamole.guacd.authority_file`.") from error
    except (OSError, TimeoutError) as error:
        raise Unavailable(
            f"The Guacamole server does not answer. Staff: does `guacd` run at {guacd.address}?"
        ) from error


async def _seen(line: GuacdLine) -> None:
    while True:
        for heard in await line.hear():
            refuse_end(heard)
            line.answer(heard)
            if heard.opcode == "sync":
                return


def refuse_end(heard: Instruction) -> None:
    """See that what `guacd` says does not end the line.

    Raises
    ------
    PasswordRefused, Unavailable
        When it does, with the reason in plain words.
    """
    if heard.opcode == "required":
        names = ", ".join(f"`{name}`" for name in heard.args)
        raise PasswordRefused(f"The desktop asks for {names}. Staff: name a file for it in `guacamole.secret_files`.")
    if heard.opcode == "error":
        code = (*heard.args, "", "")[1]
        raise PasswordRefused(_REFUSED) if code == UNAUTHORIZED else Unavailable(words_for(code))
    if heard.opcode == "disconnect":
        raise Unavailable(words_for(UNREACHED))
