"""Accounts elsewhere that open one's account; and being signed out of them."""

import logging

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from farlight.kernel.errors import Conflict, Invalid, NotAllowed, Unavailable
from farlight.kernel.time import utc_now
from farlight.people.adapters.openid import LOGOUT, claims_of
from farlight.people.authentication import person_of
from farlight.people.models import Person
from farlight.people.services.elsewhere import link_account, unlink_account
from farlight.people.services.elsewhere_logout import end_by_logout_token
from farlight.people.services.sign_ins import sign_in_kept
from farlight.people.web.elsewhere import PENDING, keep_way, note_way, pending_in
from farlight.people.web.sign_on import PARTING
from farlight.people.web.views.confirm import present
from farlight.people.web.views.elsewhere import provider_named

LOG = logging.getLogger(__name__)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def elsewhere_link(request: HttpRequest) -> HttpResponse:
    """Link whoever just signed on elsewhere with the account here: of somebody signed in, who is asked first."""
    pending = pending_in(request)
    if pending is None:
        return redirect("people:security")
    if isinstance(request.user, Person):
        answer: HttpResponse = _ask_or_link(request)
        return answer
    identity, _ = pending
    context = {"identity": identity, "provider": provider_named(identity.provider)}
    return render(request, "people/elsewhere_unknown.html", context)


@present
def _ask_or_link(request: HttpRequest) -> HttpResponse:
    person, pending = person_of(request), pending_in(request)
    if pending is None:
        return redirect("people:security")
    identity, token = pending
    provider = provider_named(identity.provider)
    if request.method != "POST":
        return render(request, "people/elsewhere_link.html", {"identity": identity, "provider": provider})
    del request.session[PENDING]
    try:
        link = link_account(person=person, identity=identity, provider=provider, now=utc_now())
    except Conflict as refusal:
        messages.error(request, refusal.message)
        return redirect("people:security")
    keep_way(request, link, identity, token, asked_factor=True)
    note_way(request, person, sign_in=sign_in_kept(request.session))
    messages.success(request, f"{provider.name} opens your account from now on.")
    return redirect("people:security")


@login_required
@require_POST
@present
def elsewhere_unlink(request: HttpRequest) -> HttpResponse:
    """Let an account elsewhere open one's account no more."""
    person = person_of(request)
    try:
        row = unlink_account(person=person, code=request.POST.get("link", ""), now=utc_now())
    except NotAllowed as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"{row.label or 'That account'} does not open your account any more.")
    return redirect("people:security")


@never_cache
@require_safe
def signed_out(request: HttpRequest) -> HttpResponse:
    """Say that somebody is signed out here, and still signed on where they came from."""
    parting = request.session.pop(PARTING, None)
    if parting is None:
        return redirect("account_login")
    return render(request, "people/signed_out.html", {"parting": parting})


@csrf_exempt  # providers post here by themselves, without cookies; the token's signature is the proof
@never_cache
@require_POST
def elsewhere_logout(request: HttpRequest, code: str) -> HttpResponse:
    """Sign out whom a provider says is signed out there (OpenID Connect Back-Channel Logout 1.0)."""
    provider = provider_named(code)
    try:
        claims = claims_of(request.POST.get("logout_token", ""), issuer=provider.issuer, types=LOGOUT)
        end_by_logout_token(claims=claims, provider=provider, now=utc_now())
    except (Invalid, Unavailable) as refusal:
        LOG.warning("A logout token for %s was refused: %s", provider.code, refusal.message)
        said = {"error": "invalid_request", "error_description": refusal.message}
        return JsonResponse(said, status=400)
    return HttpResponse()
