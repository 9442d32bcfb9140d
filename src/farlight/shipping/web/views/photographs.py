"""Pictures of parcels: adding some, and looking at one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from farlight.kernel.errors import Invalid
from farlight.kernel.time import utc_now
from farlight.people.public import once, person_of
from farlight.shipping.access import parcel_for, summary_of
from farlight.shipping.queries.photographs import photograph_of
from farlight.shipping.services.offering import moves_offered
from farlight.shipping.services.photographs import SMALL, photograph_parcel
from farlight.shipping.types import Move, Source
from farlight.shipping.web.photograph_forms import PhotographForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def parcel_photographs(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for pictures of a parcel, and keep them."""
    person = person_of(request)
    row = parcel_for(person, code)
    form = PhotographForm(request.POST, request.FILES) if request.method == "POST" else PhotographForm()
    if request.method == "POST" and form.is_valid():
        came, text = form.cleaned_data["photographs"], form.cleaned_data["text"]
        try:
            photograph_parcel(parcel=code, photographs=came, text=text, by=person, source=Source.PAGE, now=utc_now())
        except Invalid as refusal:
            form.add_objections(refusal.objections)
        else:
            messages.success(request, "Kept with the parcel.")
            return redirect("shipping:parcel_detail", code=code)
    refused = moves_offered(person, code).refused.get(Move.PHOTOGRAPH, ())
    context = {"form": form, "parcel": summary_of(row), "refused": refused}
    return render(request, "shipping/move.html", context, status=422 if request.method == "POST" else 200)


@login_required
@require_safe
def parcel_photograph(request: HttpRequest, code: str, photograph: str) -> HttpResponseBase:
    """Send a picture of a parcel, or the small one in its place."""
    row = photograph_of(parcel_for(person_of(request), code), photograph)
    is_small = "small" in request.GET
    path = row.path + SMALL if is_small else row.path
    response = FileResponse(open(path, "rb"), content_type="image/jpeg" if is_small else row.media_type)  # noqa: PTH123, SIM115 - closed by Django
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    return response
