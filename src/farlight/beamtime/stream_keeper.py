"""Who of those who follow a session may follow no more: asked for all streams of a process together.

The first stream for which half a second is over asks for all of them: the rights numbers of their sessions, and what
their people came with. Only where one of these changed is a person's standing read anew; the clock is asked each time.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from django.db import close_old_connections

from farlight.beamtime.gate import Gate
from farlight.beamtime.queries import rights_numbers
from farlight.beamtime.services import presence
from farlight.beamtime.types import Action
from farlight.kernel.errors import Objection
from farlight.kernel.time import utc_now
from farlight.kernel.together import Together
from farlight.people.public import Standings

ASK_AGAIN_S = 0.5
"""Between two looks at the rights of an open stream; also while it sends what was missed over a thin line."""
STAY_EVERY_S = 30.0


@dataclass(eq=False, kw_only=True)
class Guarded:
    """An open stream, and what was found of it."""

    gate: Gate
    channel: str
    is_over: bool = False
    reasons: tuple[Objection, ...] = ()
    """Why it ended; nothing for who may not know of the session."""


class StreamKeeper:
    """Watches over the streams of one event loop."""

    def __init__(self) -> None:
        self._streams = Together(self._look_at)
        self._standings = Standings()
        self._stayed_at_s = time.monotonic()

    def guard(self, stream: Guarded) -> Callable[[], None]:
        """Look at a stream with the others; call what is returned when it ends."""
        return self._streams.join(stream)

    async def allows(self, stream: Guarded) -> bool:
        """Say whether a stream may go on, as it was half a second before the question at most."""
        if not stream.is_over:
            await self._streams.seen(stream, since_s=time.monotonic() - ASK_AGAIN_S)
        return not stream.is_over

    def _look_at(self, streams: list[Guarded]) -> None:
        close_old_connections()
        now = utc_now()
        numbers = rights_numbers({stream.gate.session for stream in streams})
        came = [(stream.gate.person.pk, stream.gate.credential) for stream in streams]
        for stream, objections in zip(streams, self._standings.objections(came, now=now), strict=True):
            if objections:
                stream.gate.forget()
            if not stream.gate.verdict_at(numbers.get(stream.gate.session), Action.SEE, now).allowed:
                stream.is_over = True  # why a login ended is nothing for who may see no more
            elif objections:
                stream.reasons, stream.is_over = objections, True
        if time.monotonic() - self._stayed_at_s > STAY_EVERY_S:
            self._stayed_at_s = time.monotonic()
            presence.stay(channels=[stream.channel for stream in streams], now=now)


_keepers: WeakKeyDictionary[asyncio.AbstractEventLoop, StreamKeeper] = WeakKeyDictionary()


def stream_keeper() -> StreamKeeper:
    """Return what watches over all streams of the running event loop."""
    return _keepers.setdefault(asyncio.get_running_loop(), StreamKeeper())
