"""A person's tokens."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from farlight.kernel.errors import Invalid, Objection
from farlight.kernel.time import utc_now
from farlight.people.access import token_for, token_summary_of, visible_tokens
from farlight.people.authentication import credential_in, objections_to_absence, person_of
from farlight.people.models import Person
from farlight.people.once import once
from farlight.people.queries import security_policy
from farlight.people.services.tokens import issue_token, revoke_token
from farlight.people.types import TokenScope, TokenState
from farlight.people.web.forms import TokenForm

MOST_SHOWN_OVER = 20
"""Tokens that count no more and are still listed."""


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once
def token_list(request: HttpRequest) -> HttpResponse:
    """Show a person's tokens; make one, and show its key this once."""
    person = person_of(request)
    if request.method != "POST":
        return _show(request, person, _form())
    form = _form(request.POST)
    if not form.is_valid() or _in_the_way(request, person):
        return _show(request, person, form, status=422)
    label, scopes = form.cleaned_data["label"], form.wanted_scopes()
    try:
        key = issue_token(person=person, label=label, scopes=scopes, valid_for=form.valid_for(), now=utc_now())
    except Invalid as refusal:
        form.add_objections(refusal.objections)
        return _show(request, person, form, status=422)
    return _show(request, person, _form(), key=key, label=label)


@login_required
@require_POST
def token_revoke(request: HttpRequest) -> HttpResponse:
    """Make one of a person's tokens worthless."""
    person = person_of(request)
    token = token_for(person, request.POST.get("token", ""))
    revoke_token(token=token, now=utc_now(), by=person)
    messages.success(request, f"Revoked: {token.label}. Programs that use it are refused from now on.")
    return redirect("people:token_list")


def _in_the_way(request: HttpRequest, person: Person) -> tuple[Objection, ...]:
    credential = credential_in(request.headers, login=request.session.session_key)
    return objections_to_absence(credential, person=person, now=utc_now())


def _form(given: QueryDict | None = None) -> TokenForm:
    return TokenForm(given, longest_days=security_policy().longest_token_days)


def _show(
    request: HttpRequest, person: Person, form: TokenForm, *, key: str = "", label: str = "", status: int = 200
) -> HttpResponse:
    """Show the page. The key is in this answer alone."""
    now = utc_now()
    tokens = [token_summary_of(row, now=now) for row in visible_tokens(person)]
    context = {
        "form": form,
        "in_the_way": _in_the_way(request, person),
        "key": key,
        "label": label,
        "every": len(TokenScope),
        "active": [token for token in tokens if token.state is TokenState.ACTIVE],
        "over": [token for token in tokens if token.state is not TokenState.ACTIVE][:MOST_SHOWN_OVER],
    }
    return render(request, "people/tokens.html", context, status=status)
