"""Threads that wait for disks: those of one session's storage, so that a disk that hangs holds up nobody else.

All that may wait for storage is done in them: also asking how long an open file is, and letting go of it, which wait on
storage over a network. What asks the database has threads of its own.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, asynccontextmanager
from functools import partial
from typing import Any, TypeVar
from weakref import WeakValueDictionary

THREADS = 8
"""So many things of one session wait for its storage at once; they are begun when they are needed."""

T = TypeVar("T")


class Disk:
    """The threads of one storage; they end when nobody holds it any more."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="disk")

    async def run(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Do something that may wait for the storage."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, partial(function, *args, **kwargs))

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


def disk_of(session: str) -> Disk:
    """Return the threads for the storage of a session: the same for all who are in it."""
    found = _disks.get(session)
    if found is None:
        found = _disks[session] = Disk()
    return found
