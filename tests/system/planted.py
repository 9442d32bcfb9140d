"""A small site with the addresses of an instance, sound unless a fault is planted in it."""

import json
import re
import secrets
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from urllib.parse import parse_qs, unquote, urlsplit

import uvicorn

from farlight.security_check.signing_on import code_now

PASSWORD = "correct horse battery"
SEED = "JBSWY3DPEHPK3PXP"
OWNERS = {"mx1001-1": "ada", "mx2002-1": "ben"}
FILE = bytes(range(256)) * 4
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}
HEADER_FAULTS = {
    "no policy": {"Content-Security-Policy": ""},
    "loose policy": {"Content-Security-Policy": "script-src 'self' 'unsafe-inline'; object-src base-uri form-action"},
    "sniffed": {"X-Content-Type-Options": ""},
    "telling referrer": {"Referrer-Policy": "unsafe-url"},
    "framed": {"X-Frame-Options": ""},
    "no permissions policy": {"Permissions-Policy": ""},
    "opened by others": {"Cross-Origin-Opener-Policy": ""},
    "kept by browsers": {"Cache-Control": "public, max-age=60"},
    "version told": {"Server": "Planted/1.2.3"},
}


class Site:
    """The site; each request is one call of ``answer``."""

    def __init__(self, fault: str = "", *, seed: str = "") -> None:
        self.fault, self.seed = fault, seed
        self.sessions: dict[str, str] = {}
        self.half: dict[str, str] = {}
        self.wrong: Counter[str] = Counter()
        self.used: set[str] = set()
        self.tickets: set[str] = set()

    async def __call__(self, scope, receive, send):
        if scope["type"] == "websocket":
            await self.websocket(scope, receive, send)
            return
        request = Request(scope)
        if request.length > 1 << 20 and self.fault != "any upload":
            await reply(send, 413, {}, b"")
            return
        body = b""
        while (message := await receive())["type"] == "http.request":
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        request.form = {k: v[0] for k, v in parse_qs(body.decode("latin-1"), keep_blank_values=True).items()}
        request.body = body
        status, headers, content = self.answer(request)
        await reply(send, status, {**HEADERS, **HEADER_FAULTS.get(self.fault, {}), **headers}, content)

    def answer(self, request):
        host = request.headers.get("x-forwarded-host" if self.fault == "host believed" else "host", "")
        host = host or request.headers["host"]
        if not host.startswith("127.0.0.1") and self.fault != "host believed":
            return 400, {}, b""
        planted = self.planted(request, host)
        if planted:
            return planted
        for pattern, answer in self.ROUTES.items():
            found = re.fullmatch(pattern, request.path)
            if found:
                return answer(self, request, *found.groups())
        return 404, {}, b"There is nothing here."

    def planted(self, request, host):
        """What one fault alone answers."""
        text = unquote(unquote(request.path + "?" + request.query))
        answers = {
            "host believed": (host.startswith("evil"), (302, {"Location": f"http://{host}/"}, b"")),
            "climbs": ("../" in text, (200, {}, b"root:x:0:0:")),
            "climbs by question": ("folder=../" in text, (200, {}, b"root:x:0:0:")),
            "program given": (request.path == "/.env", (200, {}, b"SECRET=1")),
            "lines in headers": ("\r\n" in text, (200, {"X-Planted": "1"}, b"")),
            "tags run": ("<script>" in text, (200, {"Content-Type": "text/html"}, text.encode())),
            "echo": (request.method == "TRACE", (200, {}, request.headers.get("x-canary", "").encode())),
            "writes by put": (request.method == "PUT", (204, {}, b"")),
            "traceback": ("nothing" in text, (404, {}, b"Traceback (most recent call last):")),
            "breaks": ("nothing" in text, (500, {}, b"")),
            "debug page": (request.path == "/__debug__/", (200, {}, b"")),
            "led away": ("next=//evil" in text, (302, {"Location": "//evil.example/"}, b"")),
            "led away by slashes": (request.path.startswith("//evil"), (302, {"Location": "//evil.example/"}, b"")),
            "led to a script": ("next=javascript:" in text, (302, {"Location": "javascript:x"}, b"")),
            "archive climbs": (request.path.endswith("/selections"), (201, {}, b"{}")),
            "open to all": (request.path == "/people/", (200, {}, b"")),
        }
        is_met, answer = answers.get(self.fault, (False, None))
        return answer if is_met else None

    def who(self, request):
        return self.sessions.get(request.cookies.get("sessionid", ""), "")

    def sign_in(self, request):
        if request.method == "GET":
            return self.form(request)
        if request.method != "POST" or request.form.get("csrfmiddlewaretoken") != request.cookies.get("csrftoken"):
            return 403, {}, b""
        name = request.form.get("login", "")
        key = request.headers.get("x-forwarded-for", "") if self.fault == "address believed" else ""
        counted = "all" if self.fault == "all locked out" else name + key
        if self.wrong[counted] >= 5 and self.fault != "never refused":
            return 200, {}, b"Too many attempts."
        if name not in OWNERS.values() or request.form.get("password") != PASSWORD:
            self.wrong[counted] += 1
            unknown = self.fault == "names told" and name not in OWNERS.values()
            return 200, {}, b"There is no such account." if unknown else b"Name and password do not belong together."
        if self.seed and name == "ada":
            self.half[request.cookies["csrftoken"]] = name
            return 302, {"Location": "/accounts/second-step/"}, b""
        return self.let_in(request, name)

    def second_step(self, request):
        if request.method == "GET":
            return self.form(request)
        code, name = request.form.get("code", ""), self.half.get(request.cookies.get("csrftoken", ""), "")
        if not name or code != code_now(self.seed) or (code in self.used and self.fault != "codes twice"):
            return 422, {}, b""
        self.used.add(code)
        return self.let_in(request, name)

    def let_in(self, request, name):
        key = request.cookies.get("sessionid", "") if self.fault == "session chosen" else ""
        key = key or secrets.token_hex(16)
        self.sessions[key] = name
        flags = {"readable cookie": "SameSite=Lax", "cookie from afar": "HttpOnly", "cookie of the domain": "HttpOnly; "
                 "SameSite=Lax; Domain=example.org"}.get(self.fault, "HttpOnly; SameSite=Lax")  # fmt: skip
        return 302, {"Location": "/", "Set-Cookie": f"sessionid={key}; Path=/; {flags}"}, b""

    def form(self, request):
        token = request.cookies.get("csrftoken") or secrets.token_hex(16)
        page = f'<input name="csrfmiddlewaretoken" value="{token}">'.encode()
        return 200, {"Set-Cookie": f"csrftoken={token}; Path=/; SameSite=Lax", "Content-Type": "text/html"}, page

    def sign_out(self, request):
        if request.method == "GET":
            return self.form(request)
        if self.fault != "counts after signing out":
            self.sessions.pop(request.cookies.get("sessionid", ""), None)
        return 302, {"Location": "/"}, b""

    def private(self, request):
        if not self.who(request):
            return 302, {"Location": "/accounts/login/"}, b""
        return (200, {}, b"") if request.method == "GET" else (405, {}, b"")

    def sessions_of(self, request):
        name = self.who(request)
        cors = {"Access-Control-Allow-Origin": "*"} if self.fault == "read by others" else {}
        items = [{"code": code} for code, owner in OWNERS.items() if owner == name]
        return (200, cors, json.dumps({"items": items}).encode()) if name else (401, cors, b"")

    def interface(self, _request):
        paths = {f"/api/v1/sessions{rest}": {"get": {}} for rest in ("", "/{code}", "/{code}/notes")}
        return 200, {}, json.dumps({"paths": paths}).encode()

    def of_session(self, request, code, rest=""):
        name, owner = self.who(request), OWNERS.get(code)
        if not name:
            return 401, {}, b""
        if name != owner and not (self.fault == "others shown" and owner and rest == "/notes"):
            is_told = self.fault == "existence told" and owner
            return 403 if is_told else 404, {}, b""
        known = {
            "/runs": {"items": [{"number": 1}]},
            "/runs/1/files": {"items": [{"size_bytes": len(FILE), "url": f"/api/v1/sessions/{code}/file"}]},
            "/cameras": {"cameras": [{"code": "sample"}]},
        }
        if rest == "/file":
            return self.file(request)
        if rest == "/selections":
            return 422, {}, b""
        if rest.endswith("/views"):
            self.tickets.add(ticket := f"/cam/{code}/sample/{secrets.token_hex(20)}")
            return 201, {}, json.dumps({"path": ticket}).encode()
        return 200, {}, json.dumps(known.get(rest, {})).encode()

    def file(self, request):
        wanted = request.headers.get("range", "")
        if self.fault == "ranges add up" and wanted.count(",") > 100:
            return 206, {}, FILE * wanted.count(",")
        if self.fault == "ranges break" and "999" in wanted:
            return 500, {}, b""
        found = re.fullmatch(r"bytes=(\d{1,15})-(\d{0,15})|bytes=-(\d{1,15})", wanted, re.ASCII)
        if not found or ("if-range" in request.headers and self.fault != "stale parts"):
            return 200, {}, FILE
        first = len(FILE) - int(found[3]) if found[3] else int(found[1])
        last = min(int(found[2]), len(FILE) - 1) if found[2] else len(FILE) - 1
        if first > last:
            return 416, {}, b""
        shift = 1 if self.fault == "ranges wrong" else 0
        part = FILE[first : last + 1 + shift]
        return 206, {"Content-Range": f"bytes {first}-{last}/{len(FILE)}"}, part

    def line(self, request):
        token = request.headers.get("x-csrftoken", "")
        is_ours = request.headers.get("origin", request.origin) == request.origin
        if self.fault == "origin unasked":
            is_ours = True
        is_right = bool(token) and token == request.cookies.get("csrftoken")
        if not self.who(request) or not is_ours or not (is_right or self.fault == "written from afar"):
            return 403, {}, b""
        return 204, {}, b""

    def nothing(self, request):
        return (200, {}, b"") if request.method == "GET" else (405, {}, b"")

    async def websocket(self, scope, receive, send):
        await receive()
        origin = dict(scope["headers"]).get(b"origin", b"")
        known = scope["path"] in self.tickets or self.fault == "any ticket"
        if self.fault != "tickets twice":
            self.tickets.discard(scope["path"])
        is_ours = origin.startswith(b"http://127.0.0.1") or self.fault == "websocket from afar"
        await send({"type": "websocket.accept"} if known and is_ours else {"type": "websocket.close"})

    ROUTES = {
        "/accounts/login/": sign_in,
        "/accounts/second-step/": second_step,
        "/accounts/logout/": sign_out,
        "/api/v1/openapi.json": interface,
        "/api/v1/line": line,
        "/api/v1/sessions": sessions_of,
        r"/api/v1/sessions/([a-z0-9-]+)(/.*)?": of_session,
        r"/sessions/([a-z0-9-]+)/": of_session,
        r"/|/sessions/|/account/security/": private,
        "/healthz": nothing,
    }


class Request:
    """What was asked."""

    def __init__(self, scope):
        self.method = scope["method"]
        self.path = scope["raw_path"].decode("latin-1")
        self.path = urlsplit("http://x" + self.path).path if not self.path.startswith("//") else self.path
        self.query = scope["query_string"].decode("latin-1")
        self.headers = {k.decode(): v.decode("latin-1") for k, v in scope["headers"]}
        self.cookies = {k: v.value for k, v in SimpleCookie(self.headers.get("cookie", "")).items()}
        self.length = int(self.headers.get("content-length", 0))
        self.origin = f"http://{self.headers.get('host', '')}"


async def reply(send, status, headers, content):
    pairs = [(k.encode(), v.encode("latin-1")) for k, v in headers.items() if v]
    pairs += [(b"content-length", str(len(content)).encode()), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": pairs})
    await send({"type": "http.response.body", "body": content})


@contextmanager
def serving(site: Site, **more: str) -> Iterator[str]:
    """Serve until the block ends; the value is the address."""
    config = uvicorn.Config(
        site, port=0, lifespan="off", log_level="critical", server_header=False, timeout_graceful_shutdown=1, **more
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.005)
    try:
        scheme = "https" if more else "http"
        yield f"{scheme}://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
