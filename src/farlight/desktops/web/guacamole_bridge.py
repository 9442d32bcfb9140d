"""Between one viewer and a desktop behind `guacd`: every instruction is read, and let through by the viewer's role.

All viewers of a desktop share one connection of `guacd`, which would make everybody wait for the slowest (it takes the
longest lag of all, libguac's ``guac_client_get_processing_lag``). So the proxy says at once that a picture was seen,
and whoever takes slowly joins anew when the line is free again: then the whole screen comes, as it is at that moment.
Who only looks on is on a line that `guacd` itself takes nothing from; control that comes or goes is another line.
"""

import asyncio
import time
from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

from farlight.desktops.adapters.guacd import GuacdLine, refuse_end
from farlight.desktops.domain.guacamole.hands import (
    ANSWERED,
    Hearing,
    HeldInput,
    Pasting,
    is_let_through,
    refuse_strange,
)
from farlight.desktops.domain.guacamole.instructions import Instruction, MalformedInstructionError, Parser
from farlight.desktops.types import ClipboardPolicy, ViewerRole
from farlight.desktops.web.wire import Wire, until_one_ends

ANEW = Instruction("", ("anew",))
"""Said to the viewer before a whole screen comes: forget what was drawn. The empty opcode is left to tunnels."""
WHOLE = Instruction("sync", ("0",))
"""Said to the viewer when the first screen has come: who joins hears `guacd` say so only when something changes."""
QUIET_S = 0.1
MOST_BEHIND_S = 1.0
MOST_WAITING_CHARS = 64 * 1024 * 1024


class Join(Protocol):
    """Gives a line to the desktop."""

    def __call__(self, *, is_read_only: bool) -> Awaitable[GuacdLine]:
        """Join; the argument says whether `guacd` is to take nothing from the line."""


@dataclass
class Waiting:
    """What the viewer has not taken yet."""

    news: asyncio.Event = field(default_factory=asyncio.Event)
    is_too_late: bool = False
    """Whether so much waits for so long that it is thrown away."""
    had_picture: bool = False
    """Whether a whole screen was there already."""
    _parts: list[str] = field(default_factory=list)
    _chars: int = 0
    _since_s: float = 0.0

    def add(self, instruction: Instruction) -> None:
        """Have one more wait."""
        if not self._parts:
            self._since_s = time.monotonic()
        self._parts.append(instruction.text)
        self._chars += len(self._parts[-1])
        if self._chars > MOST_WAITING_CHARS or (self.had_picture and time.monotonic() - self._since_s > MOST_BEHIND_S):
            self.is_too_late = True
        self.had_picture |= instruction.opcode == "sync"
        self.news.set()

    def take(self) -> bytes:
        """Return all that waits."""
        self.news.clear()
        text = "".join(self._parts)
        self._parts, self._chars = [], 0
        return text.encode()


@dataclass
class GuacamoleBridge:
    """One viewer's way to a desktop behind `guacd`."""

    join: Join
    line: GuacdLine
    """The one that goes now; at first one that only looks."""
    clipboard: ClipboardPolicy
    role: ViewerRole = ViewerRole.OBSERVER
    frames: int = 0
    """Pictures that came from the desktop."""
    dropped: int = 0
    """Instructions of the viewer that were not let through."""
    joins: int = 0
    """How often the viewer joined anew."""
    held: HeldInput = field(default_factory=HeldInput)
    _is_read_only: bool = True
    _pasting: Pasting = field(default_factory=Pasting)
    _waiting: Waiting = field(default_factory=Waiting)

    def become(self, role: ViewerRole) -> None:
        """Have another role from now on; what an operator held down is let go."""
        if self.role is ViewerRole.OPERATOR and role is not ViewerRole.OPERATOR:
            self.line.say(*self.held.let_go())
        self.role = role
        self._waiting.news.set()

    async def run(self, wire: Wire) -> None:
        """Pass on in both directions until one side goes; then let go what was held down.

        Raises
        ------
        MalformedInstructionError
            When the viewer says what nobody may say.
        ConnectionError, Unavailable
            When one side goes.
        """
        try:
            await until_one_ends(self.listen_to_viewer(wire), self.listen_to_desktop(wire))
        finally:
            self.become(ViewerRole.OBSERVER)
            await self.line.leave()

    def close(self) -> None:
        """Hang up at once."""
        self.line.writer.transport.abort()

    async def listen_to_viewer(self, wire: Wire) -> None:
        """Pass on what the viewer may say, until the viewer goes."""
        parser = Parser()
        while True:
            for said in parser.feed(await wire.some()):
                refuse_strange(said)
                if said.opcode in ANSWERED:
                    continue
                if is_let_through(said.opcode, self.role, self.clipboard) and self._pasting.lets(said):
                    self.held.follow(said)
                    self.line.say(said)
                else:
                    self.dropped += 1
            with suppress(OSError):  # the other direction sees that the line is gone
                await self.line.writer.drain()

    async def listen_to_desktop(self, wire: Wire) -> None:
        """Pass on what the desktop shows, as fast as the viewer takes it, until the desktop goes."""
        while True:
            self._waiting, self._pasting = Waiting(), Pasting()
            self._waiting.add(ANEW)
            hearing = asyncio.create_task(self._hear(self._waiting))
            alive = asyncio.create_task(self.line.keep_alive())
            try:
                await self._send(wire, hearing)
            finally:
                for task in (hearing, alive):
                    task.cancel()
                await asyncio.gather(hearing, alive, return_exceptions=True)
            await self.line.leave()
            self._is_read_only = self.role is not ViewerRole.OPERATOR
            self.line, self.joins = await self.join(is_read_only=self._is_read_only), self.joins + 1

    async def _send(self, wire: Wire, hearing: "asyncio.Task[None]") -> None:
        """Send what waits, until it is too late for that or the viewer's role wants another line."""
        waiting = self._waiting
        hearing.add_done_callback(lambda _: waiting.news.set())
        while not waiting.is_too_late and self._is_read_only is (self.role is not ViewerRole.OPERATOR):
            await waiting.news.wait()
            if text := waiting.take():
                await wire.send(text)
            if hearing.done() and not waiting.is_too_late:
                hearing.result()

    async def _hear(self, waiting: Waiting) -> None:
        """Have what the desktop shows wait for the viewer, until too much does."""
        hearing, was_drawn = Hearing(), False
        while not waiting.is_too_late:
            for heard in await self._batch(QUIET_S if was_drawn and not waiting.had_picture else None):
                refuse_end(heard)
                if heard is not WHOLE:
                    self.line.answer(heard)
                self.frames += heard.opcode == "sync"
                was_drawn |= heard.opcode == "end"
                if hearing.hears(heard, self.role, self.clipboard):
                    waiting.add(heard)

    async def _batch(self, quiet_s: float | None) -> list[Instruction]:
        """Return what comes next; that the screen is whole when nothing does for so long."""
        try:
            async with asyncio.timeout(quiet_s):
                return await self.line.hear()
        except TimeoutError:
            return [WHOLE]
        except MalformedInstructionError as error:
            raise ConnectionResetError(str(error)) from error
