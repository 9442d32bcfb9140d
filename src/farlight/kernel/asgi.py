"""Speaking ASGI beside the framework: what websockets of several contexts have in common."""

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from contextvars import ContextVar
from typing import Any
from urllib.parse import urlsplit

Scope = Mapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

turn_of_request: ContextVar[Callable[[], None]] = ContextVar("turn_of_request")
"""Ends the turn of the request that is worked on here: as many are as the database bears, and others wait."""


def give_way() -> None:
    """Let the next request come while this one waits for something that is not the database; from any thread."""
    end: Callable[[], None] = turn_of_request.get(_nobody_waits)
    end()


def _nobody_waits() -> None:
    """Outside of a server there are no turns."""


def comes_from_our_page(scope: Scope) -> bool:
    """Whether a websocket is asked for by a page of this very site, or by a program, which names no page at all."""
    headers: dict[bytes, bytes] = dict(scope["headers"])
    origin = headers.get(b"origin")
    if origin is None:
        return True
    return urlsplit(origin.decode("latin-1")).netloc == headers.get(b"host", b"").decode("latin-1")


async def refuse_websocket(receive: Receive, send: Send) -> None:
    """Turn a websocket away before it opens: the same for whatever the reason is."""
    await receive()
    await send({"type": "websocket.close", "code": 4404})
