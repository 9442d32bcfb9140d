"""Where one is led on: never to another site."""

from collections.abc import Iterator
from urllib.parse import quote, urljoin, urlsplit

from farlight.security_check.findings import Finding, Severity
from farlight.security_check.inspection import Inspection
from farlight.security_check.signing_on import SIGN_IN

ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "https:evil.example/",
    "/%09/evil.example/",
    "\t//evil.example/",
    "javascript:planted()",
    "data:text/html,planted",
    "https://evil.example@",
)
LEADING_ON = (f"{SIGN_IN}?next=", "/accounts/logout/?next=", "/account/confirm/?next=", "/accounts/second-step/?next=")
PATHS = ("//evil.example/..", "/%5cevil.example", "/%2f%2fevil.example", "//evil.example/%2e%2e", "///evil.example")


def redirects(inspection: Inspection) -> Iterator[Finding]:
    """Ask pages to lead on to another site."""
    visitor = inspection.visitor
    for where in (*(page + quote(place, safe="") for page in LEADING_ON for place in ELSEWHERE), *PATHS):
        place = visitor.get(where).header("Location")
        if place and _leads_away(place, inspection):
            yield Finding(
                severity=Severity.MEDIUM,
                what=f"It leads on to {place}.",
                where=where,
                remedy="Lead on to paths of this site only (url_has_allowed_host_and_scheme).",
            )


def _leads_away(place: str, inspection: Inspection) -> bool:
    cleaned = place.replace("\\", "/").replace("\t", "").strip()
    landed = urlsplit(urljoin(inspection.site.origin + "/x/", cleaned))
    return landed.scheme not in {"http", "https"} or landed.hostname != inspection.site.host
