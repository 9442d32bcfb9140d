"""The page of sign-in and security: what opens the account, and where it is open."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from farlight.kernel.time import utc_now
from farlight.people.access import sign_ins_of
from farlight.people.authentication import lacks_factor, person_of
from farlight.people.queries import counting_tokens, factors_of, linked_accounts_of, sign_on_providers
from farlight.people.services.proofs import gave_factor_elsewhere
from farlight.people.services.sign_ins import end_sign_in, end_sign_ins, revoke_tokens_of, sign_in_kept
from farlight.people.web.asking import site_of


@login_required
@never_cache
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Show password, second factors, recovery codes, and the browsers one is signed in with."""
    person, now = person_of(request), utc_now()
    context = {
        "person": person,
        "factors": factors_of(person.pk),
        "must_set_up": lacks_factor(person) and not gave_factor_elsewhere(request.session, person_id=person.pk),
        "links": linked_accounts_of(person.pk),
        "providers": sign_on_providers(),
        "sign_ins": sign_ins_of(person, here=sign_in_kept(request.session), now=now),
        "tokens": counting_tokens(person, now=now),
        "site": site_of(request),
    }
    return render(request, "people/security.html", context)


@login_required
@require_POST
def sign_in_end(request: HttpRequest) -> HttpResponse:
    """Sign out of one browser."""
    person = person_of(request)
    end_sign_in(person=person, code=request.POST.get("browser", ""), by=person, now=utc_now())
    messages.success(request, "Signed out there: what was open in it closes now.")
    return redirect("people:security")


@login_required
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """Sign out of all other browsers; revoke the tokens too, when that is wanted."""
    person, now = person_of(request), utc_now()
    number = end_sign_ins(person=person, but=sign_in_kept(request.session), by=person, now=now)
    tokens = revoke_tokens_of(person=person, now=now, by=person) if "tokens" in request.POST else 0
    said = f"Signed out of {number} other browser{'s' if number != 1 else ''}"
    if tokens:
        said += f", and revoked {tokens} token{'s' if tokens != 1 else ''}"
    messages.success(request, f"{said}. You are still signed in here.")
    return redirect("people:security")
