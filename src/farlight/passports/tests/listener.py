"""A program's door for logout tokens, on loopback: it keeps what is posted, and answers as a test says."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs


class Listener(ThreadingHTTPServer):
    """Answers each post with ``status``, once ``may_answer`` is set."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Door)
        self.status, self.got = 200, list[tuple[str, str, str]]()
        self.may_answer = threading.Event()
        self.may_answer.set()

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_address[1]}/told"


class _Door(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        here: Listener = self.server
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        here.got.append((self.path, self.headers["Content-Type"], parse_qs(body)["logout_token"][0]))
        here.may_answer.wait(20)
        self.send_response(here.status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def listener() -> Iterator[Listener]:
    """Listen until the block ends."""
    with Listener() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.may_answer.set()
            server.shutdown()
            thread.join(5)
