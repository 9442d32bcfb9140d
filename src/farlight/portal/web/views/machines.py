"""Programs of beamlines: the keys that they come in with, made and revoked by those who look after the beamline."""

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from farlight.beamlines.types import BeamlineSummary
from farlight.kernel.errors import Invalid, NotAllowed
from farlight.kernel.time import utc_now
from farlight.people.public import (
    credential_in,
    issue_machine_token,
    objections_to_step_up,
    once,
    person_of,
    revoke_machine_token,
    security_policy,
)
from farlight.people.types import Actor, StepUpAction
from farlight.portal.queries.machines import beamlines_kept_by, machines_at
from farlight.portal.web.machine_forms import MachineForm


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once
def machine_list(request: HttpRequest) -> HttpResponse:
    """Show the programs of the beamlines that a person looks after; make a key, and show it this once."""
    person = person_of(request)
    kept = beamlines_kept_by(person)
    if request.method != "POST":
        return _show(request, kept, _form(kept))
    form = _form(kept, request.POST)
    _refuse_without_step_up(request, person)
    if not form.is_valid():
        return _show(request, kept, form, status=422)
    try:
        key = issue_machine_token(by=person, now=utc_now(), **form.wanted())
    except Invalid as refusal:
        form.add_objections(refusal.objections)
        return _show(request, kept, form, status=422)
    return _show(request, kept, _form(kept), key=key, label=form.cleaned_data["label"])


@login_required
@require_POST
def machine_revoke(request: HttpRequest) -> HttpResponse:
    """Make the key of a program worthless."""
    person, given = person_of(request), request.POST
    beamline, code = given.get("beamline", ""), given.get("token", "")
    label = revoke_machine_token(beamline=beamline, code=code, by=person, now=utc_now())
    messages.success(request, f"Revoked: a key of {label}. What uses it is refused from now on.")
    return redirect("portal:machine_list")


def _form(kept: Sequence[BeamlineSummary], given: QueryDict | None = None) -> MachineForm:
    return MachineForm(given, beamlines=kept, longest_days=security_policy().longest_token_days)


def _refuse_without_step_up(request: HttpRequest, person: Actor) -> None:
    credential = credential_in(request.headers, login=request.session.session_key)
    reasons = objections_to_step_up(credential, person=person, action=StepUpAction.ACCOUNTS, now=utc_now())
    if reasons:
        raise NotAllowed(reasons)


def _show(
    request: HttpRequest,
    kept: Sequence[BeamlineSummary],
    form: MachineForm,
    *,
    key: str = "",
    label: str = "",
    status: int = 200,
) -> HttpResponse:
    machines = machines_at(kept, person_of(request), now=utc_now())
    context = {"beamlines": machines, "form": form, "key": key, "label": label}
    return render(request, "portal/machines.html", context, status=status)
