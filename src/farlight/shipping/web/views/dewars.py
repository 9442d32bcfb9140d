"""Dewars, and how long they stay cold."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from farlight.kernel.errors import NotFound
from farlight.kernel.time import utc_now
from farlight.people.public import person_of
from farlight.shipping.access import watches_stores
from farlight.shipping.services.cold_chain import dewar_clock, visible_clocks


@login_required
@require_safe
def dewar_list(request: HttpRequest) -> HttpResponse:
    """Show every dewar with its clock, the one that must be topped up first at the top."""
    person = person_of(request)
    if not watches_stores(person):
        raise NotFound
    now = utc_now()
    return render(request, "shipping/dewars.html", {"clocks": visible_clocks(person, now=now), "now": now})


@login_required
@require_safe
def dewar_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show a dewar's clock and the fills that it was learned from."""
    person, now = person_of(request), utc_now()
    found = dewar_clock(person, code, now=now)
    if found is None:
        raise NotFound
    clock, fills = found
    return render(request, "shipping/dewar.html", {"clock": clock, "fills": fills[::-1], "now": now})
