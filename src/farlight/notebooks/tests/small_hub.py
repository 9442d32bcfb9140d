"""A program on loopback that answers as a JupyterHub does: users, servers that start and stop when a test says so."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

TOKEN = "a-token-of-the-test"
PAGE = 2


class SmallHub(ThreadingHTTPServer):
    """Keeps users and their servers; what it is told is in ``got``."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Door)
        self.users: set[str] = set()
        self.servers: dict[tuple[str, str], bool] = {}
        """Whether each is ready."""
        self.got: list[tuple[str, str]] = []
        self.options: dict[str, str] | None = None
        self.answer: tuple[int, bytes, str] | None = None
        """What every request gets instead: status, body, and its kind."""
        self.may_answer_starts = threading.Event()
        self.may_answer_starts.set()
        self.is_quick, self.stops = True, True
        """Whether servers are ready at once; whether it stops them when told."""

    @property
    def address(self) -> str:
        """Where browsers would find it."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Door(BaseHTTPRequestHandler):
    server: SmallHub

    def do_GET(self) -> None:
        if self._is_refused():
            return
        first = int(parse_qs(urlsplit(self.path).query)["offset"][0])
        names = sorted({user for user, _ in self.server.servers})
        items = [{"name": name, "servers": self._servers_of(name)} for name in names[first : first + PAGE]]
        following = {"offset": first + PAGE} if first + PAGE < len(names) else None
        self._say(200, {"items": items, "_pagination": {"next": following}})

    def _servers_of(self, name: str) -> dict[str, object]:
        return {
            server: {"ready": ready, "url": f"/user/{name}/{server}/"}
            for (user, server), ready in self.server.servers.items()
            if user == name
        }

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self._is_refused():
            return
        user, server = self._named()
        if server is None:
            status = 409 if user in self.server.users else 201
            self.server.users.add(user)
            self._say(status, {})
        elif user not in self.server.users:
            self._say(404, {"message": "no such user"})
        elif (user, server) in self.server.servers:
            self._say(400, {"message": f"{user}:{server} is already running"})
        else:
            self.server.may_answer_starts.wait(20)
            self.server.options = json.loads(body)
            self.server.servers[user, server] = self.server.is_quick
            self._say(201 if self.server.is_quick else 202, None)

    def do_DELETE(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self._is_refused():
            return
        there = self._named() in self.server.servers
        if there and self.server.stops:
            del self.server.servers[self._named()]
        self._say(204 if there else 404, None if there else {"message": "no such server"})

    def _named(self) -> tuple[str, str | None]:
        parts = urlsplit(self.path).path.removeprefix("/hub/api/users/").split("/")
        return parts[0], parts[2] if len(parts) > 1 else None

    def _is_refused(self) -> bool:
        self.server.got.append((self.command, self.path))
        if self.headers["Authorization"] != f"token {TOKEN}":
            self._say(403, {"message": "Missing or invalid credentials."})
        elif self.server.answer is not None:
            status, body, kind = self.server.answer
            self._send(status, body, kind)
        else:
            return False
        return True

    def _say(self, status: int, what: object) -> None:
        self._send(
            status, b"" if what is None else json.dumps(what).encode(), "application/json" if what else "text/plain"
        )

    def _send(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def small_hub() -> Iterator[SmallHub]:
    """Answer until the block ends."""
    with SmallHub() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join(5)
