"""The queue of a session, and the form that adds to it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from farlight.acquisition.domain.requests import collection_in_words
from farlight.acquisition.queries import ended_requests, newest_request, queue_of_session, samples_asked_for
from farlight.acquisition.services.queueing import objections_to_asking, queue_collection
from farlight.acquisition.types import RequestSummary
from farlight.acquisition.web.forms import CollectionForm
from farlight.acquisition.web.outlook import outlook_of
from farlight.acquisition.web.proposals import PREPARES, proposals_after
from farlight.beamlines.public import beamline
from farlight.beamtime.public import rights_in, session_for
from farlight.beamtime.types import Action, SessionSummary
from farlight.bus.public import newest_number
from farlight.kernel.errors import Invalid, NotAllowed
from farlight.people.public import once, person_of
from farlight.people.types import Actor
from farlight.samples.public import samples_of_session
from farlight.samples.types import SampleSummary


def queue_context(person: Actor, code: str) -> dict[str, Any]:
    """Return what the list of a session's requests shows."""
    session = session_for(person, code, Action.SEE)
    rights = rights_in(person, code)
    queue = queue_of_session(session.id)
    return {
        "session": session,
        "under_way": [request for request in queue if request.state.is_under_way],
        "waiting": [request for request in queue if not request.state.is_under_way],
        "ended": ended_requests(session.id),
        "may_queue": rights[Action.QUEUE],
        "may_control": rights[Action.CONTROL],
    }


@login_required
@require_safe
def queue_list(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is under way and what waits."""
    return render(request, "acquisition/queue_list.html", queue_context(person_of(request), code))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def queue_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show the queue with the form of a collection; add to it."""
    newest_event = newest_number(code)
    context = queue_context(person_of(request), code)
    form = _form(request, context["session"])
    if request.method == "POST" and _queue(request, code, form):
        return redirect("acquisition:queue_detail", code=code)
    instrument = beamline(context["session"].beamline)
    context |= {"form": form, "instrument": instrument, "newest_event": newest_event}
    return render(request, "acquisition/queue.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def queue_outlook(request: HttpRequest, code: str) -> HttpResponse:
    """Say what the form as it is now would come to, and what stands in its way."""
    person = person_of(request)
    session = session_for(person, code, Action.SEE)
    form = _form(request, session)
    form.is_valid()
    parameters = form.parameters()
    objections = objections_to_asking(session=code, sample=form.chosen_sample(), parameters=parameters, by=person)
    wrong = [error for errors in form.errors.values() for error in errors]
    context = {
        "outlook": outlook_of(parameters, beamline(session.beamline)),
        "objections": [*wrong, *(o for o in objections if not form.says_already(o))],
    }
    return render(request, "acquisition/outlook.html", context)


def _form(request: HttpRequest, session: SessionSummary) -> CollectionForm:
    """The form as it was sent; or as it proposes: what follows from the last request, or what the address says."""
    instrument, asked = beamline(session.beamline), request.GET
    samples = samples_of_session(person_of(request), session.code)
    last = None if asked.get("like") == "beamline" else newest_request(session.id)
    named = {name: asked[name] for name in PROPOSED_BY_ADDRESS if asked.get(name)}
    like = (proposals_after(last.parameters, instrument) if last else {}) | named
    return CollectionForm(
        instrument,
        samples,
        request.POST if request.method == "POST" else None,
        sample=asked.get("sample", "") or _next_sample(session, samples, last),
        like=like,
    )


PROPOSED_BY_ADDRESS = ("kind", "energy_ev")
"""Fields that an address may fill: the card of an edge scan passes the energy of its peak on."""


def _next_sample(session: SessionSummary, samples: Sequence[SampleSummary], last: RequestSummary | None) -> str:
    """The sample that was prepared; else the first one that was not asked for yet."""
    if last is not None and last.kind in PREPARES and last.sample:
        return last.sample
    asked_for = samples_asked_for(session.id)
    return next((sample.code for sample in samples if sample.code not in asked_for), "")


def _queue(request: HttpRequest, code: str, form: CollectionForm) -> bool:
    """Ask for what the form says; False when that is refused, and the form says why: everything at once."""
    by, is_whole = person_of(request), form.is_valid()
    sample, parameters = form.chosen_sample(), form.parameters()
    if not is_whole:
        form.add_objections(objections_to_asking(session=code, sample=sample, parameters=parameters, by=by))
        return False
    try:
        queued = queue_collection(session=code, sample=sample, parameters=parameters, by=by)
    except Invalid as refusal:
        form.add_objections(refusal.objections)
        return False
    except NotAllowed as refusal:
        form.add_objections(refusal.reasons)
        return False
    name = queued.sample_name or "what is on the goniometer"
    messages.success(request, f"Queued {name}: {collection_in_words(queued.parameters)}.")
    return True
