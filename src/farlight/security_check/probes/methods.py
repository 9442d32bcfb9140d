"""Ways of asking that nobody needs."""

from collections.abc import Iterator

from farlight.security_check.findings import Finding, Severity
from farlight.security_check.inspection import Inspection
from farlight.security_check.signing_on import SIGN_IN

UNUSUAL = ("TRACE", "TRACK", "DEBUG", "PROPFIND", "CONNECT", "FARLIGHT", "PUT", "DELETE", "PATCH")
CANARY = "canary-of-the-check"
BROKEN = 500


def methods(inspection: Inspection) -> Iterator[Finding]:
    """Ask by methods that echo, write, or mean nothing."""
    for where in (SIGN_IN, "/", "/healthz", "/static/built/farlight.svg"):
        for method in UNUSUAL:
            answer = inspection.stranger.ask(method, where, {"X-Canary": CANARY})
            echoes, is_broken = CANARY in answer.text, answer.status >= BROKEN and answer.status != BROKEN + 1
            writes = method in {"PUT", "DELETE", "PATCH"} and answer.is_good
            if echoes or is_broken or writes:
                how = "echoes what was asked" if echoes else f"is answered with {answer.status}"
                yield Finding(
                    severity=Severity.MEDIUM,
                    what=f"{method} {how}.",
                    where=where,
                    remedy="Name the methods of each page; answer all others with 405.",
                )
