"""How much may be sent by whom."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from farlight.security_check.asking import Site
from farlight.security_check.findings import Finding, Severity
from farlight.security_check.inspection import Inspection
from farlight.security_check.signing_on import SIGN_IN

TIB = 1 << 40
PLACES = (SIGN_IN, "/api/v1/line", "/healthz", "/nothing-of-this-name/")
WAIT_S = 3.0


def uploads(inspection: Inspection) -> Iterator[Finding]:
    """Announce a tebibyte without an account, and send nothing of it: it must be refused before it comes."""
    with ThreadPoolExecutor(len(PLACES)) as pool:
        answers = list(pool.map(partial(_said, inspection.site), PLACES))
    for where, said in zip(PLACES, answers, strict=True):
        if not said or said.startswith(b"HTTP/1.1 100"):
            yield Finding(
                severity=Severity.MEDIUM,
                what="The server takes a tebibyte from whoever sends it.",
                where=where,
                remedy="Refuse bodies above a limit with 413, before they are read.",
            )


def _said(site: Site, where: str) -> bytes:
    head = f"POST {where} HTTP/1.1\r\nHost: {site.netloc}\r\nContent-Length: {TIB}\r\n\r\n"
    return site.raw(head.encode() + b"x" * 1000, wait_s=WAIT_S)
