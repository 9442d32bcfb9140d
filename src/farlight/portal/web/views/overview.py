"""Home, and the list of sessions."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from farlight.beamtime.types import When
from farlight.kernel.time import utc_now
from farlight.people.public import person_of
from farlight.portal.queries.overview import calendar_for, sessions_found, waiting_for

SHOWN = 5
"""What waits is shown so far; the rest is unfolded."""


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Show what runs for this person now, what waits for them, and what comes next."""
    person, now = person_of(request), utc_now()
    waiting = waiting_for(person, now=now)
    context = {
        "calendar": calendar_for(person, now=now),
        "waiting": waiting[:SHOWN],
        "more": waiting[SHOWN:],
        "now": now,
    }
    return render(request, "portal/home.html", context)


@login_required
def session_list(request: HttpRequest) -> HttpResponse:
    """Show the sessions that this person may know of; filtered by time and by words."""
    words = request.GET.get("q", "").strip()
    when = request.GET.get("when", "")
    cursor = request.GET.get("cursor", "")
    page = sessions_found(person_of(request), words=words, when=when, cursor=cursor, now=utc_now())
    filters = [("", "All"), *((w.value, w.value.capitalize()) for w in When)]
    context = {"page": page, "words": words, "when": when, "filters": filters, "cursor": cursor}
    part = "#rows" if request.headers.get("HX-Request") and not request.headers.get("HX-Boosted") else ""
    return render(request, f"portal/sessions.html{part}", context)
