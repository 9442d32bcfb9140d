"""Whether the clock can be believed when it says that somebody was silent for long.

A clock that is set forward by an hour, or a machine that slept for one, makes all that lives look as if it had not been
seen for an hour. So nobody is taken for dead before the clock has run evenly for a while: long enough that whatever
lives has said so by the new time.
"""

import time
from collections.abc import Callable
from datetime import datetime

SETTLES_S = 60.0
"""What lives says so at least every 30 seconds."""
UNEVEN_S = 5.0


class Steadiness:
    """Compares the clock with one that nobody sets.

    Parameters
    ----------
    monotonic_s : callable
        The clock that nobody sets, seconds.
    """

    def __init__(self, monotonic_s: Callable[[], float] = time.monotonic) -> None:
        self._monotonic_s = monotonic_s
        self._ahead_s: float | None = None
        self._even_since_s = 0.0

    def holds(self, *, now: datetime) -> bool:
        """Whether the clock has run evenly for long enough; at the start nobody knows, and it has not."""
        here_s = self._monotonic_s()
        ahead_s = now.timestamp() - here_s
        if self._ahead_s is None or abs(ahead_s - self._ahead_s) > UNEVEN_S:
            self._even_since_s = here_s
        self._ahead_s = ahead_s
        return here_s - self._even_since_s >= SETTLES_S
