"""Cookies: who may read them, and over which lines they go."""

from collections.abc import Iterator

from farlight.security_check.findings import Finding, Severity
from farlight.security_check.inspection import Inspection
from farlight.security_check.signing_on import SIGN_IN


def cookies(inspection: Inspection) -> Iterator[Finding]:
    """Look at every cookie that came until now, and with the page of signing on."""
    inspection.stranger.get(SIGN_IN)
    given = [*inspection.stranger.given, *(inspection.own.visitor.given if inspection.own else [])]
    kept = [line for line in given if "max-age=0" not in line.lower()]  # others are only taken away
    for line in dict.fromkeys(map(_without_value, kept)):
        for severity, what, remedy in _faults(line, is_https=inspection.site.is_https):
            yield Finding(severity=severity, what=what, where=SIGN_IN, remedy=remedy)


def _without_value(line: str) -> str:
    head, _, flags = line.partition(";")
    kept = [f for f in map(str.strip, flags.lower().split(";")) if not f.startswith(("expires", "max-age"))]
    return "; ".join([head.partition("=")[0].strip(), *sorted(kept)])


def _faults(line: str, *, is_https: bool) -> Iterator[tuple[Severity, str, str]]:
    name, *flags = line.split("; ")
    is_proof = "session" in name.lower()
    if is_proof and "httponly" not in flags:
        yield Severity.HIGH, f"Scripts can read the cookie {name}.", "Give it the flag HttpOnly."
    if not {"samesite=lax", "samesite=strict"} & set(flags):
        yield Severity.MEDIUM, f"Other sites' requests bring the cookie {name} along.", "Give it SameSite=Lax."
    if any(flag.startswith("domain=") for flag in flags):
        yield Severity.MEDIUM, f"Other hosts of the domain get the cookie {name}.", "Give it no Domain."
    if is_https and "secure" not in flags:
        yield Severity.HIGH, f"The cookie {name} goes over plain lines, too.", "Give it the flag Secure."
    if is_https and is_proof and not name.startswith(("__Host-", "__Secure-")):
        yield Severity.LOW, f"Another host can set the cookie {name}.", "Call it __Host-…, so that browsers mind."
