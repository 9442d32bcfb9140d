"""What an open wall of desktops follows."""

import time

from farlight.desktops.queries import desktops_mark, wall_mark
from farlight.kernel.time import utc_now
from farlight.people.types import Actor

RIGHTS_S = 0.9
"""What a person may see is asked again after so long, and at once when any desktop changed."""


class WallLook:
    """Looks whether one wall shows something else now: one query for news that are not about desktops."""

    def __init__(self) -> None:
        self._any = -1
        self._own = 0
        self._looked_s = 0.0

    def __call__(self, person: Actor) -> int:
        """Return the wall's mark."""
        every, now_s = desktops_mark(), time.monotonic()
        if every != self._any or now_s - self._looked_s > RIGHTS_S:
            self._any, self._looked_s = every, now_s
            self._own = wall_mark(person, now=utc_now())
        return self._own
