"""The scanning page, what keeps it on the phone, and the verbs for the wall."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from farlight.people.public import person_of
from farlight.shipping.access import scanning_parties
from farlight.shipping.services.wall import sheets_for_the_wall
from farlight.shipping.web.shell import offline_script

CAMERA_HERE = "camera=(self), microphone=(), geolocation=()"


@login_required
@require_safe
def scan_page(request: HttpRequest) -> HttpResponse:
    """Show the scanner; the only page that may use the camera."""
    person = person_of(request)
    scanning_parties(person)
    response = render(request, "shipping/scan.html", {"person": person})
    response["Permissions-Policy"] = CAMERA_HERE
    return response


@require_safe
def scan_offline(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the form of every view
    """Send the service worker; it holds nothing that is anybody's."""
    response = HttpResponse(offline_script(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@login_required
@require_safe
def scan_verbs(request: HttpRequest) -> HttpResponse:
    """Show the verbs and the places of racks and beamlines as barcodes, to be printed and hung on the wall."""
    return render(request, "shipping/verbs.html", {"sheets": sheets_for_the_wall(person_of(request))})
