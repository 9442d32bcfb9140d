"""Ways out of the folders of files, archives and static files."""

import json
import re
from collections.abc import Iterator
from urllib.parse import quote

from farlight.security_check.asking import Visitor
from farlight.security_check.findings import Finding, Severity
from farlight.security_check.inspection import Inspection

_OF_THE_SYSTEM = re.compile(r"root:[^:\n]*:0:0:|SECRET_KEY|SQLite format 3|\[extensions\]")
UP = ("../", "..%2f", "%2e%2e/", "%2e%2e%2f", "%252e%252e%252f", "..%5c", "....//", "..;/", "%c0%ae%c0%ae/")
DEPTH = 8
TARGETS = ("etc/passwd",)
PLACES = ("/static/", "/static/built/", "/")
KEPT_FROM_ALL = ("/.git/HEAD", "/.env", "/farlight.sqlite3", "/var/farlight.sqlite3", "/secret_key", "/settings.py")


def traversal(inspection: Inspection) -> Iterator[Finding]:
    """Climb out of every place where files are given, in every spelling."""
    visitor = inspection.visitor
    for place in (*PLACES, *_places(inspection)):
        for target in _climbing(place):
            if _OF_THE_SYSTEM.search(visitor.get(target).text):
                yield _finding("A file of the machine is given.", target)
    for target in (*KEPT_FROM_ALL, "/static/%2fetc/passwd", "//etc/passwd"):
        answer = visitor.get(target)
        if answer.is_good and not answer.text.lstrip().startswith("<"):
            yield _finding("A file of the program is given.", target)
    yield from _archives(inspection)


def _climbing(place: str) -> Iterator[str]:
    for target in TARGETS:
        for step in UP:
            yield place + step * DEPTH + target
        yield place + "%2f" + quote(target, safe="")


def _places(inspection: Inspection) -> Iterator[str]:
    for code in inspection.sessions[:1]:
        yield f"/api/v1/sessions/{code}/files/"
        yield f"/api/v1/sessions/{code}/files?folder="
        yield f"/api/v1/sessions/{code}/hdf5/meta?file="
        yield f"/sessions/{code}/view/"
        yield f"/sessions/{code}/files/"
    if inspection.own:
        yield inspection.a_file.rpartition("/")[0] + "/"


def _archives(inspection: Inspection) -> Iterator[Finding]:
    visitor: Visitor = inspection.visitor
    token = next((value for name, value in visitor.cookies.items() if "csrf" in name), "")
    sent = {"X-CSRFToken": token, "Content-Type": "application/json", "Origin": visitor.site.origin}
    for code in inspection.sessions[:1]:
        where = f"/api/v1/sessions/{code}/selections"
        for name in ("../" * DEPTH + "etc/passwd", "/etc/passwd", "raw/../../../../../../etc/passwd", "..\\..\\etc"):
            if visitor.ask("POST", where, sent, json.dumps({"names": [name]}).encode()).is_good:
                yield _finding(f"{name!r} is packed into an archive.", where)


def _finding(what: str, where: str) -> Finding:
    remedy = "Open files below their folder only (openat2, RESOLVE_BENEATH), after the name was decoded once."
    return Finding(severity=Severity.HIGH, what=what, where=where, remedy=remedy)
