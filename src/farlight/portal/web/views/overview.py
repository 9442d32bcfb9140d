"""Home, and the list of sessions."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from farlight.kernel.time import utc_now
from farlight.people.public import person_of
from farlight.portal.domain.calendar import When
from farlight.portal.queries.overview import calendar_for, sessions_found

SESSIONS_A_PAGE = 25


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Show what runs for this person now, and what comes next."""
    return render(request, "portal/home.html", {"calendar": calendar_for(person_of(request), now=utc_now())})


@login_required
def session_list(request: HttpRequest) -> HttpResponse:
    """Show the sessions that this person may know of; filtered by time and by words."""
    words = request.GET.get("q", "").strip()
    when = request.GET.get("when", "")
    found = sessions_found(person_of(request), words=words, when=when, now=utc_now())
    page = Paginator(found, SESSIONS_A_PAGE).get_page(request.GET.get("page"))
    filters = [("", "All"), *((w.value, w.value.capitalize()) for w in When)]
    context = {"page": page, "words": words, "when": when, "filters": filters, "now": utc_now()}
    part = "#rows" if request.headers.get("HX-Request") and not request.headers.get("HX-Boosted") else ""
    return render(request, f"portal/sessions.html{part}", context)
