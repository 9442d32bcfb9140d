"""Whether desktops elsewhere let the proxy in: tried beside the host's other work, which waits for no dead line."""

import asyncio
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from farlight.desktops.adapters.places import found
from farlight.desktops.adapters.vnc_client import connected
from farlight.desktops.errors import PasswordRefused
from farlight.desktops.types import DesktopPlace
from farlight.kernel.errors import Unavailable

AGAIN_S = (1.0, 2.0, 5.0, 10.0)
AGAIN_AFTER_PASSWORD_S = 30.0
"""TigerVNC shuts an address out for ever longer after five wrong passwords."""


@dataclass
class Trial:
    """One desktop that is tried until it lets the proxy in."""

    work: "Future[str]"
    words: str = ""
    """Why it did not the last time."""
    count: int = 0
    next_s: float = 0.0
    refused: bool = field(default=False)


class Trials:
    """All that are being tried."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=4, thread_name_prefix="farlight-trial")
        self._all: dict[str, Trial] = {}

    def of(self, code: str, place: DesktopPlace) -> str | None:
        """Return None once a desktop let the proxy in, or why it did not yet; empty while nobody knows."""
        trial = self._all.get(code)
        if trial is None:
            self._all[code] = Trial(self._pool.submit(_tried, place))
            return ""
        if trial.next_s and time.monotonic() >= trial.next_s:
            trial.work, trial.next_s = self._pool.submit(_tried, place), 0.0
        if trial.next_s or not trial.work.done():
            return trial.words
        return self._after(code, trial)

    def forget(self, code: str) -> None:
        """Try a desktop no more."""
        self._all.pop(code, None)

    def close(self) -> None:
        """Try nothing more."""
        self._all.clear()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _after(self, code: str, trial: Trial) -> str | None:
        try:
            trial.words = trial.work.result()
            wait_s = AGAIN_S[min(trial.count, len(AGAIN_S) - 1)]
        except PasswordRefused as error:
            trial.words, wait_s = error.message, AGAIN_AFTER_PASSWORD_S
        if not trial.words:
            self.forget(code)
            return None
        trial.count, trial.next_s = trial.count + 1, time.monotonic() + wait_s
        return trial.words


def _tried(place: DesktopPlace) -> str:
    """Return why a desktop does not let the proxy in; empty when it does.

    Raises
    ------
    PasswordRefused
        When it does not take the password.
    """
    try:
        asyncio.run(_connected_once(place))
    except PasswordRefused:
        raise
    except Unavailable as error:
        return error.message
    return ""


async def _connected_once(place: DesktopPlace) -> None:
    upstream = await connected(found(place))
    await upstream.leave()
