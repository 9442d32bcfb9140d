"""Who of those who look may look no more: asked for all views of the process together, some times a second.

The database is asked for the rights numbers of all their sessions at once, and for the switch of each beamline, however
many look. Only where a number changed is the whole policy asked. What people came with is watched with their channels.
"""

import asyncio
import logging
import time
from dataclasses import dataclass
from datetime import datetime

from asgiref.sync import sync_to_async
from django.db import close_old_connections

from farlight.beamtime.public import Gate, rights_numbers
from farlight.kernel.errors import Objection
from farlight.kernel.time import utc_now
from farlight.webcams.access import objections_to_looking_on, switch_of
from farlight.webcams.services import viewing

log = logging.getLogger(__name__)

UNWATCHED = "The cameras cannot be watched over at the moment. Try again soon."
ASK_EVERY_S = 0.4
"""Between two looks: with the time of a look, a view is cut within a second."""
STAY_EVERY_S = 30.0
"""Between two times that all views are said to be alive."""


@dataclass(eq=False)
class Guarded:
    """An open view, and what is said when it is over."""

    gate: Gate
    beamline: str
    over: "asyncio.Future[str]"
    channel: str = ""


class Gatekeeper:
    """Watches over the views of a process."""

    def __init__(self) -> None:
        self._views: set[Guarded] = set()
        self._round: asyncio.Task[None] | None = None

    async def over(self, gate: Gate, beamline: str, channel: str = "") -> str:
        """Return once a person may look no more, with the reasons."""
        loop = asyncio.get_running_loop()
        view = Guarded(gate, beamline, loop.create_future(), channel)
        self._views.add(view)
        if self._round is None or self._round.done():
            self._round = loop.create_task(self._go_round())
            self._round.add_done_callback(self._ended)
        try:
            return await view.over
        finally:
            self._views.discard(view)

    async def _go_round(self) -> None:
        stayed_at_s = time.monotonic()
        while self._views:
            await asyncio.sleep(ASK_EVERY_S)
            found = await sync_to_async(_looked, thread_sensitive=False)(list(self._views), utc_now())
            if time.monotonic() - stayed_at_s > STAY_EVERY_S:
                stayed_at_s = time.monotonic()
                alive = [view.channel for view in self._views]
                await sync_to_async(viewing.stay, thread_sensitive=False)(alive, now=utc_now())
            for view, reasons in found:
                if not view.over.done():
                    view.over.set_result(" ".join(map(str, reasons)))

    def _ended(self, ended: "asyncio.Task[None]") -> None:
        """When the round breaks off, nobody looks on unwatched."""
        fault = None if ended.cancelled() else ended.exception()
        if fault is None and not ended.cancelled():
            return
        log.error("cameras cannot be watched over: %s", fault, exc_info=fault)
        for view in self._views:
            if not view.over.done():
                view.over.set_result(UNWATCHED)


def _looked(views: list[Guarded], now: datetime) -> list[tuple[Guarded, tuple[Objection, ...]]]:
    """Return the views that are over, and why."""
    close_old_connections()
    numbers = rights_numbers({view.gate.session for view in views})
    switches = {beamline: switch_of(beamline) for beamline in {view.beamline for view in views}}
    asked = (
        (view, objections_to_looking_on(view.gate, numbers.get(view.gate.session), switches[view.beamline], now))
        for view in views
    )
    return [(view, reasons) for view, reasons in asked if reasons is not None]


gatekeeper = Gatekeeper()
