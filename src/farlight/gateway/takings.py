"""What is taken by SFTP, told to ``transfer`` once a second: so it shows like any download, with progress and rate.

Reading itself only counts. A file that was taken within a second is told of afterwards; what all visitors of a process
took is written down in one go.
"""

import asyncio
import logging
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from django.db import InterfaceError, OperationalError, close_old_connections

from farlight.beamtime.public import session_summary
from farlight.gateway.visitors import Visitor, in_thread
from farlight.kernel.time import utc_now
from farlight.transfer.public import Asked, DownloadState, Taken, Way, record_taken

log = logging.getLogger(__name__)

TELL_S = 1.0
GATHER_S = 0.1
"""So long it is waited for what others have to tell."""


@dataclass(eq=False)
class Taking:
    """One file that is read, and what of it has left."""

    words: str
    key: str
    size_bytes: int
    is_over: bool = False
    is_told: bool = False
    """Whether anything of it was given to be written down."""
    sent_bytes: int = 0
    _start: int = 0
    _stop: int = 0
    _sent: list[tuple[int, int]] = field(default_factory=list)

    def sent(self, offset: int, count: int) -> None:
        """Note that a part left."""
        if offset != self._stop:
            self._sent.append((self._start, self._stop))
            self._start = offset
        self._stop = offset + count
        self.sent_bytes += count

    def taken(self) -> list[tuple[int, int]]:
        """Return what left since this was asked last."""
        sent, self._sent = [*self._sent, (self._start, self._stop)], []
        self._start = self._stop
        return [part for part in sent if part[0] < part[1]]

    def take_back(self, parts: Sequence[tuple[int, int]]) -> None:
        """Tell again what could not be written down."""
        self._sent = [*parts, *self._sent]


class Ledger:
    """Writes down what the visitors of an event loop take: in rounds, one after the other."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._gathered: list[Taken] = []
        self._next: asyncio.Task[None] | None = None

    async def write(self, taken: Sequence[Taken]) -> None:
        """Return when it is written down, with what others told meanwhile.

        Raises
        ------
        OperationalError, InterfaceError
            When the database is away; nothing of it counts as told.
        """
        if not taken:
            return
        self._gathered += taken
        if self._next is None:
            self._next = asyncio.get_running_loop().create_task(self._write_round())
        await asyncio.shield(self._next)  # it is the others' as well, when this visitor leaves

    async def _write_round(self) -> None:
        async with self._turn:
            await asyncio.sleep(GATHER_S)
            taken, self._gathered, self._next = self._gathered, [], None
            await in_thread(_write, taken)


def _write(taken: Sequence[Taken]) -> None:
    close_old_connections()
    record_taken(taken, now=utc_now())


_ledgers: WeakKeyDictionary[asyncio.AbstractEventLoop, Ledger] = WeakKeyDictionary()


def ledger() -> Ledger:
    """Return what writes down for all visitors of the running event loop."""
    return _ledgers.setdefault(asyncio.get_running_loop(), Ledger())


class Takings:
    """What a visitor takes of one session, as long as they take anything."""

    def __init__(self, visitor: Visitor, session: str, client: str) -> None:
        self._visitor, self._session, self._client = visitor, session, client
        self._session_id: int | None = None
        self._open: list[Taking] = []
        self._is_telling = False
        self._told_at_s = 0.0

    def begin(self, parts: Sequence[bytes], status: os.stat_result) -> Taking:
        """Note that a file is opened to be read."""
        words = "/".join(os.fsdecode(part) for part in parts).encode("utf-8", "replace").decode()
        key = f"{words}:{status.st_size}:{status.st_mtime_ns}"[:300]
        taking = Taking(words=words, key=key, size_bytes=status.st_size)
        self._open.append(taking)
        if not self._is_telling:
            self._is_telling, self._told_at_s = True, time.monotonic()
            self._visitor.in_background(self._tell_all())
        return taking

    async def _tell_all(self) -> None:
        """Tell once a second, until nothing is taken any more or the visitor leaves."""
        ended: DownloadState | None = DownloadState.INTERRUPTED
        try:
            while self._open:
                await asyncio.sleep(TELL_S)
                over = [taking for taking in self._open if taking.is_over]
                if await self._is_written(list(self._open), None):
                    self._open = [taking for taking in self._open if taking not in over]
            ended = None
        finally:
            self._is_telling = False
            left, self._open = self._open, []
            if left:
                await asyncio.shield(self._is_written(left, ended))

    async def _is_written(self, takings: Sequence[Taking], outcome: DownloadState | None) -> bool:
        """Write down how far files are; what could not be written down is told next time."""
        told = [(taking, taking.taken()) for taking in takings]
        told = [(one, parts) for one, parts in told if parts or (one.is_told and (one.is_over or outcome))]
        for taking, _ in told:
            taking.is_told = True  # also when the visitor leaves while it is written down
        now_s = time.monotonic()
        goes_on = outcome is None and not all(taking.is_over for taking in takings)
        each_s = (now_s - self._told_at_s) if goes_on else float("inf")
        try:
            session_id = await self._id_of_session()
            await ledger().write(
                [
                    Taken(
                        asked=self._asked(taking, session_id),
                        sent=parts,
                        rate_bytes_per_s=sum(stop - start for start, stop in parts) / max(each_s, 1e-3),
                        outcome=self._outcome_of(taking, outcome),
                    )
                    for taking, parts in told
                ]
            )
        except (OperationalError, InterfaceError) as error:
            log.warning("what is taken by SFTP cannot be written down: %s", error)
            for taking, parts in told:
                taking.take_back(parts)
            return False
        self._told_at_s = now_s
        return True

    async def _id_of_session(self) -> int:
        if self._session_id is None:
            self._session_id = (await in_thread(session_summary, self._session)).id
        return self._session_id

    def _outcome_of(self, taking: Taking, outcome: DownloadState | None) -> DownloadState | None:
        if self._visitor.is_over_in(self._session) and taking.sent_bytes < taking.size_bytes:
            return DownloadState.REVOKED
        return None if taking.is_over else outcome

    def _asked(self, taking: Taking, session_id: int) -> Asked:
        visitor = self._visitor
        return Asked(
            session_id=session_id,
            session=self._session,
            person_id=visitor.person.pk,
            person=visitor.person.username,
            way=Way.SFTP,
            address=visitor.address,
            client=self._client,
            words=taking.words,
            key=taking.key,
            size_bytes=taking.size_bytes,
            is_archive=False,
        )
