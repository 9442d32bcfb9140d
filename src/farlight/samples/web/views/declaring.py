"""Samples are declared and corrected, one by one."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from farlight.beamtime.public import proposal_for
from farlight.beamtime.types import ProposalAction
from farlight.kernel.errors import Invalid
from farlight.kernel.time import utc_now
from farlight.people.public import once, person_of
from farlight.samples.access import sample_for_proposal
from farlight.samples.domain.techniques import Technique
from farlight.samples.models import Sample
from farlight.samples.queries.container_pages import container_in
from farlight.samples.queries.pages import container_choices, editable_proposals, substance_choices
from farlight.samples.queries.techniques import offered_techniques, technique_named
from farlight.samples.services.techniques import (
    Declaration,
    correct_sample,
    declare_sample,
    details_of,
    follow_newest_version,
)
from farlight.samples.web.answering import attempted, shown
from farlight.samples.web.forms.preparing import PrepareForm
from farlight.samples.web.forms.samples import SampleForm, default_values, initial_values
from farlight.samples.web.preparing import prepare

FORM = ["GET", "HEAD", "POST"]


@login_required
@require_safe
def sample_start(request: HttpRequest) -> HttpResponse:
    """Ask what somebody brings: for which proposal, and by which technique."""
    proposals = editable_proposals(person_of(request))
    wanted = request.GET.get("proposal", "")
    chosen = next((one for one in proposals if one.code == wanted), proposals[0] if proposals else None)
    context = {
        "proposals": proposals,
        "chosen": chosen,
        "techniques": offered_techniques(chosen.code) if chosen else [],
    }
    return shown(request, "start", context, here="samples")


@login_required
@require_http_methods(FORM)
@once
def sample_prepare(request: HttpRequest, technique: str) -> HttpResponse:
    """Ask how many of what lie in which container, so that the table begins filled in."""
    known, person = technique_named(technique), person_of(request)
    proposal = proposal_for(person, request.GET.get("proposal", ""), ProposalAction.EDIT_SAMPLES)
    form = PrepareForm(known, proposal.code, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        asked: dict[str, str] = {}
        if attempted(form, lambda: asked.update(prepare(form, proposal.code, by=person))):
            where = "samples:sample_declare" if form.count() == 1 else "samples:sample_grid"
            return redirect(f"{reverse(where, args=[technique])}?{urlencode({'proposal': proposal.code, **asked})}")
    context = {"form": form, "technique": known, "proposal": proposal}
    return shown(request, "prepare", context, here="samples", status=422 if form.errors else 200)


@login_required
@require_http_methods(FORM)
@once
def sample_declare(request: HttpRequest, technique: str) -> HttpResponse:
    """Declare one sample."""
    known, person = technique_named(technique), person_of(request)
    proposal = proposal_for(person, request.GET.get("proposal", ""), ProposalAction.EDIT_SAMPLES)
    asked = {key: request.GET.get(key, "") for key in ("substance", "container", "slot", "name")}
    form = _form(request, known, proposal.code, {**default_values(known), **asked})

    def declare(said: Declaration) -> Sample:
        return declare_sample(proposal=proposal.code, technique=known, declaration=said, now=utc_now(), by=person)

    sample = _saved(form, proposal.code, declare) if request.method == "POST" else None
    if sample is not None:
        messages.success(request, f"{sample.name} is declared.")
        again = "another" in request.POST
        return redirect(
            f"{request.path}?{urlencode({'proposal': proposal.code, 'substance': form.said('substance')})}"
            if again
            else reverse("samples:sample_detail", args=[sample.code])
        )
    context = {"form": form, "technique": known, "proposal": proposal}
    return shown(request, "form", context, here="samples", status=422 if form.errors else 200)


@login_required
@require_http_methods(FORM)
def sample_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Correct a sample, by the version of the technique that it was declared by."""
    person = person_of(request)
    sample = sample_for_proposal(person, code, ProposalAction.EDIT_SAMPLES)
    known = technique_named(sample.technique or "generic", sample.schema_version)
    form = _form(request, known, sample.proposal.code, _said_of(sample, known))

    def correct(said: Declaration) -> Sample:
        correct_sample(sample=sample, declaration=said, now=utc_now(), by=person)
        return sample

    if request.method == "POST" and _saved(form, sample.proposal.code, correct) is not None:
        messages.success(request, f"{sample.name} is corrected.")
        return redirect("samples:sample_detail", code=sample.code)
    context = {"form": form, "technique": known, "proposal": sample.proposal, "sample": sample}
    return shown(request, "form", context, here="samples", status=422 if form.errors else 200)


@login_required
@require_POST
def sample_follow(request: HttpRequest, code: str) -> HttpResponse:
    """Let a sample follow the newest version of its technique."""
    person = person_of(request)
    sample = sample_for_proposal(person, code, ProposalAction.EDIT_SAMPLES)
    try:
        newest = follow_newest_version(sample=sample, by=person)
    except Invalid as refusal:
        messages.error(request, f"It does not fit the newest version: {refusal}")
    else:
        messages.success(request, f"{sample.name} follows version {newest.version} now.")
    return redirect("samples:sample_detail", code=sample.code)


def _form(
    request: HttpRequest, technique: Technique, proposal: str, initial: dict[str, object] | dict[str, str]
) -> SampleForm:
    data = request.POST if request.method == "POST" else None
    return SampleForm(technique, substance_choices(proposal), container_choices(proposal), data, dict(initial))


def _saved(form: SampleForm, proposal: str, act: Callable[[Declaration], Sample]) -> Sample | None:
    """Do with what a form says what is to be done; None when it is refused, and the form says why."""
    form.is_valid()
    found: list[Sample] = []
    if form.errors or not attempted(form, lambda: found.append(act(_declaration(form, proposal)))):
        return None
    return found[0]


def _declaration(form: SampleForm, proposal: str) -> Declaration:
    container = form.said("container")
    return Declaration(
        name=form.said("name"),
        substance=form.said("substance"),
        texts=form.texts(),
        barcodes=tuple(form.said("barcode").split(",")),
        container=container_in(proposal, container) if container else None,
        slot=form.said("slot"),
        details=form.details(),
    )


def _said_of(sample: Sample, technique: Technique) -> dict[str, object]:
    """What a sample's form begins with."""
    details = details_of(sample)
    piece = sample.specimens.first()
    texts = [row.text for row in piece.barcodes.all()] if piece else []
    kept = (
        "role",
        "comment",
        "storage_temperature_k",
        "shelf_life_until",
        "max_temperature_k",
        "dose_limit_mgy",
        "pid",
    )
    return {
        **{key: getattr(details, key) for key in kept},
        **initial_values(technique, sample.values),
        "name": sample.name,
        "substance": sample.substance.acronym if sample.substance else "",
        "barcode": ", ".join(texts),
    }
