"""The page of one session, and its parts that events fetch anew."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from farlight.beamtime.public import session_for
from farlight.beamtime.types import Action
from farlight.people.public import person_of
from farlight.portal.domain.kinds import KINDS
from farlight.portal.queries.results import best_results
from farlight.portal.queries.session import session_head_for, session_page_for
from farlight.portal.queries.timeline import newer_runs, older_runs, run_card


@login_required
def session_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show a session: its runs, queue, results, samples, notes and people."""
    kind = request.GET.get("kind", "")
    page = session_page_for(person_of(request), code, kind=kind, cursor=request.GET.get("before", ""))
    return render(request, "portal/session.html", {"page": page, "kind": kind, "kinds": KINDS})


@login_required
def session_timeline(request: HttpRequest, code: str) -> HttpResponse:
    """Show runs that came after a number, or those before a cursor."""
    session = session_for(person_of(request), code, Action.SEE)
    kind = request.GET.get("kind", "")
    after = request.GET.get("after", "")
    if after.isdecimal():
        timeline, part = newer_runs(person_of(request), code, after=int(after), kind=kind), "newer"
    else:
        timeline, part = older_runs(person_of(request), code, cursor=request.GET.get("before", ""), kind=kind), "older"
    context = {"timeline": timeline, "session": session, "kind": kind}
    return render(request, f"portal/timeline.html#{part}", context)


@login_required
def session_run(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show one run of the timeline as it is now."""
    context = {
        "session": session_for(person_of(request), code, Action.SEE),
        "run": run_card(person_of(request), code, number),
    }
    return render(request, "portal/run_card.html", context)


@login_required
def session_results(request: HttpRequest, code: str) -> HttpResponse:
    """Show the best results of a session as they are now."""
    context = {
        "session": session_for(person_of(request), code, Action.SEE),
        "results": best_results(person_of(request), code),
    }
    return render(request, "portal/results.html", context)


@login_required
def session_head(request: HttpRequest, code: str) -> HttpResponse:
    """Show the head of a session as it is now: state, times, people."""
    return render(request, "portal/session_head.html", {"page": session_head_for(person_of(request), code)})
