"""Second factors: an app that shows codes, passkeys, recovery codes."""

from base64 import b64decode, b64encode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from farlight.kernel.errors import Conflict, Invalid
from farlight.kernel.time import utc_now
from farlight.people.adapters.passkeys import ask_for_new, new_credential
from farlight.people.adapters.pictures import new_seed, picture_of
from farlight.people.authentication import person_of
from farlight.people.domain.one_time_codes import seed_address, seed_text
from farlight.people.models import Person
from farlight.people.queries import credentials_of, factors_of
from farlight.people.services.one_time_codes import remove_one_time_codes, set_up_one_time_codes
from farlight.people.services.passkeys import add_passkey, remove_passkey, rename_passkey
from farlight.people.services.proofs import note_proof
from farlight.people.services.recovery_codes import make_recovery_codes
from farlight.people.types import FactorKind
from farlight.people.web.asking import answer_in, keep_challenge, kept_challenge, site_of
from farlight.people.web.views.confirm import present

SEED, ADD = "one_time_seed", "add"


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@present
def one_time_codes_add(request: HttpRequest) -> HttpResponse:
    """Show the picture for an app, and take the first code that it shows."""
    person, wrong = person_of(request), ""
    if SEED not in request.session:
        request.session[SEED] = b64encode(new_seed()).decode()
    seed = b64decode(request.session[SEED])
    if request.method == "POST":
        code, now = request.POST.get("code", ""), utc_now()
        try:
            set_up_one_time_codes(person=person, seed=seed, code=code, now=now)
        except Invalid as refusal:
            wrong = str(refusal.objections[0])
        else:
            del request.session[SEED]
            note_proof(request.session, person=person, kind=FactorKind.ONE_TIME_CODES.value, now=now)
            return _show_new_codes(request, person)
    address = seed_address(seed, login=person.username, facility="Farlight")
    context = {"wrong": wrong, "picture": picture_of(address), "seed": seed_text(seed), "address": address}
    return render(request, "people/one_time_codes.html", context, status=422 if wrong else 200)


@login_required
@require_POST
@present
def one_time_codes_remove(request: HttpRequest) -> HttpResponse:
    """Take the app away."""
    person = person_of(request)
    remove_one_time_codes(person=person, by=person, now=utc_now())
    messages.success(request, "The app's codes do not count any more.")
    return redirect("people:security")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@present
def passkey_add(request: HttpRequest) -> HttpResponse:
    """Make a passkey: the browser is asked, its device makes the key."""
    person, now = person_of(request), utc_now()
    if request.method != "POST":
        return JsonResponse(_asked_for_new(request, person))
    try:
        made = new_credential(site_of(request), kept_challenge(request, ADD), answer_in(request))
        add_passkey(person=person, made=made, name=request.POST.get("name", ""), now=now)
    except Invalid as refusal:
        messages.error(request, str(refusal.objections[0]))
        return redirect("people:security")
    except Conflict as refusal:
        messages.error(request, refusal.message)
        return redirect("people:security")
    note_proof(request.session, person=person, kind=FactorKind.PASSKEY.value, now=now)
    return _show_new_codes(request, person)


def _asked_for_new(request: HttpRequest, person: Person) -> dict[str, object]:
    options, state = ask_for_new(
        site_of(request),
        handle=f"person-{person.pk}",
        login=person.username,
        full_name=person.full_name,
        present=credentials_of(person),
    )
    keep_challenge(request, ADD, state)
    return options


@login_required
@require_POST
@present
def passkey_rename(request: HttpRequest) -> HttpResponse:
    """Call a passkey something else."""
    try:
        row = rename_passkey(
            person=person_of(request), code=request.POST.get("passkey", ""), name=request.POST.get("name", "")
        )
    except Invalid as refusal:
        messages.error(request, str(refusal.objections[0]))
    else:
        messages.success(request, f"It is called {row.name} now.")
    return redirect("people:security")


@login_required
@require_POST
@present
def passkey_remove(request: HttpRequest) -> HttpResponse:
    """Take a passkey away."""
    person = person_of(request)
    row = remove_passkey(person=person, code=request.POST.get("passkey", ""), by=person, now=utc_now())
    messages.success(request, f"Removed: {row.name}. Delete it on the device too.")
    return redirect("people:security")


@login_required
@never_cache
@require_POST
@present
def recovery_codes_make(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes, and show them this once."""
    person = person_of(request)
    codes = make_recovery_codes(person=person, now=utc_now())
    return render(request, "people/recovery_codes.html", {"codes": codes})


def _show_new_codes(request: HttpRequest, person: Person) -> HttpResponse:
    """After the first factor, show recovery codes; with codes in hand already, go back."""
    if factors_of(person.pk).recovery_codes_left:
        messages.success(request, "Your second factor counts from now on.")
        return redirect("people:security")
    codes = make_recovery_codes(person=person, now=utc_now())
    return render(request, "people/recovery_codes.html", {"codes": codes, "is_first": True})
