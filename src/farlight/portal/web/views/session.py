"""The page of one session, and its parts that events fetch anew."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from farlight.beamtime.public import session_for
from farlight.beamtime.types import Action
from farlight.kernel.time import utc_now
from farlight.people.public import person_of
from farlight.portal.domain.kinds import FILTERS
from farlight.portal.queries.results import best_results
from farlight.portal.queries.session import session_head_for, session_page_for
from farlight.portal.queries.strip import strip_for
from farlight.portal.web.views.feed import filter_of


@login_required
@require_safe
def session_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show a session: what was done, its queue, results, samples, notes and people."""
    asked = request.GET
    before, grouped = asked.get("before", ""), asked.get("group") == "sample"
    page = session_page_for(person_of(request), code, filter_of(asked), before=before, grouped=grouped)
    kept = asked.copy()
    kept.pop("before", None)
    context = {
        "page": page,
        "asked": asked,
        "filters": FILTERS,
        "filtered": any(asked.get(name) for name in ("kind", "q", "sample")) or "starred" in asked,
        "query": kept.urlencode(),
    }
    return render(request, "portal/session.html", context)


@login_required
@require_safe
def session_results(request: HttpRequest, code: str) -> HttpResponse:
    """Show the best results of a session as they are now."""
    context = {
        "session": session_for(person_of(request), code, Action.SEE),
        "results": best_results(person_of(request), code),
    }
    return render(request, "portal/results.html", context)


@login_required
@require_safe
def session_head(request: HttpRequest, code: str) -> HttpResponse:
    """Show the head of a session as it is now: state, times, people."""
    return render(request, "portal/session_head.html", {"page": session_head_for(person_of(request), code)})


@login_required
@require_safe
def session_strip(request: HttpRequest, code: str) -> HttpResponse:
    """Show the state of the beamline and of the queue as they are now."""
    context = {
        "session": session_for(person_of(request), code, Action.SEE),
        "strip": strip_for(person_of(request), code, now=utc_now()),
    }
    return render(request, "portal/strip.html", context)
