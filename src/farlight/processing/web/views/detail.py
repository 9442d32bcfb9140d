"""The page of one processing."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from farlight.people.public import person_of
from farlight.processing.web.page import page_for


@login_required
def processing_detail(request: HttpRequest, code: str, run: int, number: int) -> HttpResponse:
    """Show a processing: how far it is, what it found, or why it did not."""
    page = page_for(person_of(request), code, run, number)
    return render(request, "processing/result.html", {"page": page})


@login_required
def processing_now(request: HttpRequest, code: str, run: int, number: int) -> HttpResponse:
    """Show the part of the page that changes, as it is now."""
    page = page_for(person_of(request), code, run, number)
    return render(request, "processing/now.html", {"page": page})
