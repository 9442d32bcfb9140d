"""What lies in a parcel, and what it weighs."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from farlight.beamtime.types import ProposalAction
from farlight.kernel.errors import Conflict, Invalid, Objection
from farlight.kernel.time import utc_now
from farlight.people.public import person_of
from farlight.shipping.access import parcel_for, summary_of
from farlight.shipping.queries.contents import contents_of_parcel, offered_for
from farlight.shipping.queries.stores import stores_settings
from farlight.shipping.services.offering import moves_offered
from farlight.shipping.services.packing import Packing, describe_parcel, pack, unpack
from farlight.shipping.types import Move, Source
from farlight.shipping.web.forms import MeasuresForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def parcel_contents(request: HttpRequest, code: str) -> HttpResponse:
    """Show what lies in a parcel; pack something, or take it out."""
    person = person_of(request)
    objections = _pack_or_unpack(request, code) if request.method == "POST" else ()
    if request.method == "POST" and not objections:
        return redirect("shipping:parcel_contents", code=code)
    row = parcel_for(person, code)
    context = {
        "parcel": summary_of(row),
        "contents": contents_of_parcel(row),
        "offered": offered_for(person, row),
        "objections": objections,
        "refused": moves_offered(person, code).refused.get(Move.CHANGE_CONTENTS, ()),
        "stores": stores_settings(),
    }
    return render(request, "shipping/contents.html", context, status=422 if objections else 200)


def _pack_or_unpack(request: HttpRequest, code: str) -> tuple[Objection, ...]:
    """Do what the form says, and return what speaks against it."""
    what = Packing(container=request.POST.get("container", ""), tool=request.POST.get("tool", ""))
    act = unpack if "out" in request.POST else pack
    try:
        act(parcel=code, what=what, by=person_of(request), source=Source.PAGE, now=utc_now())
    except Invalid as refusal:
        return refusal.objections
    return ()


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def parcel_measures(request: HttpRequest, code: str) -> HttpResponse:
    """Say what a parcel is and what it weighs."""
    person = person_of(request)
    row = parcel_for(person, code, ProposalAction.SEND_PARCELS)
    parcel = summary_of(row)
    fields = ("weight_kg", "length_mm", "width_mm", "height_mm")
    initial = {name: getattr(row, name) for name in fields} | {
        "name": parcel.name,
        "kind": parcel.kind.value,
        "dewar": parcel.dewar,
    }
    form = MeasuresForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            describe_parcel(parcel=code, description=form.description(), by=person)
        except Invalid as refusal:
            form.add_objections(refusal.objections)
        except Conflict as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "Saved.")
            return redirect("shipping:parcel_detail", code=code)
    context = {"form": form, "parcel": parcel}
    return render(request, "shipping/measures.html", context, status=422 if request.method == "POST" else 200)
