"""The page of one processing."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from farlight.people.public import person_of
from farlight.processing.web.attempts import sample_page
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


@login_required
def sample_results(request: HttpRequest, code: str, sample: str) -> HttpResponse:
    """Show all attempts at a sample's runs in a session, the best marked."""
    page = sample_page(person_of(request), code, sample)
    return render(request, "processing/sample.html", {"page": page})
