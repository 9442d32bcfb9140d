"""The rights numbers of sessions: raised when who may do what changed elsewhere."""

from django.db.models import F

from farlight.beamtime.models import Session


def raise_rights_of_proposal(*, proposal: str) -> None:
    """Make the open channels of a proposal's sessions ask again what they may."""
    Session.objects.filter(proposal__code=proposal).update(rights=F("rights") + 1)


def raise_all_rights() -> None:
    """Make all open channels ask again what they may."""
    Session.objects.update(rights=F("rights") + 1)
