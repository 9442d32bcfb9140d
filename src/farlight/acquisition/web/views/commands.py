"""What the buttons of the queue do."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from farlight.acquisition.errors import WrongState
from farlight.acquisition.services import queueing
from farlight.acquisition.services.control import give_command
from farlight.acquisition.types import Command
from farlight.acquisition.web.views.queue import queue_context
from farlight.kernel.errors import Invalid, NotAllowed, Objection
from farlight.kernel.paging import whole_number
from farlight.people.public import once, person_of


@login_required
@require_POST
def collection_command(request: HttpRequest, code: str) -> HttpResponse:
    """Pause, resume or abort the collection under way."""
    wanted = request.POST.get("command", "")
    if wanted not in {"pause", "resume", "abort"}:
        raise Invalid([Objection(message=f"{wanted!r} is not a command.", field="command")])
    return _answer(request, code, lambda: give_command(session=code, command=Command(wanted), by=person_of(request)))


@login_required
@require_POST
def request_cancel(request: HttpRequest, code: str, request_code: str) -> HttpResponse:
    """Take a request out of the queue."""
    person = person_of(request)
    return _answer(request, code, lambda: queueing.cancel_request(session=code, request=request_code, by=person))


@login_required
@require_POST
def request_move(request: HttpRequest, code: str, request_code: str) -> HttpResponse:
    """Give a request another place in the queue."""
    to, person = whole_number(request.POST.get("to", "")), person_of(request)
    if to is None:
        raise Invalid([Objection(message="A place in the queue is a number from 0.", field="to")])
    return _answer(request, code, lambda: queueing.move_request(session=code, request=request_code, to=to, by=person))


@login_required
@require_POST
@once
def request_repeat(request: HttpRequest, code: str, request_code: str) -> HttpResponse:
    """Ask once more for what was asked before."""
    person = person_of(request)
    return _answer(request, code, lambda: queueing.repeat_request(session=code, request=request_code, by=person))


def _answer(request: HttpRequest, code: str, act: Callable[[], object]) -> HttpResponse:
    """Act, and show the list as it is then; a refusal is shown above it."""
    reasons: tuple[Objection, ...] = ()
    try:
        act()
    except WrongState as refusal:
        reasons = (Objection(message=refusal.message),)
    except NotAllowed as refusal:
        reasons = refusal.reasons
    except Invalid as refusal:
        reasons = refusal.objections
    if request.headers.get("HX-Request"):
        context = queue_context(person_of(request), code) | {"reasons": reasons}
        return render(request, "acquisition/queue_list.html", context)
    for reason in reasons:
        messages.error(request, str(reason))
    return redirect("acquisition:queue_detail", code=code)
