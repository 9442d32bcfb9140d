"""Leases follow people: who signs out everywhere signs out of SSH, too."""

from farlight.bus.public import subscribe
from farlight.kernel.time import utc_now
from farlight.leases.services.certificates import revoke_certificates_of
from farlight.people.events import SignInsEnded


@subscribe(SignInsEnded)
def end_certificates(event: SignInsEnded) -> None:
    """Revoke the certificates of somebody who signed out everywhere, or was signed out."""
    if event.everywhere:
        revoke_certificates_of(event.person, now=utc_now())
