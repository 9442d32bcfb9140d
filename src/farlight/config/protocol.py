"""How the web process speaks HTTP: as uvicorn does, but what is at hand already is sent at once.

An overview that was made before is a look into memory. Making a task, a scope and two messages for it costs several
times as much as that (decision 28), and people who step through images ask for thousands of them. And files that are
taken home go from the disk to the line by the kernel (decision 54).
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

import farlight.config.asgi  # noqa: F401 - sets Django up: of several processes each reads this module first
from farlight.config.file_sending import EXTENSION, FileSender
from farlight.viewer.domain.addresses import PREFIX
from farlight.viewer.web.img import image_bytes

_PREFIX = PREFIX.encode()
_VERSION = "1.1"


class Protocol(HttpToolsProtocol):
    """A connection of a browser or a proxy."""

    answered: RequestResponseCycle
    """What stands for every request that was answered at once."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin."""
        super().connection_made(transport)
        self.answered = RequestResponseCycle(
            scope=self.scope,
            transport=transport,
            flow=self.flow,
            logger=self.logger,
            access_logger=self.access_logger,
            access_log=False,
            default_headers=[],
            message_event=asyncio.Event(),
            expect_100_continue=False,
            keep_alive=True,
            on_response=self.on_response_complete,
        )
        self.answered.response_complete = True

    def on_headers_complete(self) -> None:
        """Answer at once, or go on as uvicorn does."""
        answer = image_bytes.at_hand(self.url, self.headers) if self._may_answer_at_once() else None
        if answer is None:
            super().on_headers_complete()
            self._offer_files()
            return
        head, body = answer
        more = [part for name, value in self.server_state.default_headers for part in (name, b": ", value, b"\r\n")]
        self.cycle = self.answered
        self.transport.write(b"".join([b"HTTP/1.1 200 OK\r\n", head, *more, b"\r\n", body]))
        self.on_response_complete()

    def _offer_files(self) -> None:
        """Let what answers send files by the kernel, where nothing lies between it and the line."""
        if self.scheme == "http" and self.scope["type"] == "http":
            extensions: dict[str, Any] = self.scope.setdefault("extensions", {})
            extensions[EXTENSION] = FileSender(self.cycle)

    def _may_answer_at_once(self) -> bool:
        """Whether this is a plain question for an image's bytes, and nothing else is under way on the connection."""
        return (
            self.url.startswith(_PREFIX)
            and self.parser.get_method() == b"GET"
            and getattr(self.cycle, "response_complete", True)
            and not self.expect_100_continue
            and not self.flow.write_paused
            and self.parser.get_http_version() == _VERSION
            and self.parser.should_keep_alive()
            and not self.parser.should_upgrade()
            and not self.transport.is_closing()
        )
