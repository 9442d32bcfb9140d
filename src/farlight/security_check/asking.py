"""Talking to an instance: requests exactly as they are written, nothing made tidy on the way.

Usual clients take the steps out of ``/../`` and refuse hostile headers by themselves; whoever attacks does not.
"""

import re
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPResponse, HTTPSConnection
from urllib.parse import urlencode, urlsplit

from farlight.kernel.errors import Invalid, Objection

MOST_BYTES = 8 << 20
NO_ANSWER = 0
"""Status of a request that the other side answered by closing the line."""
SWITCHED = 101
_LOOPBACK = re.compile(r"localhost|127(\.\d+){3}|::1")
_FORM_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: HTTPMessage = field(default_factory=HTTPMessage)
    body: bytes = b""

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    @property
    def is_good(self) -> bool:
        """Whether something was given."""
        return self.status in range(200, 300)

    def header(self, name: str) -> str:
        """Return a header; empty when it is missing, joined when it comes several times."""
        return ", ".join(self.headers.get_all(name, []))


class Site:
    """An instance, by its address."""

    def __init__(self, address: str, *, ca_file: str = "", timeout_s: float = 15.0) -> None:
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            mend = "Write it as https://farlight.example.org."
            raise Invalid([Objection(message=f"{address!r} is no address of an instance.", mend=mend)])
        self.is_https = parts.scheme == "https"
        self.host, self.port = parts.hostname, parts.port or (443 if self.is_https else 80)
        self.netloc = parts.netloc
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self.timeout_s = timeout_s
        self._tls = ssl.create_default_context(cafile=ca_file or None) if self.is_https else None

    @property
    def is_loopback(self) -> bool:
        """Whether nothing goes over a line that somebody could listen to."""
        return bool(_LOOPBACK.fullmatch(self.host))

    def ask(self, method: str, target: str, headers: Mapping[str, str] | None = None, body: bytes = b"") -> Answer:
        """Send a request as it is written; return what comes back, 8 MiB of its body at most."""
        sent = {"Host": self.netloc, **(headers or {})}
        if body or method in {"POST", "PUT", "PATCH"}:
            sent.setdefault("Content-Length", str(len(body)))
        connection = self._connection()
        try:
            connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
            for name, value in sent.items():
                connection.putheader(name, value)
            connection.endheaders(body or None)
            return _read(connection.getresponse())
        except (OSError, HTTPException):
            return Answer(NO_ANSWER)
        finally:
            connection.close()

    def _connection(self) -> HTTPConnection:
        if self._tls:
            return HTTPSConnection(self.host, self.port, timeout=self.timeout_s, context=self._tls)
        return HTTPConnection(self.host, self.port, timeout=self.timeout_s)

    def raw(self, sent: bytes, *, wait_s: float = 2.0) -> bytes:
        """Send bytes; return what comes until the other side closes or says nothing for a while."""
        found = b""
        try:
            with socket.create_connection((self.host, self.port), timeout=self.timeout_s) as plain:
                line = self._tls.wrap_socket(plain, server_hostname=self.host) if self._tls else plain
                line.sendall(sent)
                line.settimeout(wait_s)
                while len(found) < MOST_BYTES and (part := line.recv(1 << 16)):
                    found += part
        except OSError:
            return found
        return found


def _read(response: HTTPResponse) -> Answer:
    endless = response.status == SWITCHED or "event-stream" in (response.headers.get("Content-Type") or "")
    return Answer(response.status, response.headers, b"" if endless else response.read(MOST_BYTES))


class Visitor:
    """A browser: it keeps cookies, and fills in forms."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.cookies: dict[str, str] = {}
        self.given: list[str] = []
        """Every ``Set-Cookie`` that came, as it came."""

    def get(self, target: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask for something."""
        return self.ask("GET", target, headers)

    def ask(self, method: str, target: str, headers: Mapping[str, str] | None = None, body: bytes = b"") -> Answer:
        """Send a request with the cookies; keep those that come."""
        cookies = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())} if self.cookies else {}
        answer = self.site.ask(method, target, {**cookies, **(headers or {})}, body)
        for line in answer.headers.get_all("Set-Cookie", []):
            self.given.append(line)
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name.strip()] = value.strip().strip('"')
        return answer

    def post(self, target: str, fields: Mapping[str, str], headers: Mapping[str, str] | None = None) -> Answer:
        """Fill in the form that stands at an address, and send it there."""
        token = _FORM_TOKEN.search(self.get(target).text)
        body = urlencode({"csrfmiddlewaretoken": token[1] if token else "", **fields}).encode()
        whence = {"Content-Type": FORM, "Origin": self.site.origin, "Referer": self.site.origin + target}
        return self.ask("POST", target, {**whence, **(headers or {})}, body)

    def opens_websocket(self, path: str, *, origin: str) -> bool:
        """Whether a websocket opens for a page of an origin."""
        asked = {
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "c2VjdXJpdHktY2hlY2stMQ==",
            "Origin": origin,
        }
        return self.get(path, asked).status == SWITCHED
