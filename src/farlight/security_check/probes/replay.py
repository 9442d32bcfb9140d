"""Things that count once, or only with the form that they belong to."""

import json
from collections.abc import Iterator

from farlight.security_check.asking import FORM, Visitor
from farlight.security_check.findings import Finding, Severity
from farlight.security_check.inspection import Inspection
from farlight.security_check.signing_on import SECOND_STEP, WHOSE, try_password

HARMLESS = "/api/v1/line"
"""It takes bytes and throws them away."""
EVIL = "https://evil.example"
CROSS_SITE = "X-CSRFToken"


def cross_site_writes(inspection: Inspection) -> Iterator[Finding]:
    """Write with the browser's login as another site would let it: without the token, with a wrong one, from afar."""
    visitor = inspection.visitor
    token = next((value for name, value in visitor.cookies.items() if "csrf" in name), "")
    tries = {
        "without a cross-site token": {},
        "with a made-up cross-site token": {CROSS_SITE: "x" * 64},
        "with an empty cross-site token": {CROSS_SITE: ""},
        "from a page of another site": {CROSS_SITE: token, "Origin": EVIL, "Referer": f"{EVIL}/"},
    }
    for how, sent in tries.items():
        kind = {"Content-Type": FORM} if not sent else {}
        if visitor.ask("POST", HARMLESS, {**kind, **sent}, b"x=1").is_good:
            yield Finding(
                severity=Severity.HIGH,
                what=f"Something is written {how}.",
                where=HARMLESS,
                remedy="Check the cross-site token and the origin of every request that a cookie lets in.",
            )


def tickets(inspection: Inspection) -> Iterator[Finding]:
    """Open a camera's websocket twice with one ticket, by another site's page, and with a made-up ticket."""
    visitor = inspection.visitor
    opened = _ticket(inspection)
    if opened is None:
        return
    made_up = f"{opened.rpartition('/')[0]}/{'a' * 40}"
    faults = (
        (visitor.opens_websocket(made_up, origin=visitor.site.origin), "opens with a made-up ticket"),
        (visitor.opens_websocket(opened, origin=EVIL), "opens for a page of another site"),
    )
    again = _ticket(inspection) or opened
    visitor.opens_websocket(again, origin=visitor.site.origin)
    twice = (visitor.opens_websocket(again, origin=visitor.site.origin), "opens twice with one ticket")
    for is_fault, what in (*faults, twice):
        if is_fault:
            remedy = "Take each ticket once, within seconds, and only from pages of this site."
            yield Finding(severity=Severity.HIGH, what=f"A websocket {what}.", where=opened, remedy=remedy)


def _ticket(inspection: Inspection) -> str | None:
    visitor = inspection.visitor
    token = {
        CROSS_SITE: next((v for n, v in visitor.cookies.items() if "csrf" in n), ""),
        "Origin": visitor.site.origin,
    }
    for code in inspection.sessions:
        address = f"/api/v1/sessions/{code}/cameras"
        wall = visitor.get(address)
        for camera in json.loads(wall.body)["cameras"] if wall.is_good else ():
            answer = visitor.ask("POST", f"{address}/{camera['code']}/views", token)
            if answer.is_good:
                return str(json.loads(answer.body)["path"])
    return None


def one_time_codes(inspection: Inspection) -> Iterator[Finding]:
    """Give the one-time code once more that somebody signed on with."""
    own = inspection.own
    if own is None or not own.code:
        return
    second = Visitor(inspection.site)
    try_password(second, own.account.name, own.account.password)
    second.post(SECOND_STEP, {"code": own.code})
    if second.get(WHOSE).is_good:
        yield Finding(
            severity=Severity.HIGH,
            what="A one-time code counts twice.",
            where=SECOND_STEP,
            remedy="Keep the number of the period whose code was used last, and let it only rise.",
        )
