"""Shipments: the list, a new one, one of them."""

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from farlight.beamtime.public import may_with_proposal, proposals_with, session_due, sessions_of_proposal
from farlight.beamtime.types import ProposalAction
from farlight.kernel.errors import Conflict, Invalid
from farlight.kernel.time import utc_now
from farlight.people.public import addressees_with, once, people_with, person_of
from farlight.people.types import Actor
from farlight.proposals.public import proposals_among
from farlight.shipping.access import shipment_for
from farlight.shipping.domain.next_steps import WANTED
from farlight.shipping.queries.lists import addresses_of, shipment_summary, shipments_page
from farlight.shipping.queries.stores import stores_settings
from farlight.shipping.services.preparing import create_parcel, create_shipment
from farlight.shipping.services.shipments import change_shipment
from farlight.shipping.types import ParcelKind
from farlight.shipping.web.forms import OPEN_SESSIONS, ShipmentForm, named_session, said_of


@login_required
@require_safe
def shipment_list(request: HttpRequest) -> HttpResponse:
    """Show what was sent and is being prepared."""
    person = person_of(request)
    page = shipments_page(person, cursor=request.GET.get("before", ""))
    context = {
        "shipments": page.items,
        "next_cursor": page.next_cursor,
        "may_send": proposals_with(person, ProposalAction.SEND_PARCELS).exists(),
        "may_review": proposals_with(person, ProposalAction.REVIEW_HAZARDS).exists(),
    }
    return render(request, "shipping/shipments.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def shipment_new(request: HttpRequest) -> HttpResponse:
    """Begin to prepare a shipment, with one parcel in it."""
    person = person_of(request)
    proposals = proposals_among(proposals_with(person, ProposalAction.SEND_PARCELS))
    proposal, session = _proposed(request, [one.code for one in proposals])
    own = proposal if proposal in {one.code for one in proposals} else ""
    initial = _initial(own, person) | {"purpose": session}
    form = ShipmentForm(request.POST or None, sessions=_sessions(own), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            shipment = create_shipment(proposal=proposal, plan=form.plan(), by=person, now=utc_now())
        except Invalid as refusal:
            form.add_objections(refusal.objections)
        else:
            row = create_parcel(
                shipment=shipment.code, name="Parcel 1", kind=ParcelKind.DEWAR, by=person, now=utc_now()
            )
            return redirect("shipping:parcel_contents", code=row.code)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "proposals": proposals, "chosen": proposal, "stores": stores_settings()}
    return render(request, "shipping/shipment_form.html", context, status=status)


def _proposed(request: HttpRequest, codes: Sequence[str]) -> tuple[str, str]:
    """Return the proposal that was chosen, and its session that runs or comes next; or those that are due first."""
    asked = request.POST.get("proposal") or request.GET.get("proposal") or ""
    wanted = [code for code in codes if code == asked] if asked else codes
    due = session_due(person_of(request), proposals=wanted, now=utc_now()) if wanted else None
    return asked or (due.proposal if due else next(iter(codes), "")), due.code if due else ""


def _sessions(proposal: str) -> list[tuple[str, str]]:
    """Return the sessions of a proposal that something can be sent for."""
    found = sessions_of_proposal(proposal) if proposal else []
    return [(session.code, named_session(session)) for session in found if session.state in OPEN_SESSIONS]


def _initial(proposal: str, person: Actor) -> dict[str, object]:
    """Return what stands in a new form: the address that was used last, or what is known of the person."""
    known = addresses_of(proposal) if proposal else ()
    if known:
        return dict(vars(known[0]))
    (one,), (addressee,) = people_with([person.pk]), addressees_with([person.pk])
    return {"name": one.full_name, "institute": one.institute, "country": one.country, "email": addressee.email}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def shipment_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show a shipment; begin another parcel of it."""
    person = person_of(request)
    if request.method == "POST":
        number = len(shipment_summary(shipment_for(person, code)).parcels) + 1
        row = create_parcel(shipment=code, name=f"Parcel {number}", kind=ParcelKind.DEWAR, by=person, now=utc_now())
        return redirect("shipping:parcel_contents", code=row.code)
    shipment = shipment_summary(shipment_for(person, code))
    verdict = may_with_proposal(person, ProposalAction.SEND_PARCELS, shipment.proposal)
    context = {"shipment": shipment, "may_send": verdict.allowed, "wanted": WANTED}
    return render(request, "shipping/shipment.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def shipment_change(request: HttpRequest, code: str) -> HttpResponse:
    """Say otherwise what a shipment is for, and where it comes from."""
    person = person_of(request)
    shipment = shipment_summary(shipment_for(person, code, ProposalAction.SEND_PARCELS))
    form = ShipmentForm(request.POST or None, sessions=_sessions(shipment.proposal), initial=said_of(shipment))
    if request.method == "POST" and form.is_valid():
        try:
            change_shipment(shipment=code, plan=form.plan(), by=person)
        except Invalid as refusal:
            form.add_objections(refusal.objections)
        except Conflict as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "Saved.")
            return redirect("shipping:shipment_detail", code=code)
    context = {"form": form, "shipment": shipment}
    return render(request, "shipping/shipment_form.html", context, status=422 if request.method == "POST" else 200)
