"""Saying again who one is: before what matters, and before a factor is changed."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from farlight.audit.public import record
from farlight.audit.types import AuditKind
from farlight.kernel.errors import Invalid, Objection
from farlight.kernel.time import utc_now
from farlight.people.authentication import person_of
from farlight.people.models import Person
from farlight.people.queries import factors_of, proving_providers
from farlight.people.services.proofs import present_until
from farlight.people.types import Factors
from farlight.people.web.asking import ask_person, factor_in, site_of

CONFIRM = "confirm"
WRONG_PASSWORD = Objection(message="That is not your password.", field="password")

View = Callable[..., HttpResponse]


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask for a factor, or for the password of whoever has none, and lead back to where one was."""
    person = person_of(request)
    if "ask" in request.GET:
        return JsonResponse(ask_person(request, person, CONFIRM))
    factors, wrong = factors_of(person.pk), ""
    asks_factor = request.GET.get("for") == "factor"
    if request.method == "POST":
        try:
            _proof_in(request, person, factors)
        except Invalid as refusal:
            wrong = str(refusal.objections[0])
        else:
            address = request.META.get("REMOTE_ADDR", "")
            record(kind=AuditKind.STEPPED_UP, by=person.username, address=address, now=utc_now())
            return redirect(way_back(request))
    context = {
        "factors": factors,
        "providers": [one for one in proving_providers(person.pk) if one.gives_factor or not asks_factor],
        "asks_factor": asks_factor,
        "has_password": person.has_usable_password() and not asks_factor,
        "wrong": wrong,
        "next": way_back(request),
        "site": site_of(request),
    }
    return render(request, "people/confirm.html", context, status=422 if wrong else 200)


def _proof_in(request: HttpRequest, person: Person, factors: Factors) -> None:
    if factors.has_any:
        factor_in(request, person, CONFIRM)
        return
    try:
        is_right = get_adapter(request).reauthenticate(person, request.POST.get("password", ""))
    except ValidationError as error:
        raise Invalid([Objection(message=error.messages[0], field="password")]) from error
    if not is_right:
        raise Invalid([WRONG_PASSWORD])


def way_back(request: HttpRequest) -> str:
    """Where to go on: a path of this site, or the page of the account."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = wanted.startswith("/") and get_adapter(request).is_safe_url(wanted)
    return wanted if is_ours else reverse("people:security")


def present(view: View) -> View:
    """Let only those in who said within 15 minutes who they are: with a factor, when they have one."""

    @wraps(view)
    def asked_first(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if present_until(request.session, person=person_of(request), now=utc_now()) is not None:
            return view(request, *args, **kwargs)
        back = request.get_full_path() if request.method in {"GET", "HEAD"} else reverse("people:security")
        return redirect(f"{reverse('people:confirm')}?{urlencode({'next': back})}")

    return asked_first
