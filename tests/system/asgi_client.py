"""A client of the ASGI application that reads an answer as it comes and may go away in the middle."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any, ClassVar

from asgiref.testing import ApplicationCommunicator

from farlight.config.asgi import application


@dataclass
class Message:
    """A server-sent event."""

    event: str
    number: int | None
    data: dict[str, Any] = field(default_factory=dict)


class Exchange:
    """One request and its answer."""

    all: ClassVar[list["Exchange"]] = []
    """Those that may still be open."""

    @classmethod
    async def end_all(cls) -> None:
        """Go away from all; every test does this at its end."""
        while cls.all:
            await cls.all[-1].leave()

    def __init__(self, path: str, headers: dict[str, str] | None = None) -> None:
        path, _, query = path.partition("?")
        scope = {
            "type": "http",
            "method": "GET",
            "path": path,
            "query_string": query.encode(),
            "headers": [
                (b"host", b"localhost"),
                *((k.lower().encode(), v.encode()) for k, v in (headers or {}).items()),
            ],
        }
        self._application = ApplicationCommunicator(application, scope)
        self._text = ""
        self.is_over = False
        self.all.append(self)

    async def begin(self) -> "Exchange":
        """Send the request; read status and headers."""
        await self._application.send_input({"type": "http.request", "body": b""})
        start = await self._application.receive_output(timeout=10)
        self.status = start["status"]
        self.headers = {name.decode(): value.decode() for name, value in start["headers"]}
        return self

    async def part(self, timeout_s: float = 5.0) -> bytes:
        """Return the next part of the body."""
        got = await self._application.receive_output(timeout=timeout_s)
        self.is_over = not got.get("more_body", False)
        return got.get("body", b"")

    async def body(self) -> bytes:
        """Return all that is still to come."""
        parts = []
        while not self.is_over:
            parts.append(await self.part())
        return b"".join(parts)

    async def leave(self) -> None:
        """Go away, as a browser does that is closed; wait until the server is done with it."""
        self.all.remove(self)
        await self._application.send_input({"type": "http.disconnect"})
        await self._application.wait(timeout=5)

    async def messages(self, wanted: int, *, timeout_s: float = 10.0, heartbeats: bool = False) -> list[Message]:
        """Return the next messages; fewer when the stream ends."""
        found: list[Message] = []
        async with asyncio.timeout(timeout_s):
            while len(found) < wanted:
                while "\n\n" not in self._text and not self.is_over:
                    self._text += (await self.part(timeout_s)).decode()
                if "\n\n" not in self._text:
                    return found
                text, self._text = self._text.split("\n\n", 1)
                message = _read(text)
                if message and (heartbeats or message.event != "heartbeat"):
                    found.append(message)
        return found


def _read(text: str) -> Message | None:
    fields = dict(line.split(": ", 1) for line in text.splitlines())
    if "event" not in fields:
        return None
    number = int(fields["id"]) if "id" in fields else None
    return Message(event=fields["event"], number=number, data=json.loads(fields["data"]))
