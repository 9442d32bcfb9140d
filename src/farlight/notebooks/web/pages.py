"""One's notebook of a session: a card on the session's page, and a page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from farlight.beamtime.public import rights_found_once, session_for
from farlight.beamtime.types import Action
from farlight.bus.public import newest_number
from farlight.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, Objection
from farlight.kernel.time import utc_now
from farlight.notebooks import queries
from farlight.notebooks.services import lives
from farlight.people.public import credential_in, person_of
from farlight.people.types import Credential

PARTS = {"notebook-card": "#card", "notebook": "#notebook"}


@login_required
@require_safe
def session_notebook(request: HttpRequest, code: str) -> HttpResponse:
    """Show one's notebook, or what it can be started with."""
    return _show(request, code)


@login_required
@require_POST
def notebook_start(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for a notebook; the page follows it until it can be opened."""
    try:
        lives.start_notebook(
            session=code,
            by=person_of(request),
            now=utc_now(),
            size=request.POST.get("size", ""),
            credential=_credential(request),
            address=request.META.get("REMOTE_ADDR", ""),
        )
    except NotAllowed as refusal:
        return _show(request, code, objections=refusal.reasons)
    except Invalid as refusal:
        return _show(request, code, objections=refusal.objections)
    except Conflict as there:
        messages.info(request, there.message)
    return redirect("notebooks:session_notebook", code=code)


@login_required
@require_POST
def notebook_stop(request: HttpRequest, code: str) -> HttpResponse:
    """End one's notebook; one that was over before the button was pressed is nothing that went wrong."""
    person, now = person_of(request), utc_now()
    session_for(person, code, Action.SEE, now)
    try:
        lives.stop_notebook(session=code, by=person, now=now)
    except NotFound:
        messages.info(request, "There is no notebook any more.")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204)  # the page hears of it
    return redirect("notebooks:session_notebook", code=code)


def _show(request: HttpRequest, code: str, *, objections: tuple[Objection, ...] = ()) -> HttpResponse:
    person, now, newest = person_of(request), utc_now(), newest_number(code)
    with rights_found_once():
        page = queries.notebook_page(person, code, now=now, credential=_credential(request))
        session = session_for(person, code, Action.SEE, now)
    context = {"session": session, "page": page, "newest_event": newest, "objections": objections}
    part = PARTS.get(request.headers.get("HX-Target", ""), "") if request.headers.get("HX-Request") else ""
    return render(request, f"notebooks/notebook.html{part}", context, status=422 if objections else 200)


def _credential(request: HttpRequest) -> Credential:
    return credential_in(request.headers, login=request.session.session_key)
