"""A parcel: where it is, what lies in it, what comes next."""

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from farlight.beamtime.public import rights_found_once
from farlight.kernel.time import utc_now
from farlight.people.public import news_response, person_of
from farlight.shipping.access import parcel_for, summary_of
from farlight.shipping.domain.codes import spelled
from farlight.shipping.domain.next_steps import ASKED, groups_of, next_step
from farlight.shipping.domain.table import UNSENT
from farlight.shipping.models import Parcel
from farlight.shipping.queries.contents import contents_of_parcel
from farlight.shipping.queries.stores import carrier_named
from farlight.shipping.queries.timeline import timeline_of
from farlight.shipping.services.deadlines import deadline_of
from farlight.shipping.services.facts import contents_hash_of
from farlight.shipping.services.offering import moves_offered, moves_undoable, status_of
from farlight.shipping.services.watching import present_mark
from farlight.shipping.types import Journey, Move, ParcelState


@login_required
@require_safe
def parcel_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show a parcel, or to htmx its way as it is now."""
    person = person_of(request)
    row = parcel_for(person, code)
    with rights_found_once():
        context = _context(row) | _choices(request, row) | {"newest": present_mark(person, code)}
    part = "#way" if request.headers.get("HX-Request") else ""
    return render(request, f"shipping/parcel.html{part}", context)


@login_required
@require_safe
async def parcel_news(request: HttpRequest, code: str) -> StreamingHttpResponse:
    """Tell an open page of a parcel that something changed."""
    return await news_response(request, kind="parcel-changed", look=partial(present_mark, code=code))


def _context(row: Parcel) -> dict[str, object]:
    status, now = status_of(row), utc_now()
    return {
        "parcel": summary_of(row),
        "shipment": row.shipment,
        "spelled": spelled(row.code),
        "status": status,
        "timeline": timeline_of(row, now=now),
        "contents": contents_of_parcel(row),
        "deadline": deadline_of(row) if status.base in UNSENT else None,
        "is_outdated": bool(status.label_hash) and status.label_hash != contents_hash_of(row),
        "journeys": [found for found in (_journey("Out", status.out), _journey("Back", status.back)) if found],
    }


def _choices(request: HttpRequest, row: Parcel) -> dict[str, object]:
    plan = moves_offered(person_of(request), row.code)
    chosen = next_step(ParcelState(row.state), plan.allowed)
    others, trouble = groups_of(plan.allowed, chosen)
    packs = Move.CHANGE_CONTENTS in plan.allowed
    return {
        "next_step": (chosen, ASKED[chosen]) if chosen else None,
        "others": [(move, ASKED[move]) for move in others],
        "trouble": [(move, ASKED[move]) for move in trouble],
        "packs": packs,
        "undoable": moves_undoable(person_of(request), row, now=utc_now()),
        "objections": plan.refused.get(Move.SUBMIT, ()) if packs else (),
    }


def _journey(way: str, journey: Journey | None) -> dict[str, object] | None:
    if journey is None:
        return None
    carrier = carrier_named(journey.courier)
    address = carrier.tracking_url.format(tracking=journey.tracking) if carrier and carrier.tracking_url else ""
    title = carrier.title if carrier else journey.courier
    return {"way": way, "title": title, "address": address, "journey": journey}
