"""The page of one run."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from farlight.people.public import person_of
from farlight.portal.queries.run import run_page_for


@login_required
def run_detail(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show a run: how it was measured, what its images show, what processing made of it."""
    return render(request, "portal/run.html", {"page": run_page_for(person_of(request), code, number)})


@login_required
def run_now(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show the changing part of a run as it is now."""
    return render(request, "portal/run.html#now", {"page": run_page_for(person_of(request), code, number)})
