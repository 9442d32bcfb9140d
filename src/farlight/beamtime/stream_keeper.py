"""Who of those who follow a session may follow no more: asked for all streams of a process together.

The first stream for which half a second is over asks for all of them: the rights numbers of their sessions, and what
their people came with. Only where one of these changed is the whole policy asked.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from farlight.beamtime import access
from farlight.beamtime.queries import rights_numbers
from farlight.beamtime.services import presence
from farlight.beamtime.types import Action
from farlight.kernel.errors import NotFound, Objection
from farlight.kernel.time import utc_now
from farlight.kernel.together import Together
from farlight.people.public import Standings
from farlight.people.types import Actor, Credential

ASK_AGAIN_S = 0.5
"""Between two looks at the rights of an open stream; also while it sends what was missed over a thin line."""
STAY_EVERY_S = 30.0


@dataclass(eq=False, kw_only=True)
class Guarded:
    """An open stream, and what was found of it."""

    session: str
    person: Actor
    credential: Credential
    channel: str
    rights: int
    """The session's rights number when the whole policy was asked last."""
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
        now = utc_now()
        numbers = rights_numbers({stream.session for stream in streams})
        found = self._standings.objections([(stream.person.pk, stream.credential) for stream in streams], now=now)
        for stream, objections in zip(streams, found, strict=True):
            _judge(stream, numbers.get(stream.session, 0), objections)
        if time.monotonic() - self._stayed_at_s > STAY_EVERY_S:
            self._stayed_at_s = time.monotonic()
            presence.stay(channels=[stream.channel for stream in streams], now=now)


def _judge(stream: Guarded, rights: int, objections: tuple[Objection, ...]) -> None:
    """Ask everything of a stream where something changed; why a login ended is nothing for who may see no more."""
    if rights == stream.rights and not objections:
        return
    stream.rights = rights
    if not _may_see(stream.person, stream.session):
        stream.is_over = True
    elif objections:
        stream.reasons, stream.is_over = objections, True


def _may_see(person: Actor, code: str) -> bool:
    try:
        return access.rights_in(person, code).verdict(Action.SEE, utc_now()).allowed
    except NotFound:
        return False


_keepers: WeakKeyDictionary[asyncio.AbstractEventLoop, StreamKeeper] = WeakKeyDictionary()


def stream_keeper() -> StreamKeeper:
    """Return what watches over all streams of the running event loop."""
    return _keepers.setdefault(asyncio.get_running_loop(), StreamKeeper())
