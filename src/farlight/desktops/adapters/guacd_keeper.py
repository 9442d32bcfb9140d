"""Connections to desktops by a Guacamole server, kept as long as the desktops are there, whether somebody looks or not.

So a desktop is found as it was after a broken line, and viewers need to know only the connection's number: it lies in
the desktop's folder, or why there is none.
"""

import asyncio
import logging
import threading
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from farlight.desktops.adapters.folders import write_private
from farlight.desktops.adapters.guacd import GuacdLine, Order, begun, joined, refuse_end
from farlight.desktops.domain.guacamole.instructions import MalformedInstructionError
from farlight.desktops.errors import PasswordRefused
from farlight.desktops.types import GuacdAddress
from farlight.kernel.errors import Unavailable

log = logging.getLogger(__name__)

CONNECTION = "connection"
"""The file with the number of the connection, which begins with ``$``, or with why there is none."""
AGAIN_S = (2.0, 5.0, 15.0, 30.0)
AGAIN_AFTER_PASSWORD_S = 30.0
_REACHED_ANEW = "The Guacamole server reaches the desktop's computer anew."


@dataclass(frozen=True, kw_only=True)
class Keepsake:
    """What is to be kept: a connection that `guacd` begins with these, and secrets that stand in files."""

    folder: Path
    guacd: GuacdAddress
    protocol: str
    parameters: Mapping[str, str]
    secret_files: Mapping[str, str]
    size_px: tuple[int, int]
    time_zone: str

    def order(self) -> Order:
        """Return what `guacd` is told, with the secrets as they stand in their files now.

        Raises
        ------
        Unavailable
            When a file cannot be read.
        """
        secrets: dict[str, str] = {}
        for name, path in self.secret_files.items():
            try:
                secrets[name] = Path(path).read_text().rstrip("\n")
            except (OSError, UnicodeDecodeError) as error:
                raise Unavailable(f"The file with the desktop's `{name}` cannot be read.") from error
        return Order(
            guacd=self.guacd,
            protocol=self.protocol,
            size_px=self.size_px,
            time_zone=self.time_zone,
            given={**self.parameters, **secrets},
        )


@dataclass
class Kept:
    """How it is with a connection."""

    what: Keepsake
    work: asyncio.Task[None] | None = None
    is_there: bool = False
    words: str = ""
    """Why it is not; empty while nobody knows."""


class Keeper:
    """All connections that this process keeps, on a thread of their own."""

    def __init__(self) -> None:
        self._all: dict[str, Kept] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def has(self, code: str) -> bool:
        """Whether a desktop's connection is kept."""
        return code in self._all

    def of(self, code: str, what: Keepsake) -> Kept:
        """Return how it is with a desktop's connection; from now on it is kept."""
        kept = self._all.get(code)
        if kept is None or kept.what != what:
            self.forget(code)
            kept = self._all[code] = Kept(what)
            self._wait(_started(kept))
        return kept

    def forget(self, code: str) -> None:
        """Keep a desktop's connection no more: it ends when the last viewer goes, too."""
        kept = self._all.pop(code, None)
        if kept is not None:
            self._wait(_stopped(kept))
            (kept.what.folder / CONNECTION).unlink(missing_ok=True)

    def close(self) -> None:
        """Keep nothing more; the numbers stay written, for a host that comes while viewers hold the connections."""
        for kept in self._all.values():
            self._wait(_stopped(kept))
        self._all.clear()
        if self._loop is not None and self._thread is not None:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop.close()
        self._loop = self._thread = None

    def _wait(self, work: Coroutine[None, None, None]) -> None:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            self._thread = threading.Thread(target=self._loop.run_forever, name="farlight-guacd", daemon=True)
            self._thread.start()
        asyncio.run_coroutine_threadsafe(work, self._loop).result()


async def _started(kept: Kept) -> None:
    kept.work = asyncio.create_task(_keep(kept))


async def _stopped(kept: Kept) -> None:
    if kept.work is not None:
        kept.work.cancel()
        await asyncio.gather(kept.work, return_exceptions=True)


async def _keep(kept: Kept) -> None:
    """Have a connection, and another one when it breaks, until nobody wants it any more."""
    file, tries = kept.what.folder / CONNECTION, 0
    while True:
        try:
            line = await _line(kept.what)
            kept.is_there, kept.words, tries = True, "", 0
            write_private(file, line.connection.encode())
            try:
                await _drain(line)
            finally:
                await line.leave()
        except (Unavailable, OSError, MalformedInstructionError) as error:
            kept.is_there = False
            kept.words = error.message if isinstance(error, Unavailable) else _REACHED_ANEW
            write_private(file, kept.words.encode())
            log.info("a connection of guacd waits: %s", kept.words)
            refused = isinstance(error, PasswordRefused)
            await asyncio.sleep(AGAIN_AFTER_PASSWORD_S if refused else AGAIN_S[min(tries, len(AGAIN_S) - 1)])
            tries += 1


async def _line(what: Keepsake) -> GuacdLine:
    """Join the connection that a host before us began, when viewers still hold it; else begin one."""
    with suppress(Unavailable):
        return await joined(what.guacd, connection_in(what.folder), is_read_only=False)
    return await begun(what.order())


async def _drain(line: GuacdLine) -> None:
    """Say that we see what there is to be seen, until the line ends."""
    alive = asyncio.create_task(line.keep_alive())
    try:
        while True:
            for heard in await line.hear():
                refuse_end(heard)
                line.answer(heard)
    finally:
        alive.cancel()


def connection_in(folder: Path) -> str:
    """Return the number of the connection of a desktop.

    Raises
    ------
    Unavailable
        When there is none, with the reason.
    """
    try:
        text = (folder / CONNECTION).read_text()
    except OSError as error:
        raise Unavailable("The desktop is not connected yet.") from error
    if not text.startswith("$"):
        raise Unavailable(text)
    return text
