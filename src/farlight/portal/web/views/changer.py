"""The sample changer: what lies where, and putting it there."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from farlight.acquisition.public import load_changer, unload_changer
from farlight.beamtime.public import session_for
from farlight.beamtime.types import Action
from farlight.kernel.errors import Conflict, Invalid, NotAllowed, Objection
from farlight.kernel.time import utc_now
from farlight.people.public import person_of
from farlight.portal.domain.changers import Standing
from farlight.portal.queries.changer import changer_page_for, changer_samples_for


@login_required
@require_safe
def session_changer(request: HttpRequest, code: str) -> HttpResponse:
    """Show the sample changer of a session's beamline."""
    part = "#changer" if request.headers.get("HX-Request") and not request.headers.get("HX-Boosted") else ""
    return _show(request, code, part=part)


@login_required
@require_safe
def changer_samples(request: HttpRequest, code: str) -> HttpResponse:
    """Show the samples of a session and how far each is, as a table."""
    person = person_of(request)
    context = {"session": session_for(person, code, Action.SEE), "samples": changer_samples_for(person, code)}
    return render(request, "portal/changer_samples.html", context)


@login_required
@require_POST
def changer_load(request: HttpRequest, code: str) -> HttpResponse:
    """Put a container into a position; out of the changer when no position is named."""
    container, slot = request.POST.get("container", "").strip().lower(), request.POST.get("slot", "").strip()
    by, now = person_of(request), utc_now()
    try:
        if slot:
            load_changer(session=code, container=container, slot=slot, now=now, by=by)
        else:
            unload_changer(session=code, container=container, now=now, by=by)
    except Invalid as refusal:
        return _show(request, code, reasons=refusal.objections, status=422)
    except NotAllowed as refusal:
        return _show(request, code, reasons=refusal.reasons, status=422)
    except Conflict as refusal:
        return _show(request, code, reasons=(Objection(message=refusal.message),), status=422)
    if request.headers.get("HX-Request"):
        return _show(request, code, part="#changer")
    messages.success(request, "The changer is as you said.")
    return redirect("portal:session_changer", code=code)


def _show(
    request: HttpRequest, code: str, *, reasons: tuple[Objection, ...] = (), part: str = "", status: int = 200
) -> HttpResponse:
    if reasons and request.headers.get("HX-Request"):
        part = "#changer"
    page = changer_page_for(person_of(request), code)
    context = {"page": page, "reasons": reasons, "legend": [one for one in Standing if one is not Standing.EMPTY]}
    return render(request, f"portal/changer.html{part}", context, status=status)
