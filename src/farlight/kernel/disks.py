"""Threads that wait for disks: those of one session's storage, so that a disk that hangs holds up nobody else.

All that may wait for storage is done in them: also asking how long an open file is, and letting go of it, which wait on
storage over a network. What asks the database has threads of its own.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for_any
from contextlib import AbstractContextManager, asynccontextmanager
from functools import partial
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from farlight.kernel.asgi import give_way
from farlight.kernel.errors import Unavailable

THREADS = 8
"""So many things of one session wait for its storage at once; they are begun when they are needed."""

PATIENCE_S = 20.0
"""Whoever looks at a page waits so long; the list of a folder with very many files may need some seconds."""

USUALLY_S = 0.05
"""What takes longer keeps no other request waiting."""

T = TypeVar("T")


class DiskHangs(Unavailable):
    """The storage of a session does not answer for so long that nobody should wait for it."""

    def __init__(self, session: str) -> None:
        word = f"The storage of session {session} does not answer at the moment."
        super().__init__(f"{word} Nothing is lost; try again in some minutes.")


class Disk:
    """The threads of one storage; they end when nobody holds it any more."""

    def __init__(self, session: str) -> None:
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix=f"disk of {session}")
        self._begun: set[Future[Any]] = set()
        self._somebody_gave_up = False

    async def run(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Do something that may wait for the storage."""
        return await asyncio.wrap_future(self.begin(partial(function, *args, **kwargs)))

    def begin(self, function: Callable[..., T], *args: Any) -> Future[T]:
        """Begin something that may wait for the storage."""
        begun = self._threads.submit(function, *args)
        self._begun.add(begun)
        begun.add_done_callback(self._end)  # which holds these threads: a storage that hangs gets no others
        return begun

    def _end(self, begun: Future[Any]) -> None:
        self._begun.discard(begun)
        if not begun.cancelled():
            self._somebody_gave_up = False

    def give_up(self, begun: Future[Any]) -> None:
        """Wait no longer; who asks next is told at once, as long as nothing is answered and no thread is free."""
        begun.cancel()
        self._somebody_gave_up = True

    @property
    def hangs(self) -> bool:
        """Whether asking is in vain: all threads wait, and somebody has waited for as long as anybody should."""
        return self._somebody_gave_up and len(self._begun) >= THREADS

    @asynccontextmanager
    async def holding(self, held: AbstractContextManager[T]) -> AsyncIterator[T]:
        """Open something that lies on the storage, and let go of it at the end, whatever ends it."""
        opening = asyncio.ensure_future(self.run(held.__enter__))
        try:
            found = await asyncio.shield(opening)
        except asyncio.CancelledError:
            await asyncio.wait({opening})
            if opening.exception() is None:
                await self.run(held.__exit__, None, None, None)
            raise
        try:
            yield found
        finally:
            await asyncio.shield(self.run(held.__exit__, None, None, None))


_disks: WeakValueDictionary[str, Disk] = WeakValueDictionary()
_finding = threading.Lock()


def disk_of(session: str) -> Disk:
    """Return the threads for the storage of a session: the same for all who are in it."""
    with _finding:
        found = _disks.get(session)
        if found is None:
            found = _disks[session] = Disk(session)
        return found


def asked_of_disk(session: str, function: Callable[..., T], *args: Any) -> T:
    """Ask the storage of a session something, from a thread that somebody waits for.

    Raises
    ------
    DiskHangs
        When it does not answer within `PATIENCE_S`, or as many ask it already as may.
    """
    disk = disk_of(session)
    if disk.hangs:
        raise DiskHangs(session)
    begun = disk.begin(function, *args)
    if wait_for_any([begun], timeout=USUALLY_S).not_done:
        give_way()
        if wait_for_any([begun], timeout=PATIENCE_S).not_done:
            disk.give_up(begun)
            raise DiskHangs(session)
    return begun.result()
