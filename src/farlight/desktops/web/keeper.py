"""What those who have a desktop open may do: asked for all views of a process together, some times a second.

The database is asked for the rights numbers of all their sessions at once, for the rows of their desktops, and for what
they came with. Only where one of these changed is a person's standing read anew; the clock is asked each time.
"""

import asyncio
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from django.db import close_old_connections

from farlight.desktops.queries import Sight, standings_of
from farlight.desktops.services import viewing
from farlight.desktops.types import Standing
from farlight.kernel.time import utc_now
from farlight.kernel.together import Together
from farlight.people.public import Standings

ASK_EVERY_S = 0.4
FRESH_S = 0.2
"""What was found so long ago still counts."""
STAY_EVERY_S = 30.0


@dataclass(eq=False)
class Watched:
    """A view, and what was found of it last."""

    sight: Sight
    standing: Standing | None = None


class DesktopKeeper:
    """Watches over the views of one event loop."""

    def __init__(self) -> None:
        self._views = Together(self.look_at)
        self._standings = Standings()
        self._stayed_at_s = time.monotonic()

    async def standings(self, sight: Sight) -> AsyncGenerator[Standing]:
        """Give what a viewer may do, as it was a moment ago at most, again and again until there is no more to see."""
        view = Watched(sight)
        leave = self._views.join(view)
        try:
            while True:
                fresh_s = FRESH_S if view.standing else 0.0
                await self._views.seen(view, since_s=time.monotonic() - fresh_s)
                if view.standing is None:
                    raise RuntimeError("A look found nothing out about a view.")
                yield view.standing
                if view.standing.over:
                    return
                await asyncio.sleep(ASK_EVERY_S)
        finally:
            leave()

    def look_at(self, views: list[Watched]) -> None:
        """Find out what all viewers may do; in a thread."""
        close_old_connections()
        now = utc_now()
        sights = [view.sight for view in views]
        came = [(sight.gate.person.pk, sight.gate.credential) for sight in sights]
        for sight, objections in zip(sights, self._standings.objections(came, now=now), strict=True):
            sight.objections = objections
        for view, standing in zip(views, standings_of(sights, now=now), strict=True):
            view.standing = standing
        if time.monotonic() - self._stayed_at_s > STAY_EVERY_S:
            self._stayed_at_s = time.monotonic()
            viewing.stay([sight.channel for sight in sights if sight.channel], now=now)


_keepers: WeakKeyDictionary[asyncio.AbstractEventLoop, DesktopKeeper] = WeakKeyDictionary()


def desktop_keeper() -> DesktopKeeper:
    """Return what watches over all desktops that are seen through the running event loop."""
    return _keepers.setdefault(asyncio.get_running_loop(), DesktopKeeper())
