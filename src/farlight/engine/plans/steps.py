"""Steps of every plan: waiting so that a pause or an abort is obeyed, at least ten times a second."""

from collections.abc import Awaitable, Callable
from typing import Any

import bluesky.plan_stubs as bps
from bluesky.utils import MsgGenerator

from farlight.engine.desk import ControlDesk
from farlight.engine.messages import CollectionOrder, Stage, StageReached

LOOK_S = 0.05
"""How often a waiting plan looks at its commands."""


def run(coroutine: Callable[[], Awaitable[Any]]) -> MsgGenerator[Any]:
    """Wait for a coroutine; give what it gives."""
    (future,) = yield from bps.wait_for([coroutine])
    return future.result()


def begin(stage: Stage, order: CollectionOrder, desk: ControlDesk) -> MsgGenerator[None]:
    """Begin a step, when no pause is wanted."""
    yield from wait_while_held(desk)
    desk.send(StageReached(ticket=order.ticket, stage=stage))


def wait_while_held(desk: ControlDesk) -> MsgGenerator[None]:
    """Wait until no pause is wanted."""
    desk.obey_abort()
    while desk.held:
        desk.show_held(held=True)
        yield from bps.sleep(LOOK_S)
        desk.obey_abort()
    desk.show_held(held=False)


def settle(group: str, desk: ControlDesk) -> MsgGenerator[None]:
    """Wait until all that was begun under a name is done."""
    while not (yield from bps.wait(group, timeout=LOOK_S, error_on_timeout=False)):
        desk.obey_abort()
