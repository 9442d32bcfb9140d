"""The rights numbers of sessions: raised when who may do what changed elsewhere."""

from django.db.models import F

from farlight.beamtime.models import Session
from farlight.beamtime.types import SessionState


def raise_rights_of_proposal(*, proposal: str) -> None:
    """Make the open channels of a proposal's sessions ask again what they may."""
    Session.objects.filter(proposal__code=proposal).update(rights=F("rights") + 1)


def raise_all_rights() -> None:
    """Make all open channels ask again what they may."""
    Session.objects.update(rights=F("rights") + 1)


def raise_rights_to_come() -> None:
    """Make the open channels of all sessions ask again in which anything can be open yet that a rule may close."""
    over = (SessionState.CLOSED.value, SessionState.CANCELLED.value)
    Session.objects.exclude(state__in=over).update(rights=F("rights") + 1)
