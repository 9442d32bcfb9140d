"""The cameras of a session's beamline: a strip on the session's page, and a page of their own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from farlight.beamtime.public import rights_found_once, session_for
from farlight.beamtime.types import Action
from farlight.bus.public import newest_number
from farlight.kernel.errors import Invalid, Objection
from farlight.kernel.time import utc_now
from farlight.people.public import person_of
from farlight.webcams.queries import camera_wall
from farlight.webcams.services.switching import switch_cameras
from farlight.webcams.types import SwitchState

_PARTS = {"camera-strip": "#strip", "camera-words": "#words"}


@login_required
@require_safe
def session_cameras(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the cameras of a session's beamline see."""
    return _show(request, code)


@login_required
@require_POST
def cameras_switch(request: HttpRequest, code: str) -> HttpResponse:
    """Switch all cameras of the beamline on or off."""
    to = SwitchState.ON if request.POST.get("state") == SwitchState.ON else SwitchState.OFF
    reason = request.POST.get("reason", "")
    try:
        switch_cameras(session=code, to=to, reason=reason, by=person_of(request), now=utc_now())
    except Invalid as refusal:
        return _show(request, code, objections=refusal.objections)
    messages.success(request, f"The cameras are {to.value}.")
    return redirect("webcams:session_cameras", code=code)


def _show(request: HttpRequest, code: str, *, objections: tuple[Objection, ...] = ()) -> HttpResponse:
    person = person_of(request)
    newest = newest_number(code)
    with rights_found_once():
        wall = camera_wall(person, code, now=utc_now())
        chosen = next((c for c in wall.cameras if c.code == request.GET.get("camera")), None)
        context = {
            "session": session_for(person, code, Action.SEE),
            "wall": wall,
            "chosen": chosen or next(iter(wall.cameras), None),
            "newest_event": newest,
            "objections": objections,
        }
    part = _PARTS.get(request.headers.get("HX-Target", ""), "") if request.headers.get("HX-Request") else ""
    return render(request, f"webcams/cameras.html{part}", context, status=422 if objections else 200)
