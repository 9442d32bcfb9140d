"""The queue of a session, and the form that adds to it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from farlight.acquisition.domain.requests import collection_in_words
from farlight.acquisition.queries import ended_requests, queue_of_session
from farlight.acquisition.services.queueing import queue_collection
from farlight.acquisition.web.forms import RotationForm
from farlight.beamlines.public import beamline
from farlight.beamtime.public import rights_in, session_for
from farlight.beamtime.types import Action
from farlight.bus.public import newest_number
from farlight.kernel.errors import Invalid, NotAllowed
from farlight.people.public import person_of
from farlight.people.types import Actor
from farlight.samples.public import samples_of_session


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
def queue_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show the queue with the form of a rotation sweep; add to it."""
    person = person_of(request)
    newest_event = newest_number(code)
    context = queue_context(person, code)
    instrument = beamline(context["session"].beamline)
    posted = request.POST if request.method == "POST" else None
    wanted = request.GET.get("sample", "")
    form = RotationForm(instrument, samples_of_session(person, code), posted, sample=wanted)
    if request.method == "POST" and form.is_valid() and _queue(request, code, form):
        return redirect("acquisition:queue_detail", code=code)
    context |= {"form": form, "instrument": instrument, "newest_event": newest_event}
    return render(request, "acquisition/queue.html", context, status=422 if form.errors else 200)


def _queue(request: HttpRequest, code: str, form: RotationForm) -> bool:
    """Ask for what the form says; False when that is refused, and the form says why."""
    sample = form.cleaned_data["sample"] or None
    try:
        queued = queue_collection(session=code, sample=sample, parameters=form.parameters(), by=person_of(request))
    except Invalid as refusal:
        form.add_objections(refusal.objections)
        return False
    except NotAllowed as refusal:
        form.add_objections(refusal.reasons)
        return False
    messages.success(request, f"Queued: {collection_in_words(queued.parameters)}.")
    return True
