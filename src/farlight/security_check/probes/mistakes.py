"""What is told when something is asked wrongly."""

import re
from collections.abc import Iterator

from farlight.security_check.asking import Answer
from farlight.security_check.findings import Finding, Severity
from farlight.security_check.inspection import Inspection
from farlight.security_check.signing_on import SIGN_IN

_TELLS = re.compile(
    r"Traceback \(most recent|DEBUG = True|Django Version|URLconf|site-packages|Exception Type|"
    r"sqlite3\.|psycopg|\.py\", line \d+|Werkzeug|stack trace",
    re.IGNORECASE,
)
BROKEN = 500
UNAVAILABLE = 503
DEBUGGING = ("/__debug__/", "/debug/", "/admin/", "/server-status", "/console", "/actuator/env", "/phpinfo.php")
JSON, FORM = "application/json", "application/x-www-form-urlencoded"


def mistakes(inspection: Inspection) -> Iterator[Finding]:
    """Ask for what does not exist, with questions and bodies that make no sense."""
    visitor = inspection.visitor
    gets = ("/nothing-of-this-name/", "/%ff%fe/", "/api/v1/nothing", "/api/v1/sessions?limit=x", "/a" * 4000)
    answers = [(where[:80], visitor.get(where)) for where in gets]
    bodies = (
        ("/api/v1/mail-pace", JSON, b'{"'),
        ("/api/v1/mail-pace", JSON, b"[" * 50_000),
        (SIGN_IN, FORM, b"\xff=%zz"),
    )
    answers += [(where, visitor.ask("POST", where, {"Content-Type": kind}, body)) for where, kind, body in bodies]
    broken = {"Content-Type": "multipart/form-data; boundary="}
    answers.append((SIGN_IN, visitor.ask("POST", SIGN_IN, broken, b"--\r\n")))
    hostile = {"Cookie": "sessionid=\x01\x7f; csrftoken=" + "y" * 3000, "Accept-Language": "x" * 3000}
    answers.append(("/", inspection.site.ask("GET", "/", hostile)))
    for where, answer in answers:
        yield from _of(where, answer)
    for where in DEBUGGING:
        answer = visitor.get(where)
        if answer.is_good:
            remedy = "Take it out of what faces people."
            yield Finding(severity=Severity.MEDIUM, what="A page for developers answers.", where=where, remedy=remedy)


def _of(where: str, answer: Answer) -> Iterator[Finding]:
    if _TELLS.search(answer.text):
        remedy = "Set FARLIGHT_DEBUG to false, and answer in the house's words."
        what = "An error page tells how the program is built."
        yield Finding(severity=Severity.MEDIUM, what=what, where=where, remedy=remedy)
    elif answer.status >= BROKEN and answer.status != UNAVAILABLE:
        remedy = "Refuse what makes no sense with 400 or 422; the log says where it broke."
        what = f"The program breaks ({answer.status})."
        yield Finding(severity=Severity.MEDIUM, what=what, where=where, remedy=remedy)
