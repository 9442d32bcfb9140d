"""Containers: what lies where, as a drawing and as a list."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from farlight.beamtime.public import proposal_for
from farlight.beamtime.types import ProposalAction
from farlight.kernel.pictures import MOST_BYTES, MOST_PICTURES, Photograph
from farlight.kernel.time import utc_now
from farlight.people.public import once, person_of
from farlight.samples.access import container_for
from farlight.samples.models import Container
from farlight.samples.queries.container_pages import container_page, container_rows, photograph_of
from farlight.samples.queries.pages import editable_proposals, seen_proposals
from farlight.samples.services.containers import register_container
from farlight.samples.services.reports import report_on_container
from farlight.samples.types import ContainerDetails
from farlight.samples.web.answering import attempted, shown
from farlight.samples.web.forms.containers import ContainerForm, ReportForm

CONTAINERS_A_PAGE = 60
MOST_DIGITS = 6


@login_required
@require_safe
def container_list(request: HttpRequest) -> HttpResponse:
    """Show the containers that somebody sees, and how full they are."""
    person, asked = person_of(request), {key: request.GET.get(key, "").strip() for key in ("proposal", "q", "from")}
    begin = int(asked["from"]) if asked["from"].isdecimal() and len(asked["from"]) <= MOST_DIGITS else 0
    rows = container_rows(person, asked["proposal"], asked["q"], limit=CONTAINERS_A_PAGE + 1, offset=begin)
    context = {
        "containers": rows[:CONTAINERS_A_PAGE],
        "following": begin + CONTAINERS_A_PAGE if len(rows) > CONTAINERS_A_PAGE else 0,
        "asked": asked,
        "is_filtered": any(asked.values()),
        "proposals": seen_proposals(person),
        "editable": editable_proposals(person),
    }
    return shown(request, "containers", context, here="containers")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def container_new(request: HttpRequest) -> HttpResponse:
    """Declare a container."""
    person, proposals = person_of(request), editable_proposals(person_of(request))
    code = request.POST.get("proposal") or request.GET.get("proposal") or (proposals[0].code if proposals else "")
    proposal = proposal_for(person, code, ProposalAction.EDIT_SAMPLES)
    form = ContainerForm(request.POST if request.method == "POST" else None)
    made: list[Container] = []
    if request.method == "POST" and form.is_valid():
        said = {"name": form.said("name"), "container_type": form.said("container_type")}
        details = ContainerDetails(barcode=form.said("barcode"))
        register = lambda: made.append(register_container(proposal=code, details=details, by=person, **said))  # noqa: E731
        if attempted(form, register):
            return redirect("samples:container_detail", code=made[0].code)
    context = {"form": form, "proposal": proposal, "proposals": proposals}
    return shown(request, "container_form", context, here="containers", status=422 if form.errors else 200)


@login_required
@require_safe
def container_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show a container, slot by slot."""
    return _show(request, container_for(person_of(request), code), ReportForm())


@login_required
@require_POST
def container_report(request: HttpRequest, code: str) -> HttpResponse:
    """Write down what a container is like, with photographs."""
    person = person_of(request)
    row = container_for(person, code, ProposalAction.EDIT_SAMPLES)
    form = ReportForm(request.POST)
    pictures = [
        Photograph(name=one.name or "", content=one.read(MOST_BYTES + 1))
        for one in request.FILES.getlist("photographs")[: MOST_PICTURES + 1]
    ]
    text, is_damage = request.POST.get("text", ""), "is_damage" in request.POST
    form.is_valid()

    def report() -> None:
        report_on_container(
            container=row, text=text, photographs=pictures, is_damage=is_damage, by=person, now=utc_now()
        )

    if not attempted(form, report):
        return _show(request, row, form, status=422)
    messages.success(request, "Written down.")
    return redirect("samples:container_detail", code=code)


@login_required
@require_safe
def container_photograph(request: HttpRequest, code: str, photograph: str) -> HttpResponseBase:
    """Send a photograph of a report."""
    found = photograph_of(container_for(person_of(request), code), photograph)
    response = FileResponse(open(found.path, "rb"), content_type=found.media_type)  # noqa: PTH123, SIM115 - closed by Django
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _show(request: HttpRequest, row: Container, form: forms.Form, *, status: int = 200) -> HttpResponse:
    page = container_page(person_of(request), row)
    return shown(request, "container", {"page": page, "form": form}, here="containers", status=status)
