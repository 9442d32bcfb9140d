"""The login that a browser holds: new with each sign-on, worthless after signing out."""

from collections.abc import Iterator

from farlight.security_check.asking import Visitor
from farlight.security_check.findings import Finding, Severity
from farlight.security_check.inspection import Inspection
from farlight.security_check.signing_on import SIGN_IN, WHOSE

SIGN_OUT = "/accounts/logout/"


def fixation(inspection: Inspection) -> Iterator[Finding]:
    """See whether a session that was there before the password counts after it."""
    own = inspection.own
    if own is None:
        return
    before = Visitor(inspection.site)
    before.cookies = dict(own.before)
    if before.get(WHOSE).is_good:
        yield Finding(
            severity=Severity.HIGH,
            what="A session that somebody else chose becomes that of whoever signs on.",
            where=SIGN_IN,
            remedy="Give a new session with each sign-on (cycle_key).",
        )


def signing_out(inspection: Inspection) -> Iterator[Finding]:
    """Sign out, and come again with what the browser held: both accounts are signed out by this."""
    for who in filter(None, (inspection.own, inspection.other)):
        kept = Visitor(inspection.site)
        kept.cookies = dict(who.visitor.cookies)
        who.visitor.post(SIGN_OUT, {})
        if kept.get(WHOSE).is_good:
            yield Finding(
                severity=Severity.HIGH,
                what="What a browser held counts after signing out.",
                where=SIGN_OUT,
                remedy="Delete the session on the server.",
            )
