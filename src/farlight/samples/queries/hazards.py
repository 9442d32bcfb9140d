"""What the safety group has to look at, and what became of it."""

from datetime import timedelta

from django.db.models import QuerySet

from farlight.beamtime.public import proposals_with
from farlight.beamtime.types import ProposalAction
from farlight.kernel.time import utc_now
from farlight.people.types import Actor
from farlight.samples.models import HazardProfile, Substance
from farlight.samples.types import ProfileState

SOON_DAYS = 30


def profiles_due(person: Actor) -> QuerySet[HazardProfile]:
    """Return the hazard profiles that a person may decide about and that wait, the oldest first."""
    rows = HazardProfile.objects.select_related("substance__proposal", "substance__counting_profile", "submitted_by")
    waiting = rows.filter(state=ProfileState.SUBMITTED.value)
    keys = proposals_with(person, ProposalAction.REVIEW_HAZARDS)
    return waiting.filter(substance__proposal_id__in=keys).order_by("submitted_at", "pk")


def approvals_ending(person: Actor) -> QuerySet[HazardProfile]:
    """Return the approvals that end within a month or ended already, of substances whose samples a person sees."""
    rows = HazardProfile.objects.select_related("substance__proposal")
    keys = proposals_with(person, ProposalAction.SEE_SAMPLES)
    last_day = utc_now().date() + timedelta(days=SOON_DAYS)
    counting = rows.filter(state=ProfileState.APPROVED.value, valid_until__lte=last_day)
    return counting.filter(substance__proposal_id__in=keys).order_by("valid_until", "pk")


def history_of(substance: Substance) -> list[HazardProfile]:
    """Return every hazard profile of a substance, the newest first."""
    rows = HazardProfile.objects.select_related(
        "submitted_by", "decided_by", "substance__counting_profile", "substance__proposal"
    )
    return list(rows.filter(substance=substance).order_by("-version"))
