"""Whether what is sent may go on: asked once a second for all that is sent by a process, and told how far it is.

So a process asks the database a few questions a second, however many take something; what was sent is written down in
the same go.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from weakref import WeakKeyDictionary

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from farlight.beamtime.public import rights_numbers
from farlight.kernel.time import utc_now
from farlight.kernel.together import Together
from farlight.people.public import Standings, active_among
from farlight.transfer.access import Permission
from farlight.transfer.services.following import record_progress
from farlight.transfer.services.progress import Progress

log = logging.getLogger(__name__)

ASK_EVERY_S = 1.0
FRESH_S = 0.5
"""What was found so long ago still counts: with the time between two questions, a line is cut within two seconds."""
BLIND_S = 10.0
"""When the database does not answer for so long, nothing is sent any more."""


@dataclass(eq=False)
class Guarded:
    """An answer under way."""

    permission: Permission
    progress: Progress | None
    """None where nobody follows what is sent."""
    may_go_on: bool = True
    looked_at_s: float = field(default_factory=time.monotonic)
    """When the last look that found something out ended."""


class SendingKeeper:
    """Watches over all that is sent in one event loop."""

    def __init__(self) -> None:
        self._all = Together(self.look_at)
        self._standings = Standings()

    def guard(self, one: Guarded) -> Callable[[], None]:
        """Look at an answer with the others; call what is returned when it is over."""
        return self._all.join(one)

    async def goes_on(self, one: Guarded) -> bool:
        """Say whether an answer may go on, as it was half a second ago at most."""
        try:
            await self._all.seen(one, since_s=time.monotonic() - FRESH_S)
        except (OperationalError, InterfaceError) as error:
            log.warning("what is sent cannot be watched over: %s", error)
            return time.monotonic() - one.looked_at_s < BLIND_S
        return one.may_go_on

    def look_at(self, some: Sequence[Guarded]) -> None:
        """Find out of each whether it may go on, and write down how far it is; in a thread."""
        close_old_connections()
        try:
            self._look_at(some, utc_now())
        except (OperationalError, InterfaceError):
            connection.close()
            raise

    def _look_at(self, some: Sequence[Guarded], now: datetime) -> None:
        numbers = rights_numbers({one.permission.session for one in some})
        active = active_among({one.permission.person.pk for one in some})
        left = self._signed_out(some, now)
        for one in some:
            permission = one.permission
            stays = permission.person.pk in active and permission not in left
            one.may_go_on = stays and permission.holds_by(numbers.get(permission.session, 0), now=now)
        followed = [(one, one.progress) for one in some if one.progress is not None]
        over = self._written([progress for _, progress in followed], now)
        for one, progress in followed:
            one.may_go_on = one.may_go_on and progress.download_id not in over
        for one in some:
            one.looked_at_s = time.monotonic()

    @staticmethod
    def _written(followed: Sequence[Progress], now: datetime) -> set[int]:
        """Write down how far all are; return the downloads that are over."""
        news = [(progress, progress.news()) for progress in followed]
        try:
            return record_progress([told for _, told in news], now=now)
        except (OperationalError, InterfaceError):
            for progress, told in news:
                progress.take_back(told)
            raise

    def _signed_out(self, some: Sequence[Guarded], now: datetime) -> set[Permission]:
        came = [(one.permission, one.permission.credential) for one in some if one.permission.credential]
        found = self._standings.objections([(permission.person.pk, shown) for permission, shown in came], now=now)
        return {permission for (permission, _), objections in zip(came, found, strict=True) if objections}


_keepers: WeakKeyDictionary[asyncio.AbstractEventLoop, SendingKeeper] = WeakKeyDictionary()


def sending_keeper() -> SendingKeeper:
    """Return what watches over all that the running event loop sends."""
    return _keepers.setdefault(asyncio.get_running_loop(), SendingKeeper())
