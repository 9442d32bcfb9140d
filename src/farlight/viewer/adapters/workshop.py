"""Where pictures are drawn and counts are packed: by a few threads, each thing once, and kept while there is room.

Many people look at the same image at the same moment when a run is followed; it is drawn for the first and given to
all. Who goes away before his turn is struck off the list.
"""

import asyncio
import os
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from farlight.kernel.errors import Unavailable

KEPT_BYTES = 96 << 20
WAITING_MAX = 400
"""Things to be made that may wait; beyond that the answer is to come again later."""


@dataclass(eq=False)
class _Order:
    """Something that is being made, and how many wait for it."""

    future: asyncio.Future[bytes]
    waiting: int = 0


class Kept:
    """What was made lately, up to so many bytes."""

    def __init__(self, budget_bytes: int) -> None:
        self._budget_bytes = budget_bytes
        self._made: OrderedDict[Hashable, bytes] = OrderedDict()
        self.held_bytes = 0

    def find(self, key: Hashable) -> bytes | None:
        """Return what was made under a key, if it is still there."""
        made = self._made.get(key)
        if made is not None:
            self._made.move_to_end(key)
        return made

    def keep(self, key: Hashable, made: bytes) -> None:
        """Keep something; what was not asked for longest goes."""
        if key in self._made:
            self.held_bytes -= len(self._made.pop(key))
        self._made[key] = made
        self.held_bytes += len(made)
        while self.held_bytes > self._budget_bytes:
            self.held_bytes -= len(self._made.popitem(last=False)[1])

    def clear(self) -> None:
        """Forget everything."""
        self._made.clear()
        self.held_bytes = 0


class Workshop:
    """Makes bytes by functions that take long; used from one event loop at a time."""

    def __init__(
        self, threads: int | None = None, *, kept_bytes: int = KEPT_BYTES, waiting_max: int = WAITING_MAX
    ) -> None:
        self._threads = threads or os.cpu_count() or 1
        self._waiting_max = waiting_max
        self._pool: ThreadPoolExecutor | None = None
        self._orders: dict[Hashable, _Order] = {}
        self.kept = Kept(kept_bytes)

    async def made(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """Return what a function makes, or made before under the same key.

        Raises
        ------
        Unavailable
            When too much is waiting already. And whatever the function raises.
        """
        found = self.kept.find(key)
        if found is not None:
            return found
        order = self._orders.get(key)
        if order is None or order.future.done() or order.future.get_loop() is not asyncio.get_running_loop():
            order = self._ordered(key, make)
        order.waiting += 1
        try:
            return await asyncio.shield(order.future)
        finally:
            order.waiting -= 1
            if not order.waiting:
                order.future.cancel()

    def _ordered(self, key: Hashable, make: Callable[[], bytes]) -> _Order:
        if len(self._orders) >= self._waiting_max:
            raise Unavailable("More pictures are being asked for than can be drawn. Try again in a moment.")
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="viewer")
        order = _Order(asyncio.wrap_future(self._pool.submit(make)))
        self._orders[key] = order
        order.future.add_done_callback(lambda done: self._over(key, order, done))
        return order

    def _over(self, key: Hashable, order: _Order, done: asyncio.Future[bytes]) -> None:
        if self._orders.get(key) is order:
            del self._orders[key]
        if not done.cancelled() and done.exception() is None:
            self.kept.keep(key, done.result())


workshop = Workshop()
"""Where what takes milliseconds is made in this process."""
patient_workshop = Workshop(max((os.cpu_count() or 1) // 2, 1))
"""Where what takes longer is made, so that it never stands in the way of the other."""
