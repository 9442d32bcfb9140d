"""Substances: what samples are of."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from farlight.beamtime.public import proposal_for
from farlight.beamtime.types import ProposalAction
from farlight.kernel.time import utc_now
from farlight.people.public import once, person_of
from farlight.people.types import Actor
from farlight.samples.access import substance_for
from farlight.samples.models import Substance
from farlight.samples.queries.pages import editable_proposals, seen_proposals
from farlight.samples.queries.substance_pages import substance_page_for, substance_rows
from farlight.samples.services.registration import change_substance, register_substance
from farlight.samples.types import SubstanceDetails
from farlight.samples.web.answering import attempted, shown
from farlight.samples.web.forms.substances import SubstanceForm

FORM = ["GET", "HEAD", "POST"]


@login_required
@require_safe
def substance_list(request: HttpRequest) -> HttpResponse:
    """Show the substances that somebody sees, with their colours."""
    person, asked = person_of(request), {key: request.GET.get(key, "").strip() for key in ("proposal", "q")}
    context = {
        "substances": substance_rows(person, proposal=asked["proposal"], words=asked["q"], today=utc_now().date()),
        "asked": asked,
        "is_filtered": any(asked.values()),
        "proposals": seen_proposals(person),
        "editable": editable_proposals(person),
    }
    return shown(request, "substances", context, here="substances")


@login_required
@require_http_methods(FORM)
@once
def substance_new(request: HttpRequest) -> HttpResponse:
    """Declare a substance."""
    person, proposals = person_of(request), editable_proposals(person_of(request))
    code = request.POST.get("proposal") or request.GET.get("proposal") or (proposals[0].code if proposals else "")
    proposal = proposal_for(person, code, ProposalAction.EDIT_SAMPLES)
    form = SubstanceForm(request.POST if request.method == "POST" else None)
    made: list[Substance] = []
    if request.method == "POST" and form.is_valid():
        acronym, name = form.said("acronym"), form.said("name") or form.said("acronym")
        register = lambda: made.append(_register(code, acronym, name, form.details(), person))  # noqa: E731
        if attempted(form, register):
            messages.success(request, f"{made[0].acronym} is declared. Say now what is dangerous about it.")
            return redirect("samples:hazards_declare", code=made[0].code)
    context = {"form": form, "proposal": proposal, "proposals": proposals}
    return shown(request, "substance_form", context, here="substances", status=422 if form.errors else 200)


@login_required
@require_safe
def substance_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show a substance: what it is, and how its dangers stand."""
    page = substance_page_for(person_of(request), code, today=utc_now().date())
    return shown(request, "substance", {"page": page}, here="substances")


@login_required
@require_http_methods(FORM)
def substance_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Correct what is known of a substance."""
    person = person_of(request)
    row = substance_for(person, code, ProposalAction.EDIT_SAMPLES)
    initial = {name: getattr(row, name) for name in SubstanceForm.base_fields}
    form = SubstanceForm(request.POST if request.method == "POST" else None, initial=initial)
    form.fields["acronym"].disabled = True
    if request.method == "POST" and form.is_valid():
        name, details = form.said("name") or row.acronym, form.details()
        if attempted(form, lambda: _change(row, name, details, person)):
            messages.success(request, f"{row.acronym} is corrected.")
            return redirect("samples:substance_detail", code=code)
    context = {"form": form, "proposal": row.proposal, "substance": row}
    return shown(request, "substance_form", context, here="substances", status=422 if form.errors else 200)


def _register(proposal: str, acronym: str, name: str, details: SubstanceDetails, person: Actor) -> Substance:
    return register_substance(proposal=proposal, acronym=acronym, name=name, details=details, by=person)


def _change(row: Substance, name: str, details: SubstanceDetails, person: Actor) -> None:
    change_substance(substance=row, name=name, details=details, by=person, now=utc_now())
