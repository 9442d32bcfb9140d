"""The desktops of a session: a card on the session's page, a page of them, one page for each, and the wall of staff."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from farlight.beamtime.public import rights_found_once, session_for
from farlight.beamtime.types import Action
from farlight.bus.public import newest_number
from farlight.desktops import queries
from farlight.desktops.services import control, lives
from farlight.desktops.types import DesktopSummary
from farlight.desktops.web.wall import WallLook
from farlight.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, Objection
from farlight.kernel.time import utc_now
from farlight.people.public import credential_in, news_response, person_of
from farlight.people.types import Actor, Credential

Act = Callable[[HttpRequest, str, str, Actor], DesktopSummary]


@login_required
@require_safe
def session_desktops(request: HttpRequest, code: str) -> HttpResponse:
    """Show the desktops of a session, and those that can be started."""
    person, newest = person_of(request), newest_number(code)
    with rights_found_once():
        page = queries.desktop_page(person, code, now=utc_now())
        session = session_for(person, code, Action.SEE)
    context = {"session": session, "page": page, "newest_event": newest}
    part = {"desktops-card": "#card", "desktops-list": "#list"}.get(request.headers.get("HX-Target", ""), "")
    return render(request, f"desktops/desktops.html{part}", context)


@login_required
@require_POST
def desktop_start(request: HttpRequest, code: str, desktop: str) -> HttpResponse:
    """Start a desktop, and go there."""
    try:
        lives.start_desktop(
            session=code, name=desktop, by=person_of(request), now=utc_now(), credential=_credential(request)
        )
    except Conflict as there:
        messages.info(request, there.message)
    return redirect("desktops:desktop_detail", code=code, desktop=desktop)


@login_required
@require_safe
def desktop_detail(request: HttpRequest, code: str, desktop: str) -> HttpResponse:
    """Show a desktop."""
    return _show(request, code, desktop)


@login_required
@require_POST
def desktop_act(request: HttpRequest, code: str, desktop: str, act: str) -> HttpResponse:
    """Do something with control of a desktop, lock or close it."""
    if act not in ACTS:
        raise NotFound
    try:
        ACTS[act](request, code, desktop, person_of(request))
    except Invalid as refusal:
        return _show(request, code, desktop, objections=refusal.objections)
    except NotAllowed as refusal:
        return _show(request, code, desktop, objections=refusal.reasons)
    except Conflict as refusal:
        return _show(request, code, desktop, objections=(Objection(message=refusal.message),))
    if request.headers.get("HX-Request"):
        return _show(request, code, desktop)
    return redirect("desktops:desktop_detail", code=code, desktop=desktop)


@login_required
@require_safe
def desktop_wall(request: HttpRequest) -> HttpResponse:
    """Show the open desktops that staff watch over; the wall alone to htmx when something changed."""
    person, now = person_of(request), utc_now()
    context = {"mark": queries.wall_mark(person, now=now), "desktops": queries.desktop_wall(person, now=now)}
    part = "#wall" if request.headers.get("HX-Request") else ""
    return render(request, f"desktops/wall.html{part}", context)


@login_required
@require_safe
async def wall_news(request: HttpRequest) -> StreamingHttpResponse:
    """Tell an open wall that something changed on it."""
    return await news_response(request, kind="wall-changed", look=WallLook())


def _show(request: HttpRequest, code: str, desktop: str, *, objections: tuple[Objection, ...] = ()) -> HttpResponse:
    person, newest = person_of(request), newest_number(code)
    with rights_found_once():
        sight = queries.desktop_sight(person, code, desktop, now=utc_now())
        session = session_for(person, code, Action.SEE)
    context = {"session": session, "sight": sight, "newest_event": newest, "objections": objections}
    part = "#control" if request.headers.get("HX-Target") == "desktop-control" else ""
    return render(request, f"desktops/desktop.html{part}", context, status=422 if objections else 200)


def _credential(request: HttpRequest) -> Credential:
    return credential_in(request.headers, login=request.session.session_key)


def _ask(request: HttpRequest, code: str, name: str, by: Actor) -> DesktopSummary:
    return control.ask_for_control(session=code, name=name, by=by, now=utc_now(), credential=_credential(request))


def _give(request: HttpRequest, code: str, name: str, by: Actor) -> DesktopSummary:
    return control.give_control(session=code, name=name, to=request.POST.get("to", ""), by=by, now=utc_now())


def _take(request: HttpRequest, code: str, name: str, by: Actor) -> DesktopSummary:
    came, reason = _credential(request), request.POST.get("reason", "")
    return control.take_control(session=code, name=name, reason=reason, by=by, now=utc_now(), credential=came)


def _lay_down(_: HttpRequest, code: str, name: str, by: Actor) -> DesktopSummary:
    return control.lay_down_control(session=code, name=name, by=by, now=utc_now())


def _lock(request: HttpRequest, code: str, name: str, by: Actor) -> DesktopSummary:
    lock, reason = request.POST.get("lock") == "on", request.POST.get("reason", "")
    return lives.lock_desktop(session=code, name=name, lock=lock, reason=reason, by=by, now=utc_now())


def _close(request: HttpRequest, code: str, name: str, by: Actor) -> DesktopSummary:
    return lives.close_desktop(session=code, name=name, reason=request.POST.get("reason", ""), by=by, now=utc_now())


ACTS: dict[str, Act] = {
    "ask": _ask,
    "give": _give,
    "take": _take,
    "lay-down": _lay_down,
    "lock": _lock,
    "close": _close,
}
