"""Dangers of substances: declared by groups, decided about by the safety group."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from farlight.beamtime.types import ProposalAction
from farlight.kernel.errors import Conflict, NotFound
from farlight.kernel.time import utc_now
from farlight.people.public import person_of
from farlight.people.types import Actor
from farlight.samples.access import substance_for
from farlight.samples.models import HazardProfile, Substance
from farlight.samples.queries.hazards import profiles_due
from farlight.samples.queries.substance_pages import last_said, review_for, review_page, sees_reviews
from farlight.samples.services.hazards import (
    approve_profile,
    draft_profile,
    profile_changes,
    refuse_profile,
    submit_profile,
    withdraw_profile,
)
from farlight.samples.types import Hazard, ProfileState
from farlight.samples.web.answering import attempted, shown
from farlight.samples.web.forms.substances import HazardForm, ReviewForm, initial_hazards

MOST_SHOWN = 200
FORM = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(FORM)
def hazards_declare(request: HttpRequest, code: str) -> HttpResponse:
    """Declare what is dangerous about a substance; kept as a draft, or submitted to the safety group."""
    person = person_of(request)
    row = substance_for(person, code, ProposalAction.EDIT_SAMPLES)
    form = HazardForm(request.POST if request.method == "POST" else None, initial=initial_hazards(last_said(row)))
    if request.method == "POST" and form.is_valid():
        kept = attempted(form, lambda: _keep(row, form))
        if kept and "later" in request.POST:
            messages.success(request, "Kept as a draft; nobody is asked yet.")
            return redirect("samples:substance_detail", code=code)
        if kept and attempted(form, lambda: _submit(request, row, person)):
            return redirect("samples:substance_detail", code=code)
    context = {"form": form, "substance": row}
    return shown(request, "hazards_form", context, here="substances", status=422 if form.errors else 200)


def _keep(row: Substance, form: HazardForm) -> None:
    draft_profile(substance=row, declaration=form.declaration())


def _submit(request: HttpRequest, row: Substance, person: Actor) -> None:
    profile = submit_profile(substance=row, by=person, now=utc_now())
    if profile.state == ProfileState.APPROVED.value:
        messages.success(request, f"Approved by itself: {profile.reason}")
    else:
        messages.success(request, f"The safety group looks at {row.acronym} now; you hear of it.")


@login_required
@require_POST
def hazards_withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Take back what the safety group is looking at, to correct it."""
    person = person_of(request)
    row = substance_for(person, code, ProposalAction.EDIT_SAMPLES)
    try:
        withdraw_profile(substance=row, by=person, now=utc_now())
    except Conflict as refusal:
        messages.error(request, refusal.message)
        return redirect("samples:substance_detail", code=code)
    messages.success(request, "Taken back. Correct it and submit it again.")
    return redirect("samples:hazards_declare", code=code)


@login_required
@require_safe
def hazard_list(request: HttpRequest) -> HttpResponse:
    """Show the profiles that wait for the safety group, oldest first."""
    person = person_of(request)
    if not sees_reviews(person):
        raise NotFound
    return shown(request, "reviews", {"profiles": profiles_due(person)[:MOST_SHOWN]}, here="reviews")


@login_required
@require_http_methods(FORM)
def hazard_review(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a group declares, first what changed since the last approval; approve or refuse it."""
    person = person_of(request)
    profile = review_for(person, code)
    page = review_page(person, profile, profile_changes(profile))
    form = ReviewForm(request.POST if request.method == "POST" else None, initial={"hazard": page.proposed.value})
    if request.method == "POST":
        form.is_valid()
        if attempted(form, lambda: _decide(request, profile, form, person)):
            messages.success(
                request, f"{profile.substance.acronym} is {'approved' if 'approve' in request.POST else 'refused'}."
            )
            return (
                redirect("samples:hazard_review", code=page.next_due)
                if page.next_due
                else redirect("samples:hazard_list")
            )
    context = {"page": page, "form": form}
    return shown(request, "review", context, here="reviews", status=422 if form.errors else 200)


def _decide(request: HttpRequest, profile: HazardProfile, form: ReviewForm, person: Actor) -> None:
    if "approve" not in request.POST:
        refuse_profile(profile=profile, reason=form.said("reason"), by=person, now=utc_now())
        return
    approve_profile(
        profile=profile,
        hazard=Hazard(form.said("hazard")),
        conditions=form.said("conditions"),
        valid_until=form.cleaned_data.get("valid_until"),
        by=person,
        now=utc_now(),
    )
