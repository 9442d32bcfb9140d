"""The second factor, on the way in; and the way in by a passkey alone."""

from allauth.account.internal.decorators import login_stage_required
from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from farlight.kernel.errors import Invalid
from farlight.kernel.time import utc_now
from farlight.people.adapters.passkeys import ask_for_proof
from farlight.people.queries import factors_of
from farlight.people.services.passkeys import take_passkey
from farlight.people.services.proofs import note_proof
from farlight.people.types import FactorKind
from farlight.people.web.asking import answer_in, ask_person, factor_in, keep_challenge, kept_challenge, site_of
from farlight.people.web.stage import SecondStep

ENTER, SECOND = "enter", "second step"


@login_stage_required(stage=SecondStep.key, redirect_urlname="account_login")  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor of whoever gave the right password."""
    stage = request._login_stage  # type: ignore[attr-defined] # noqa: SLF001 - allauth puts it there
    person = stage.login.user
    if "ask" in request.GET:
        return JsonResponse(ask_person(request, person, SECOND))
    wrong = ""
    if request.method == "POST":
        try:
            factor_in(request, person, SECOND)
        except Invalid as refusal:
            wrong = str(refusal.objections[0])
        else:
            answer: HttpResponse = stage.exit()
            return answer
    context = {"factors": factors_of(person.pk), "wrong": wrong, "site": site_of(request)}
    return render(request, "people/second_step.html", context, status=422 if wrong else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def passkey_enter(request: HttpRequest) -> HttpResponse:
    """Let somebody in by a passkey, which stands for both factors: the device asked for a finger, a face or a PIN."""
    if request.method != "POST":
        options, state = ask_for_proof(site_of(request), present=[], must_verify=True)
        keep_challenge(request, ENTER, state)
        return JsonResponse(options)
    try:
        state = kept_challenge(request, ENTER)
        row = take_passkey(site=site_of(request), state=state, answer=answer_in(request), now=utc_now())
    except Invalid as refusal:
        messages.error(request, str(refusal.objections[0]))
        return redirect("account_login")
    note_proof(request.session, person=row.person, kind=FactorKind.PASSKEY.value, now=utc_now())
    answer: HttpResponse = perform_login(request, row.person)
    return answer
