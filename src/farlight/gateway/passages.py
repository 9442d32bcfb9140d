"""A passage: a visitor's way to a computer of a beamline, held open by the channels of the sessions that allow it."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AsyncExitStack, ExitStack
from typing import TYPE_CHECKING, cast

import asyncssh

from farlight.gateway.computers import Closed, Fits, OpenWay, open_way, to_jump
from farlight.gateway.reaching import reach
from farlight.gateway.visitors import ENDS_THE_LINE, Visitor, in_thread
from farlight.kernel.time import utc_now
from farlight.leases.public import Over, close_channel, watched
from farlight.leases.types import Ending

if TYPE_CHECKING:
    import socket

log = logging.getLogger(__name__)

MOST_PASSAGES = 20
_CLOSING: set[asyncio.Future[None]] = set()
"""Held until they are done: the loop itself holds tasks only weakly."""


class Passage:
    """One way to one computer, until its client leaves or every session that allowed it says no."""

    def __init__(self, visitor: Visitor, way: OpenWay) -> None:
        self._visitor, self.way = visitor, way
        self._left = asyncio.Event()
        self.ending: Ending | None = None

    def leave(self) -> None:
        """Say that the client left."""
        self._left.set()

    async def hold(self, cut: Callable[[str], None]) -> None:
        """Hold the channels open until all of them are over, or the client has left.

        Parameters
        ----------
        cut : callable
            Cuts the client's connection and that to the computer at once; given the words why.
        """
        try:
            async with AsyncExitStack() as stack:
                overs = [await stack.enter_async_context(watched(channel)) for channel in self.way.channels]
                if not self._visitor.has_left:
                    await self._until_over(overs)
                if not self._left.is_set():
                    cut(self.words)
        except asyncio.CancelledError:
            cut(self.words)
            raise
        finally:
            self._visitor.passages -= 1
        log.info("%s is out of %s: %s", self._visitor.person.username, self.way.computer.name, self.ending or "left")
        if self.ending in ENDS_THE_LINE:
            self._visitor.cut()

    async def _until_over(self, overs: list[Over]) -> None:
        waiting = [asyncio.ensure_future(over.wait()) for over in overs]
        all_over, left = asyncio.ensure_future(asyncio.wait(waiting)), asyncio.ensure_future(self._left.wait())
        try:
            await asyncio.wait({all_over, left}, return_when=asyncio.FIRST_COMPLETED)
            if all_over.done():
                self.ending = waiting[-1].result()
        finally:
            for task in (*waiting, all_over, left):
                task.cancel()

    @property
    def words(self) -> str:
        """Why it is over."""
        return f"{self.way.computer.name} is closed to you: {(self.ending or Ending.LEFT).label}"


async def begin_passage(visitor: Visitor, name: str, fits: Fits, *, only: str = "") -> tuple[Passage, "socket.socket"]:
    """Open a way to a computer, and connect to it; whoever asked holds it open.

    Raises
    ------
    Closed
        With every reason.
    """
    if visitor.passages >= MOST_PASSAGES:
        raise Closed(f"You have {MOST_PASSAGES} connections to computers open already: close one.")
    visitor.passages += 1
    with ExitStack() as undo:
        undo.callback(_count_one_less, visitor)
        how = {"address": visitor.address, "opened_with": visitor.key, "only": only}
        way = await in_thread(open_way, visitor.person, name, fits, **how)
        undo.callback(_close, way)
        line = await reach(way.computer)
        undo.pop_all()
    return Passage(visitor, way), line


def _count_one_less(visitor: Visitor) -> None:
    visitor.passages -= 1


def _close(way: OpenWay) -> None:
    """Close what was opened in vain, whether or not the visitor waits for it."""
    closing = asyncio.ensure_future(in_thread(_closed, way))
    _CLOSING.add(closing)
    closing.add_done_callback(_CLOSING.discard)


def _closed(way: OpenWay) -> None:
    for channel in way.channels:
        close_channel(channel.code, now=utc_now())


class _End(asyncssh.SSHForwarder):
    """One end of a jump."""

    def __init__(self, peer: asyncssh.SSHForwarder | None = None) -> None:
        super().__init__(peer)
        self._line: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the line, so that it can be cut."""
        super().connection_made(transport)
        self._line = cast("asyncio.Transport", transport)

    def abort(self) -> None:
        """Cut the line at once, with what waits to be sent."""
        if self._line is not None:
            self._line.abort()


class _ToClient(_End):
    """The client's end of a jump; its end is the passage's."""

    def __init__(self, peer: asyncssh.SSHForwarder, passage: Passage) -> None:
        super().__init__(peer)
        self._passage = passage

    def close(self) -> None:
        """Let go of both ends."""
        self._passage.leave()
        super().close()


async def jump(visitor: Visitor, name: str, port: int) -> _ToClient:
    """Let a visitor through to a computer, as ``ssh -J`` asks.

    Raises
    ------
    ChannelOpenError
        With every reason; OpenSSH shows it.
    """
    try:
        passage, line = await begin_passage(visitor, name, to_jump(name, port))
    except Closed as refusal:
        raise asyncssh.ChannelOpenError(asyncssh.OPEN_ADMINISTRATIVELY_PROHIBITED, str(refusal)) from None
    _, there = await asyncio.get_running_loop().create_connection(_End, sock=line)
    here = _ToClient(there, passage)

    def cut(why: str) -> None:
        log.info("%s", why)
        here.abort()
        there.abort()

    visitor.in_background(passage.hold(cut))
    return here
