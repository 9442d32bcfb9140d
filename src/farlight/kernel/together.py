"""Looking at many things together that are looked at again and again: one look for all, however many there are.

Whoever needs a look begins one at everything, and those that need one meanwhile wait for the same. So the database gets
as many questions as one look needs, some times a second, and none while nobody asks.
"""

import asyncio
import time
from collections.abc import Callable
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Together(Generic[Item]):
    """The things of one event loop that are looked at together.

    Parameters
    ----------
    look_at : callable
        Looks at things, in a thread, and writes into each what it found.
    """

    def __init__(self, look_at: Callable[[list[Item]], None]) -> None:
        self._look_at = look_at
        self._seen_at_s: dict[Item, float] = {}
        """When the last look at a thing began."""
        self._looking: asyncio.Task[None] | None = None

    def join(self, item: Item) -> Callable[[], None]:
        """Have a thing looked at that was just seen; call what is returned when it is over."""
        self._seen_at_s[item] = time.monotonic()

        def leave() -> None:
            self._seen_at_s.pop(item, None)

        return leave

    async def seen(self, item: Item, *, since_s: float) -> None:
        """Wait until a look at a thing is over that began after a moment of the clock ``time.monotonic``."""
        while self._seen_at_s.get(item, since_s) < since_s:  # a look that began too early is not enough
            if self._looking is None or self._looking.done():
                self._looking = asyncio.get_running_loop().create_task(self._look())
            await asyncio.shield(self._looking)  # it is the others' as well, when this one is cut off

    async def _look(self) -> None:
        items, began_at_s = list(self._seen_at_s), time.monotonic()
        await asyncio.to_thread(self._look_at, items)
        for item in items:
            if item in self._seen_at_s:
                self._seen_at_s[item] = began_at_s
