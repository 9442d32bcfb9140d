"""Headers that tell browsers what not to do."""

import re
from collections.abc import Iterator

from farlight.security_check.asking import Answer
from farlight.security_check.findings import Finding, Severity
from farlight.security_check.inspection import Inspection
from farlight.security_check.signing_on import SIGN_IN

HALF_A_YEAR_S = 15_768_000
_MAX_AGE = re.compile(r"max-age=(\d+)")
_VERSION = re.compile(r"\d+\.\d+")
_CLOSED = ("object-src", "base-uri", "frame-ancestors", "form-action")
_LOOSE = ("'unsafe-inline'", "'unsafe-eval'", " * ", " http:", " https: ")


def headers(inspection: Inspection) -> Iterator[Finding]:
    """Look at the headers of pages, with and without somebody who is signed in."""
    pages = [(inspection.stranger, SIGN_IN), *([(inspection.visitor, "/")] if inspection.own else [])]
    for visitor, where in pages:
        answer = visitor.get(where)
        for severity, what, remedy in (*_policy(answer), *_others(answer), *_telling(answer)):
            yield Finding(severity=severity, what=what, where=where, remedy=remedy)
    yield from _line(inspection)
    yield from _keeping(inspection)


Found = tuple[Severity, str, str]


def _policy(answer: Answer) -> Iterator[Found]:
    policy = answer.header("Content-Security-Policy")
    if not policy:
        yield Severity.MEDIUM, "There is no content security policy.", "Send Content-Security-Policy with every page."
        return
    scripts = next((f" {d} " for d in policy.split(";") if d.split()[:1] == ["script-src"]), f" {policy} ")
    if any(loose in scripts for loose in _LOOSE):
        yield Severity.MEDIUM, "The content security policy lets any script run.", "Name the sources; nothing inline."
    for directive in _CLOSED:
        if directive not in policy:
            yield Severity.LOW, f"The content security policy does not say {directive}.", f"Add {directive}."


def _others(answer: Answer) -> Iterator[Found]:
    wanted = {
        "X-Content-Type-Options": ("nosniff",),
        "Referrer-Policy": ("no-referrer", "same-origin", "strict-origin"),
        "X-Frame-Options": ("DENY", "SAMEORIGIN"),
        "Permissions-Policy": ("",),
        "Cross-Origin-Opener-Policy": ("same-origin",),
    }
    for name, values in wanted.items():
        value = answer.header(name)
        if not value or not value.startswith(values):
            yield Severity.LOW, f"{name} is {value or 'missing'}.", f"Send {name}: {values[0] or 'camera=()'}."


def _telling(answer: Answer) -> Iterator[Found]:
    for name in ("Server", "X-Powered-By", "X-AspNet-Version"):
        if _VERSION.search(answer.header(name)):
            yield Severity.LOW, f"{name} tells a version: {answer.header(name)}.", f"Take {name} out."


def _line(inspection: Inspection) -> Iterator[Finding]:
    site = inspection.site
    if not site.is_https and not site.is_loopback:
        yield Finding(
            severity=Severity.HIGH,
            what="Passwords and cookies go over the line in clear.",
            where=site.origin,
            remedy="Put a proxy with a certificate in front, and set FARLIGHT_WEB__HTTPS.",
        )
    if site.is_https:
        said = _MAX_AGE.search(inspection.stranger.get(SIGN_IN).header("Strict-Transport-Security"))
        if said is None or int(said[1]) < HALF_A_YEAR_S:
            yield Finding(
                severity=Severity.MEDIUM,
                what="Browsers are not told to come by HTTPS only.",
                where=SIGN_IN,
                remedy="Set FARLIGHT_WEB__HTTPS, so that Strict-Transport-Security is sent for a year.",
            )


def _keeping(inspection: Inspection) -> Iterator[Finding]:
    if not inspection.own:
        return
    private = ["/", "/sessions/", "/account/security/", "/api/v1/sessions"]
    for where in [*private, *(f"/sessions/{code}/" for code in inspection.sessions[:1])]:
        answer = inspection.visitor.get(where)
        said = answer.header("Cache-Control") or "missing"
        if answer.is_good and "no-store" not in said:
            yield Finding(
                severity=Severity.MEDIUM,
                what=f"Browsers may keep a private page (Cache-Control: {said}).",
                where=where,
                remedy="Send Cache-Control: private, no-store with what only this person may see.",
            )
