"""What somebody sees of what is not theirs: nothing, and not even that it exists."""

import re
from collections.abc import Iterator

from farlight.security_check.asking import Answer, Visitor
from farlight.security_check.findings import Finding, Severity
from farlight.security_check.inspection import PHANTOM, Inspection

BLANKS = {"number": "1", "run": "1", "image": "1", "extension": "png", "form": "tar", "path": "raw", "camera": "sample"}
_CHANGING = re.compile(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+')
PAGES = (
    "",
    "team/",
    "queue/",
    "files/",
    "notes/",
    "access/",
    "cameras/",
    "summary/",
    "results/",
    "take/",
    "transfers/",
)
WITHOUT_ACCOUNT = ("/", "/sessions/", "/people/", "/audit/", "/samples/", "/mails/", "/account/tokens/", "/statistics/")
_REMEDY = "Ask beamtime's access for it, with the person, before anything is answered."


def ids_of_others(inspection: Inspection) -> Iterator[Finding]:
    """Ask as each of two people for the other's session, by every operation and page."""
    for who, code in inspection.hidden:
        for pattern in _addresses(inspection):
            real, none = (_asked(who.visitor, pattern, session) for session in (code, PHANTOM))
            where = _filled(pattern, code)
            if real.is_good:
                yield _finding(Severity.HIGH, f"{who.account.name} sees what belongs to another's session.", where)
            elif _told(real, code) != _told(none, PHANTOM):
                yield _finding(Severity.MEDIUM, f"{who.account.name} learns that another's session exists.", where)


def strangers(inspection: Inspection) -> Iterator[Finding]:
    """Ask for private pages and operations without any account."""
    nobody = Visitor(inspection.site)
    operations = [pattern for pattern in inspection.operations if "{" not in pattern]
    sessions = [f"/sessions/{code}/" for code in inspection.sessions[:1]]
    for where in (*WITHOUT_ACCOUNT, "/api/v1/sessions", *sessions, *operations):
        if nobody.get(where).is_good:
            remedy = "Let only people with an account in."
            yield Finding(severity=Severity.HIGH, what="Anybody sees it.", where=where, remedy=remedy)


def _addresses(inspection: Inspection) -> list[str]:
    operations = [p for p in inspection.operations if p.startswith("/api/v1/sessions/{code}")]
    return [*operations, *(f"/sessions/{{code}}/{page}" for page in PAGES)]


def _filled(pattern: str, session: str) -> str:
    known = {**BLANKS, "code": session}
    return re.sub(r"\{(?:\w+:)?(\w+)\}", lambda blank: known.get(blank[1], "zzzzzzzz"), pattern)


def _asked(visitor: Visitor, pattern: str, session: str) -> Answer:
    return visitor.get(_filled(pattern, session))


def _told(answer: Answer, session: str) -> tuple[int, str, str]:
    text = _CHANGING.sub(r"\1", answer.text).replace(session, "")
    return answer.status, answer.header("Location").replace(session, ""), text


def _finding(severity: Severity, what: str, where: str) -> Finding:
    return Finding(severity=severity, what=what, where=where, remedy=_REMEDY)
