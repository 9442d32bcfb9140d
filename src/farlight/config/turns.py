"""How many requests are worked on at once: more would wait for the database and for each other, and all be late.

Django gives each request a thread and a line to the database of its own. When two hundred browsers come back at once,
after a web process was started anew, they would be more than a database takes. So they come in turn: a request waits
from when it has arrived as a whole until there is room, and makes room when its answer begins, when it waits for
something that is not the database (:func:`farlight.kernel.asgi.give_way`), or after a second. So what is slow to
arrive, to be made or to leave (uploads, pictures of cameras, downloads, event streams) keeps nobody waiting.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from weakref import WeakKeyDictionary

from farlight.kernel.asgi import Message, Receive, Scope, Send, turn_of_request

USUALLY_AT_ONCE = {"sqlite": 8, "postgresql": 32}
"""By the database: on SQLite one at a time may write, and those that wait for it do not wait in order."""

LONGEST_S = 1.0
"""A turn is over after so long; the request goes on beside the others."""

Application = Callable[[Any, Any, Any], Awaitable[None]]


class Turn:
    """One request's turn."""

    def __init__(self, room: asyncio.Semaphore, receive: Receive, send: Send) -> None:
        self._room, self._receive, self._send = room, receive, send
        self._loop = asyncio.get_running_loop()
        self._has_waited = self._is_held = False
        self._longest: asyncio.TimerHandle | None = None

    async def receive(self) -> Message:
        """Return the next part of the request; the last one when it is its turn."""
        message = await self._receive()
        is_whole = message["type"] == "http.request" and not message.get("more_body", False)
        if is_whole and not self._has_waited:
            self._has_waited = True
            await self._room.acquire()
            self._is_held = True
            self._longest = self._loop.call_later(LONGEST_S, self.end)
        return message

    async def send(self, message: Message) -> None:
        """Send a part of the answer; when it begins, the next one may come."""
        self.end()
        await self._send(message)

    def end_from_any_thread(self) -> None:
        """Make room, once, also from the thread of a view."""
        self._loop.call_soon_threadsafe(self.end)

    def end(self) -> None:
        """Make room, once."""
        if self._is_held:
            self._is_held = False
            self._room.release()
        if self._longest is not None:
            self._longest.cancel()


_rooms: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


async def in_turn(answer: Application, scope: Scope, receive: Receive, send: Send, *, at_once: int) -> None:
    """Answer a request when it is its turn: as many as `at_once` are worked on in a process, others wait in order."""
    room = _rooms.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(at_once))
    turn = Turn(room, receive, send)
    turn_of_request.set(turn.end_from_any_thread)
    try:
        await answer(scope, turn.receive, turn.send)
    finally:
        turn.end()
