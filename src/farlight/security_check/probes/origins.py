"""Pages of other sites: they may read nothing."""

from collections.abc import Iterator

from farlight.security_check.findings import Finding, Severity
from farlight.security_check.inspection import Inspection

ORIGINS = ("https://evil.example", "null", "http://localhost.evil.example")


def origins(inspection: Inspection) -> Iterator[Finding]:
    """Ask for operations, pages and event streams as pages of other sites do."""
    visitor = inspection.visitor
    streams = [f"/api/v1/sessions/{code}/events" for code in inspection.sessions[:1]]
    for where in ("/api/v1/sessions", "/", *streams):
        for origin in ORIGINS:
            for method in ("GET", "OPTIONS"):
                asked = {"Origin": origin, "Access-Control-Request-Method": "GET"}
                answer = visitor.ask(method, where, asked)
                allowed = answer.header("Access-Control-Allow-Origin")
                if allowed in {origin, "*"}:
                    yield _finding(f"Pages of {origin} may read it.", f"{method} {where}")
    if visitor.opens_websocket("/cam/zz1-1/sample/ticket", origin=ORIGINS[0]):
        yield _finding("A websocket opens for a page of another site.", "/cam/")


def _finding(what: str, where: str) -> Finding:
    remedy = "Send no Access-Control-Allow-Origin; compare the origin of websockets with the host."
    return Finding(severity=Severity.HIGH, what=what, where=where, remedy=remedy)
