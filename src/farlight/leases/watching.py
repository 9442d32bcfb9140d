"""One watch a process over all channels that it holds open: each is over within two seconds of what ends it.

Each half second a thread asks, with six queries for any number of channels: the rights numbers of their sessions,
which accounts are open, which rows are closed, which tokens and logins count. Only a channel of a session whose rights
number changed is put to the whole policy again. When the database does not answer for ten seconds, everything is over:
who cannot be asked about is not let stay.
"""

import asyncio
import logging
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from asgiref.sync import sync_to_async
from django.db import InterfaceError, OperationalError, close_old_connections, connection

from farlight.beamtime.public import rights_numbers
from farlight.kernel.time import utc_now
from farlight.leases.domain.watch import Seen, ending_by, ending_of, must_be_asked_anew
from farlight.leases.queries import channel_with, closed_among, verdict_on
from farlight.leases.services.channels import close_channel, stay
from farlight.leases.types import Channel, Ending
from farlight.people.public import Standings, active_among, actor_with
from farlight.people.types import Credential

log = logging.getLogger(__name__)

LOOK_S = 0.5
STAY_EVERY_S = 20.0
BLIND_S = 10.0


class Over:
    """Whether a channel is over; waits for it, in threads and in event loops."""

    def __init__(self) -> None:
        self.ending: Ending | None = None
        self._set = threading.Event()
        self._waiters: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []
        self._lock = threading.Lock()

    async def wait(self) -> Ending:
        """Wait until the channel is over, and return why."""
        done, loop = asyncio.Event(), asyncio.get_running_loop()
        with self._lock:
            self._waiters.append((loop, done))
            if self.ending is not None:
                done.set()
        await done.wait()
        return self.ending or Ending.CLOSED

    def wait_blocking(self, timeout_s: float | None = None) -> Ending | None:
        """Wait in a thread; None when the channel is not over after so long."""
        self._set.wait(timeout_s)
        return self.ending

    def end(self, ending: Ending) -> None:
        """Say that the channel is over; what was said first counts."""
        with self._lock:
            if self.ending is not None:
                return
            self.ending = ending
            waiters = list(self._waiters)
        self._set.set()
        for loop, done in waiters:
            if not loop.is_closed():
                loop.call_soon_threadsafe(done.set)


@dataclass(eq=False)
class _Watched:
    """A channel that this process holds open."""

    channel: Channel
    credential: Credential | None
    over: Over = field(default_factory=Over)
    rights: int = -1
    until: datetime | None = None


class ChannelWatch:
    """The watch of a process; its thread runs while there is a channel."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._watched: set[_Watched] = set()
        self._thread: threading.Thread | None = None
        self._changed = threading.Event()
        self._looked_at_s = 0.0
        self._stayed_at_s = 0.0
        self._standings = Standings()

    def add(self, channel: Channel, credential: Credential | None) -> _Watched:
        """Watch a channel from now on."""
        one = _Watched(channel, credential)
        with self._lock:
            self._watched.add(one)
            if self._thread is None or not self._thread.is_alive():
                self._looked_at_s = self._stayed_at_s = time.monotonic()
                self._thread = threading.Thread(target=self._run, name="farlight-channels", daemon=True)
                self._thread.start()
        return one

    def remove(self, one: _Watched) -> None:
        """Watch a channel no longer."""
        with self._lock:
            self._watched.discard(one)
        self._changed.set()

    def _run(self) -> None:
        try:
            while self._goes_on():
                self._look()
                self._changed.wait(LOOK_S)
                self._changed.clear()
        finally:
            connection.close()
            self._end_what_is_unseen()

    def _end_what_is_unseen(self) -> None:
        """Nothing stays open that nobody looks at: not even when the watch itself fails in a way nobody thought of."""
        with self._lock:
            left = set(self._watched) if self._thread is threading.current_thread() else set()
        for one in left:
            one.over.end(Ending.UNSEEN)

    def _goes_on(self) -> bool:
        with self._lock:
            if not self._watched:
                self._thread = None
            return bool(self._watched)

    def _look(self) -> None:
        with self._lock:
            watched = [one for one in self._watched if one.over.ending is None]
        try:
            close_old_connections()
            self._judge(watched, utc_now())
        except (OperationalError, InterfaceError) as error:
            log.warning("the watch over channels cannot ask: %s", error)
            connection.close()
            if time.monotonic() - self._looked_at_s > BLIND_S:
                for one in watched:
                    one.over.end(Ending.UNSEEN)
        else:
            self._looked_at_s = time.monotonic()

    def _judge(self, watched: list[_Watched], now: datetime) -> None:
        seen = self._seen(watched, now)
        for one in watched:
            ending = _judged(one, seen, now)
            if ending is not None:
                one.over.end(ending)
        if time.monotonic() - self._stayed_at_s > STAY_EVERY_S:
            self._stayed_at_s = time.monotonic()
            stay([one.channel.code for one in watched], now=now)

    def _seen(self, watched: list[_Watched], now: datetime) -> Seen:
        return Seen(
            rights=rights_numbers({one.channel.session for one in watched}),
            active=active_among({one.channel.person_id for one in watched}),
            closed=closed_among({one.channel.code for one in watched}),
            signed_out=self._signed_out(watched, now),
        )

    def _signed_out(self, watched: list[_Watched], now: datetime) -> set[str]:
        """Codes of the channels whose token or login counts no more."""
        came = {one.channel.code: (one.channel.person_id, one.credential) for one in watched if one.credential}
        found = self._standings.objections(list(came.values()), now=now)
        return {code for code, objections in zip(came, found, strict=True) if objections}


def _judged(one: _Watched, seen: Seen, now: datetime) -> Ending | None:
    """Return why a channel is over; the whole policy is asked only when rights changed."""
    channel = one.channel
    ending = ending_of(
        seen,
        code=channel.code,
        session=channel.session,
        person_id=channel.person_id,
        rights=one.rights,
        until=one.until,
        now=now,
    )
    if ending is not None or not must_be_asked_anew(seen, session=channel.session, rights=one.rights):
        return ending
    person = actor_with(channel.person_id)
    if person is None:
        return Ending.LOCKED
    verdict = verdict_on(person, channel.session, channel.kind, now)
    ending = ending_by(verdict, was_until=one.until, now=now)
    one.rights, one.until = seen.rights.get(channel.session, 0), verdict.until
    return ending


channel_watch = ChannelWatch()


@asynccontextmanager
async def watched(channel: Channel, credential: Credential | None = None) -> AsyncIterator[Over]:
    """Hold a channel open: ``async with watched(channel) as over``, and let go when ``over.wait()`` returns.

    On leaving, the channel is closed, by whatever ended it.
    """
    one = channel_watch.add(channel, credential)
    try:
        yield one.over
    finally:
        channel_watch.remove(one)
        await asyncio.shield(sync_to_async(_let_go, thread_sensitive=False)(one))


@contextmanager
def watched_here(channel: Channel, credential: Credential | None = None) -> Iterator[Over]:
    """Hold a channel open in a thread: the same as :func:`watched`, with ``over.wait_blocking``."""
    one = channel_watch.add(channel, credential)
    try:
        yield one.over
    finally:
        channel_watch.remove(one)
        _let_go(one)


class Hold:
    """A channel to something that runs elsewhere and outlives the process that holds it.

    Parameters
    ----------
    channel_code : str
        Code of the channel; one that is closed, or gone, is over from the beginning.
    """

    def __init__(self, channel_code: str) -> None:
        channel = channel_with(channel_code)
        self._one = channel_watch.add(channel, None) if channel and channel.ending is None else None
        self.over = self._one.over if self._one else Over()
        if self._one is None:
            self.over.end((channel and channel.ending) or Ending.CLOSED)

    def let_go(self) -> None:
        """Close the channel: what it led to is gone."""
        if self._one is not None:
            channel_watch.remove(self._one)
            _let_go(self._one)

    def leave_open(self) -> None:
        """Watch it no longer, and leave it open: within a minute another process holds it, or it is closed."""
        if self._one is not None:
            channel_watch.remove(self._one)


def hold_channel(channel_code: str) -> Hold:
    """Hold a channel that another process opened."""
    return Hold(channel_code)


def _let_go(one: _Watched) -> None:
    close_old_connections()
    close_channel(one.channel.code, now=utc_now(), why=one.over.ending or Ending.LEFT)
