"""The way to bytes of images: by a ticket, whose owner must still have the rights that it was given at.

Nothing here asks the database for a request: who asks is told what is at most a second old. One question a second and
process is for all sessions, people and tokens that tickets were shown of lately.
"""

import asyncio
import time
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import close_old_connections

from farlight.beamtime.public import rights_numbers
from farlight.kernel.time import CLOCKS_DIFFER, utc_now
from farlight.people.public import active_among, tokens_counting_among
from farlight.viewer.domain import tickets
from farlight.viewer.domain.tickets import Ticket

RIGHTS_AGE_S = 1.0
"""A right that was taken away is gone here so long afterwards, and the time of a query."""
_REMEMBERED_S = 5.0
"""Sessions, people and tokens of whom no ticket was shown for so long are asked for no more."""
_LOGIN = 0
"""What a ticket has for a token when it was given to whoever was logged in."""


class Admission(Enum):
    """What comes of a ticket."""

    GRANTED = "granted"
    RENEW = "renew"
    """It was genuine; its time is over, or rights changed: the manifest gives another one, or none."""
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class _Known:
    """What the database said of some sessions, people and tokens."""

    rights: dict[str, int] = field(default_factory=dict)
    """Rights numbers; 0 for sessions that there are not."""
    is_active: dict[int, bool] = field(default_factory=dict)
    counts: dict[int, bool] = field(default_factory=dict)
    """Of tokens."""
    read_s: float = -1e9

    def covers(self, ticket: Ticket, session: str, now_s: float) -> bool:
        """Whether it tells of what a ticket depends on, and is not too old."""
        is_told = session in self.rights and ticket.person in self.is_active and ticket.token in self.counts
        return is_told and now_s - self.read_s < RIGHTS_AGE_S

    def admits(self, ticket: Ticket, session: str) -> bool:
        """Whether all that a ticket depends on still holds."""
        return self.rights[session] == ticket.rights and self.is_active[ticket.person] and self.counts[ticket.token]


class Guard:
    """Looks at tickets; one for each process."""

    def __init__(self) -> None:
        self._known = _Known()
        self._sessions: dict[str, float] = {}
        self._people: dict[int, float] = {}
        self._tokens: dict[int, float] = {}
        self._granted: dict[tuple[str, str], float] = {}
        """Until when a ticket is let through to a root without another look; forgotten with each answer read."""
        self._asking: asyncio.Task[None] | None = None

    def is_granted_still(self, text: str, root: str) -> bool:
        """Whether a ticket was let through to a root less than a second ago, and nothing was heard since."""
        return time.monotonic() < self._granted.get((text, root), 0.0)

    async def admission(self, text: str, root: str, session: str) -> Admission:
        """Decide on a ticket that is shown at a root."""
        ticket = tickets.genuine(text, root, signing_key())
        if ticket is None:
            return Admission.UNKNOWN
        left_s = ticket.ends_s - time.time()
        if not 0 < left_s <= tickets.VALID_S + CLOCKS_DIFFER.total_seconds():  # more, when the clock was set back
            return Admission.RENEW
        self._sessions[session] = self._people[ticket.person] = self._tokens[ticket.token] = now_s = time.monotonic()
        while not self._known.covers(ticket, session, now_s):
            await self._ask()
        if not self._known.admits(ticket, session):
            return Admission.RENEW
        self._granted[text, root] = min(self._known.read_s + RIGHTS_AGE_S, now_s + left_s)
        return Admission.GRANTED

    async def _ask(self) -> None:
        """Read anew; whoever comes meanwhile waits for the same answer, and asks again if that came too early."""
        loop = asyncio.get_running_loop()
        if self._asking is None or self._asking.done() or self._asking.get_loop() is not loop:
            self._asking = loop.create_task(self._read())
        await asyncio.shield(self._asking)

    async def _read(self) -> None:
        now_s = time.monotonic()
        self._sessions = {code: at_s for code, at_s in self._sessions.items() if now_s - at_s < _REMEMBERED_S}
        self._people = {key: at_s for key, at_s in self._people.items() if now_s - at_s < _REMEMBERED_S}
        self._tokens = {key: at_s for key, at_s in self._tokens.items() if now_s - at_s < _REMEMBERED_S}
        sessions, people, shown = set(self._sessions), set(self._people), set(self._tokens) - {_LOGIN}
        ask = sync_to_async(_from_database, thread_sensitive=False)
        rights, active, counting = await ask(sessions, people, shown)
        self._granted.clear()
        self._known = _Known(
            rights={code: rights.get(code, 0) for code in sessions},
            is_active={key: key in active for key in people},
            counts={_LOGIN: True} | {key: key in counting for key in shown},
            read_s=now_s,
        )


def _from_database(
    sessions: set[str], people: set[int], shown: Collection[int]
) -> tuple[dict[str, int], set[int], set[int]]:
    close_old_connections()
    counting = tokens_counting_among(shown, now=utc_now()) if shown else set()
    return rights_numbers(sessions), active_among(people), counting


@lru_cache(maxsize=1)
def _key_of(secret: str) -> bytes:
    return tickets.signing_key(secret)


def signing_key() -> bytes:
    """Return the key that signs tickets and names roots in this installation."""
    return _key_of(settings.SECRET_KEY)
