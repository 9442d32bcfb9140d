"""The accounts of everybody: found, locked, opened again, by those who look after them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from farlight.kernel.errors import Invalid, NotAllowed
from farlight.kernel.time import utc_now
from farlight.people.public import (
    account_for,
    account_summary_of,
    credential_in,
    fitting,
    invite_again,
    invite_person,
    keeps_accounts,
    lock_person,
    objections_to_step_up,
    once,
    person_of,
    reset_factors,
    unlock_person,
    visible_accounts,
)
from farlight.people.types import Actor, StepUpAction
from farlight.portal.queries.people import person_page_for
from farlight.portal.web.forms import InviteForm, LockForm

PEOPLE_A_PAGE = 50
FILTERS = (("", "All"), ("open", "Open"), ("locked", "Locked"))


@login_required
@require_safe
def people_list(request: HttpRequest) -> HttpResponse:
    """Show everybody's accounts; filtered by words and by whether they are locked."""
    words, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    locked = {"open": False, "locked": True}.get(state)
    rows = fitting(visible_accounts(person_of(request)), words, locked=locked)
    page = Paginator(rows, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "accounts": [account_summary_of(row) for row in page.object_list],
        "words": words,
        "state": state,
        "filters": FILTERS,
    }
    part = "#rows" if request.headers.get("HX-Request") and not request.headers.get("HX-Boosted") else ""
    return render(request, f"portal/people.html{part}", context)


@login_required
@require_safe
def person_detail(request: HttpRequest, username: str) -> HttpResponse:
    """Show an account: who it is, whether it is locked, and what locking it would close."""
    return _show(request, username, LockForm())


@login_required
@require_POST
def person_lock(request: HttpRequest, username: str) -> HttpResponse:
    """Lock an account, for a reason."""
    keeper = _keeper_at_work(request)
    person = account_for(keeper, username)
    form = LockForm(request.POST)
    form.is_valid()
    try:
        lock_person(person=person, reason=form.cleaned_data["reason"], by=keeper)
    except Invalid as refusal:
        form.add_objections(refusal.objections)
        return _show(request, username, form, status=422)
    messages.success(request, f"The account of {person.full_name} is locked; what was open closes now.")
    return redirect("portal:person_detail", username=person.username)


@login_required
@require_POST
def person_unlock(request: HttpRequest, username: str) -> HttpResponse:
    """Open a locked account again."""
    keeper = _keeper_at_work(request)
    person = account_for(keeper, username)
    unlock_person(person=person, by=keeper)
    messages.success(request, f"The account of {person.full_name} is open again.")
    return redirect("portal:person_detail", username=person.username)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def person_invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody: an account is made, and waits until its owner chooses a password."""
    keeper = _keeper_at_work(request)
    visible_accounts(keeper)
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            person = invite_person(by=keeper, now=utc_now(), **form.cleaned_data)
        except Invalid as refusal:
            form.add_objections(refusal.objections)
        else:
            messages.success(request, f"{person.full_name} gets a mail with a link to the account.")
            return redirect("portal:person_detail", username=person.username)
    return render(request, "portal/invite.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_POST
@once
def person_invite_again(request: HttpRequest, username: str) -> HttpResponse:
    """Send another link to somebody who did not take the account yet."""
    keeper = _keeper_at_work(request)
    person = account_for(keeper, username)
    invite_again(person=person, by=keeper, now=utc_now())
    messages.success(request, f"{person.full_name} gets another mail; the link before does not work any more.")
    return redirect("portal:person_detail", username=person.username)


@login_required
@require_POST
def person_reset_factors(request: HttpRequest, username: str) -> HttpResponse:
    """Take all second factors of somebody away who lost them."""
    keeper = _keeper_at_work(request)
    person = account_for(keeper, username)
    reset_factors(person=person, by=keeper, now=utc_now())
    messages.success(request, f"{person.full_name} has no second factor any more, and is signed out everywhere.")
    return redirect("portal:person_detail", username=person.username)


def _keeper_at_work(request: HttpRequest) -> Actor:
    """Return who works on others' accounts; refuse where the site asks for a fresh second factor and there is none."""
    keeper = person_of(request)
    credential = credential_in(request.headers, login=request.session.session_key)
    reasons = objections_to_step_up(credential, person=keeper, action=StepUpAction.ACCOUNTS, now=utc_now())
    if reasons and keeps_accounts(keeper):
        raise NotAllowed(reasons)
    return keeper


def _show(request: HttpRequest, username: str, form: LockForm, *, status: int = 200) -> HttpResponse:
    page = person_page_for(person_of(request), username, now=utc_now())
    return render(request, "portal/person.html", {"page": page, "form": form}, status=status)
