"""Names and lines that are not what they seem: hosts, headers, tags, two requests in one."""

from collections.abc import Iterator
from urllib.parse import quote

from farlight.security_check.findings import Finding, Severity
from farlight.security_check.inspection import Inspection
from farlight.security_check.signing_on import SIGN_IN

EVIL = "evil.example"
PLANTED = "X-Planted"
TAG = "\"'><script>planted()</script>"
_LINES = f"%0d%0a{PLANTED}:%201"
QUESTIONS = ("q", "next", "page", "file", "folder", "state", "cursor", "technique")


def hosts(inspection: Inspection) -> Iterator[Finding]:
    """Ask under another name; links that are mailed or shown must not lead there."""
    for header in ("Host", "X-Forwarded-Host", "X-Host", "Forwarded"):
        value = f"host={EVIL}" if header == "Forwarded" else EVIL
        for where in (SIGN_IN, "/sessions"):
            answer = inspection.stranger.get(where, {header: value})
            if EVIL in answer.header("Location") or (EVIL in answer.text and answer.is_good):
                remedy = "Answer only under the names of FARLIGHT_WEB__HOSTS, and believe no header but Host."
                what = f"What {header} says stands in the answer."
                yield Finding(severity=Severity.MEDIUM, what=what, where=where, remedy=remedy)


def header_lines(inspection: Inspection) -> Iterator[Finding]:
    """Write line ends into addresses and questions, which must not become headers."""
    visitor = inspection.visitor
    targets = (f"/{_LINES}", f"/sessions{_LINES}", f"{SIGN_IN}?next=/{_LINES}", f"/accounts/logout/?next=/{_LINES}")
    download = f"{inspection.a_file}?name={_LINES}"
    for where in (*targets, download):
        if visitor.get(where).header(PLANTED):
            remedy = "Encode what comes from outside before it becomes a header."
            what = "A line end in an address becomes a header of the answer."
            yield Finding(severity=Severity.HIGH, what=what, where=where, remedy=remedy)


def tags(inspection: Inspection) -> Iterator[Finding]:
    """Write tags into questions and names, which must come back as text."""
    visitor = inspection.visitor
    pages = [SIGN_IN, "/sessions/", "/samples/", f"/{quote(TAG, safe='')}/"]
    pages += [f"/sessions/{code}/{page}" for code in inspection.sessions[:1] for page in ("", "files/", "notes/")]
    asked = "&".join(f"{name}={quote(TAG)}" for name in QUESTIONS)
    for where in pages:
        answer = visitor.get(f"{where}?{asked}")
        if "html" in answer.header("Content-Type") and TAG in answer.text:
            remedy = "Escape what comes from outside; templates do it by themselves."
            what = "A tag in a question runs in the page."
            yield Finding(severity=Severity.HIGH, what=what, where=where, remedy=remedy)


def two_in_one(inspection: Inspection) -> Iterator[Finding]:
    """Send requests whose end proxies and servers may see at different places."""
    host = inspection.site.netloc
    second = f"GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    head = f"POST {SIGN_IN} HTTP/1.1\r\nHost: {host}\r\n"
    tries = {
        "a length and chunks": f"{head}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "two lengths": f"{head}Content-Length: 0\r\nContent-Length: {len(second)}\r\n\r\n",
        "a length that is no number": f"{head}Content-Length: +0\r\n\r\n",
        "a blank before the colon": f"{head}Transfer-Encoding : chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        "unknown chunks": f"{head}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    }
    for how, sent in tries.items():
        if inspection.site.raw((sent + second).encode()).count(b"HTTP/1.1 ") > 1:
            remedy = "Refuse requests whose length is said twice or wrongly (RFC 9112, 6.3)."
            what = f"With {how}, what stands in a request is taken for another one."
            yield Finding(severity=Severity.HIGH, what=what, where=SIGN_IN, remedy=remedy)
