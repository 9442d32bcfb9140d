"""Guessing passwords: it ends after a few, whatever address it claims to come from, and the owner gets in meanwhile."""

import re
import secrets
from collections.abc import Iterator

from farlight.security_check.asking import Answer, Visitor
from farlight.security_check.findings import Finding, Severity
from farlight.security_check.inspection import Inspection
from farlight.security_check.signing_on import SIGN_IN, is_right, try_password

MOST_TRIES = 12
TOO_MANY = 429
_SAYS_SO = re.compile(r"too many", re.IGNORECASE)
_CHANGING = re.compile(r'value="[^"]*"')
ELSEWHERE = ("X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Client-IP", "CF-Connecting-IP", "True-Client-IP")


def guessing(inspection: Inspection) -> Iterator[Finding]:
    """Try wrong passwords of a made-up name until it is refused; then the owner of the lent account."""
    name = f"check-{secrets.token_hex(4)}"
    answers = [_wrong(inspection, name)]
    while not _is_refused(answers[-1]) and len(answers) < MOST_TRIES:
        answers.append(_wrong(inspection, name))
    if not _is_refused(answers[-1]):
        what = f"{MOST_TRIES} wrong passwords of one account are tried, and nobody says stop."
        yield _finding(Severity.HIGH, what, "Count wrong passwords of an account and an address together.")
    elif not inspection.site.is_loopback:
        yield from _elsewhere(inspection, name)
    yield from _owner(inspection, answers[0])


def _elsewhere(inspection: Inspection, name: str) -> Iterator[Finding]:
    for header in ELSEWHERE:
        value = "for=198.51.100.7" if header == "Forwarded" else "198.51.100.7"
        if not _is_refused(_wrong(inspection, name, {header: value})):
            what = f"Whoever writes {header} into a request is taken for somebody else, and goes on guessing."
            remedy = "Believe the header from the proxies alone (FARLIGHT_WEB__PROXIES), which must set it themselves."
            yield _finding(Severity.HIGH, what, remedy)


def _owner(inspection: Inspection, of_nobody: Answer) -> Iterator[Finding]:
    own = inspection.own
    if own is None:
        return
    wrong = _wrong(inspection, own.account.name)
    if _looks(wrong, own.account.name) != _looks(of_nobody, ""):
        what = "A wrong password is answered otherwise for an account that there is than for one that there is not."
        yield _finding(Severity.LOW, what, "Answer in the same words.")
    if not is_right(try_password(Visitor(inspection.site), own.account.name, own.account.password)):
        what = "Whoever shares the address of somebody who guesses is locked out."
        yield _finding(Severity.MEDIUM, what, "Count wrong passwords of an account and an address together.")


def _wrong(inspection: Inspection, name: str, headers: dict[str, str] | None = None) -> Answer:
    return try_password(Visitor(inspection.site), name, secrets.token_urlsafe(12), headers)


def _is_refused(answer: Answer) -> bool:
    return answer.status == TOO_MANY or bool(_SAYS_SO.search(answer.text))


def _looks(answer: Answer, name: str) -> tuple[int, str]:
    return answer.status, _CHANGING.sub("", answer.text).replace(name, "")


def _finding(severity: Severity, what: str, remedy: str) -> Finding:
    return Finding(severity=severity, what=what, where=SIGN_IN, remedy=remedy)
