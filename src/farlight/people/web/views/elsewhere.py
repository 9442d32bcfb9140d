"""Signing on elsewhere: the way there, the way back, and what comes of it."""

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from farlight.audit.public import record
from farlight.audit.types import AuditKind
from farlight.kernel.errors import Conflict, FarlightError, Invalid, NotFound, Objection, Unavailable
from farlight.kernel.time import utc_now
from farlight.people.domain.identities import Identity
from farlight.people.domain.step_up_elsewhere import objections_to_proof
from farlight.people.models import LinkedAccount, Person
from farlight.people.queries import sign_on_provider
from farlight.people.services.elsewhere import accept_invitation_from, enter_from, link_of
from farlight.people.services.sign_ins import sign_in_kept
from farlight.people.types import ProviderDefinition
from farlight.people.web.elsewhere import is_coming_in, keep_pending, keep_way, note_way
from farlight.people.web.openid import State, identity_of, lead_there, state_in
from farlight.people.web.views.confirm import way_back

SIGN_ON, FACTOR, PROVE, LINK, INVITATION = "sign_on", "factor", "prove", "link", "invitation"
ERRORS = {
    "access_denied": "You did not sign on there.",
    "login_required": "You did not sign on there.",
    "unmet_authentication_requirements": "It could not ask you for a second factor.",
}
Answer = tuple[ProviderDefinition, Identity, str, State]
"""Who answered, who it says it is, the ID token, and what was kept on the way there."""


def provider_named(code: str) -> ProviderDefinition:
    """Return a provider of the facility file; NotFound when there is none."""
    provider = sign_on_provider(code)
    if provider is None:
        raise NotFound
    return provider


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def elsewhere_begin(request: HttpRequest, code: str) -> HttpResponse:
    """Lead to a provider: to sign on, to prove again who one is, to link an account, to take an invitation.

    A link asks first, wherever it was followed: nobody is signed on here without having pressed a button of ours.
    """
    provider, asked = provider_named(code), request.POST if request.method == "POST" else request.GET
    purpose, next_url = asked.get("for", SIGN_ON), _next_of(request, asked.get("next", ""))
    is_signed_in = isinstance(request.user, Person)
    if purpose not in _ANSWERS or is_signed_in != (purpose in {PROVE, LINK}):
        return redirect(next_url)
    invitation = asked.get("invitation", "")
    if request.method != "POST" and not (purpose == FACTOR and is_coming_in(request)):
        context = {"provider": provider, "purpose": purpose, "next": next_url, "invitation": invitation}
        return render(request, "people/elsewhere_begin.html", context)
    try:
        away = lead_there(
            request,
            provider,
            purpose=purpose,
            asks_factor=purpose in {FACTOR, PROVE},
            is_anew=purpose == PROVE,
            next_url=next_url,
            invitation=invitation,
        )
    except Unavailable as refusal:
        return _refused(request, provider, refusal)
    return _leading_away(request, provider, away) if request.method == "POST" else away


def _leading_away(request: HttpRequest, provider: ProviderDefinition, away: HttpResponse) -> HttpResponse:
    """Answer a form with a page that leads on: browsers let forms go nowhere but to this site, redirects counted."""
    context = {"provider": provider, "address": away["Location"]}
    return render(request, "people/elsewhere_leading.html", context)


@never_cache
@require_safe
def elsewhere_back(request: HttpRequest, code: str) -> HttpResponse:
    """Take what a provider answers, look at all of it, and do what it was asked for."""
    provider = provider_named(code)
    try:
        state = state_in(request, provider)
        if "error" in request.GET:
            said = ERRORS.get(request.GET["error"], "It answered that it could not.")
            raise Invalid([Objection(message=said)])
        identity, token = identity_of(request, provider, state)
        return _ANSWERS[state["process"]](request, (provider, identity, token, state))
    except FarlightError as refusal:
        return _refused(request, provider, refusal)


def _next_of(request: HttpRequest, wanted: str) -> str:
    return wanted if wanted.startswith("/") and get_adapter(request).is_safe_url(wanted) else "/"


def _sign_on(request: HttpRequest, answer: Answer) -> HttpResponse:
    provider, identity, token, _ = answer
    link = enter_from(identity=identity, provider=provider, now=utc_now())
    if link is None:
        keep_pending(request, identity, token)
        return redirect("people:elsewhere_link")
    return _let_in(request, link, answer)


def _take_invitation(request: HttpRequest, answer: Answer) -> HttpResponse:
    provider, identity, _, state = answer
    token = state.get("invitation", "")
    link = accept_invitation_from(token=token, identity=identity, provider=provider, now=utc_now())
    return _let_in(request, link, answer)


def _let_in(request: HttpRequest, link: LinkedAccount, answer: Answer) -> HttpResponse:
    _, identity, token, state = answer
    if isinstance(request.user, Person):
        get_adapter(request).logout(request)
    link.person.refresh_from_db()
    keep_way(request, link, identity, token, asked_factor=state["asked_factor"])
    into: HttpResponse = perform_login(request, link.person, redirect_url=state.get("next") or "/")
    return into


def _prove(request: HttpRequest, answer: Answer) -> HttpResponse:
    provider, identity, token, state = answer
    person, link, now = request.user, link_of(identity), utc_now()
    if not isinstance(person, Person) or link is None or link.person_id != person.pk:
        raise Conflict(
            f"At {provider.name} you signed on as {identity.label or 'somebody'}, which is not linked to you."
        )
    enter_from(identity=identity, provider=provider, now=now)
    keep_way(request, link, identity, token, asked_factor=True)
    note_way(request, person, sign_in=sign_in_kept(request.session))
    needs_factor = bool(provider.second_factor)
    reasons = objections_to_proof(identity, provider=provider, needs_factor=needs_factor, now=now)
    address, details = request.META.get("REMOTE_ADDR", ""), {"provider": provider.code, "acr": identity.acr}
    kind = AuditKind.FACTOR_FAILED if reasons else AuditKind.STEPPED_UP
    record(kind=kind, by=person.username, address=address, details=details, now=now)
    next_path = state.get("next") or reverse("people:security")
    if not reasons:
        return redirect(next_path)
    messages.error(request, " ".join(map(str, reasons)))
    return redirect(f"{reverse('people:confirm')}?{urlencode({'next': next_path})}")


def _begin_link(request: HttpRequest, answer: Answer) -> HttpResponse:
    _, identity, token, _ = answer
    keep_pending(request, identity, token)
    return redirect("people:elsewhere_link")


def _refused(request: HttpRequest, provider: ProviderDefinition, refusal: FarlightError) -> HttpResponse:
    """Say plainly why it came to nothing, and write it down."""
    person = request.user if isinstance(request.user, Person) else None
    details, address = {"provider": provider.code, "why": refusal.message[:200]}, request.META.get("REMOTE_ADDR", "")
    by = person.username if person else ""
    record(kind=AuditKind.SIGN_IN_FAILED, by=by, address=address, details=details, now=utc_now())
    context = {"provider": provider, "why": refusal.message, "person": person, "next": way_back(request)}
    status = 503 if isinstance(refusal, Unavailable) else 403
    return render(request, "people/elsewhere_refused.html", context, status=status)


_ANSWERS: dict[str, Callable[[HttpRequest, Answer], HttpResponse]] = {
    SIGN_ON: _sign_on,
    FACTOR: _sign_on,
    PROVE: _prove,
    LINK: _begin_link,
    INVITATION: _take_invitation,
}
