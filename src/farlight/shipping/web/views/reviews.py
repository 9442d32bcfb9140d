"""The safety group's parcels."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from farlight.beamtime.public import proposals_with
from farlight.beamtime.types import ProposalAction
from farlight.kernel.errors import NotFound
from farlight.people.public import person_of
from farlight.shipping.services.reviewing import parcels_due_for_review


@login_required
@require_safe
def review_list(request: HttpRequest) -> HttpResponse:
    """Show the parcels that wait for a decision, each with only what changed."""
    person = person_of(request)
    if not proposals_with(person, ProposalAction.REVIEW_HAZARDS).exists():
        raise NotFound
    return render(request, "shipping/reviews.html", {"reviews": parcels_due_for_review(person)})
