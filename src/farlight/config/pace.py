"""How often somebody may ask: who asks without end gets 429 and is told when to come again.

It is counted in memory by what a request came with, its token or its browser's login, before Django sees it: so it
costs no question to the database, and one program that runs wild slows nobody else. Each web process counts by itself.
What stays open (event streams) is left out, and so are pieces of images, of which a viewer fetches many in a second.
"""

import json
import math
import time
from collections.abc import Callable, Iterable
from hashlib import sha256

from farlight.kernel.asgi import Scope, Send

TOO_MANY = 429
MOST_KNOWN = 10_000
"""Of so many is known how often they asked; then those are forgotten who asked for nothing for a minute."""
_MINUTE_S = 60.0
_LASTING = ("/events", "/news/")
"""Ends of paths of what stays open."""
_WORDS = "You ask more often than this site answers: wait a moment, and ask less often."


class Pace:
    """A minute's worth of requests for each, which comes back evenly.

    Parameters
    ----------
    most_a_minute : int
        How many; 0 for any number.
    clock_s : callable
        Seconds that only rise.
    """

    def __init__(self, most_a_minute: int, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock_s = most_a_minute, clock_s
        self._full_at_s: dict[str, float] = {}
        """When each has a whole minute's worth again."""

    def wait_s(self, who: str) -> int:
        """Count a request; return how many seconds to wait before the next, 0 when it is to be answered."""
        if not self._most or not who:
            return 0
        now_s = self._clock_s()
        full_at_s = max(self._full_at_s.get(who, now_s), now_s) + _MINUTE_S / self._most
        if full_at_s - now_s > _MINUTE_S:
            return max(1, math.ceil(full_at_s - now_s - _MINUTE_S))
        if len(self._full_at_s) >= MOST_KNOWN:
            self._full_at_s = {one: at_s for one, at_s in self._full_at_s.items() if at_s > now_s}
        self._full_at_s[who] = full_at_s
        return 0


def asks_as(scope: Scope, *, cookie: str) -> str:
    """Return by what a request is counted: a hash of its token or login; empty for strangers and for what stays open.

    Strangers open nothing, and what they try is limited where it is tried.
    """
    if scope["path"].endswith(_LASTING):
        return ""
    headers = dict(scope["headers"])
    shown = headers.get(b"authorization", b"") or _cookie_in(headers.get(b"cookie", b""), cookie.encode())
    return sha256(shown).hexdigest() if shown else ""


def _cookie_in(header: bytes, name: bytes) -> bytes:
    pairs: Iterable[tuple[bytes, bytes, bytes]] = (part.strip().partition(b"=") for part in header.split(b";"))
    return next((value for found, _, value in pairs if found == name), b"")


async def refuse_for_now(scope: Scope, send: Send, *, wait_s: int) -> None:
    """Answer that it was too often, and when to come again: to programs as a problem, to people in words."""
    is_program = scope["path"].startswith("/api/")
    problem = {"type": "about:blank", "title": "Too Many Requests", "status": TOO_MANY, "detail": _WORDS}
    body = json.dumps(problem).encode() if is_program else f"{_WORDS}\n".encode()
    media_type = b"application/problem+json" if is_program else b"text/plain; charset=utf-8"
    headers = [
        (b"content-type", media_type),
        (b"content-length", str(len(body)).encode()),
        (b"retry-after", str(wait_s).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": TOO_MANY, "headers": headers})
    await send({"type": "http.response.body", "body": body})
