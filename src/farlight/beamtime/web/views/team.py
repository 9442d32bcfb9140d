"""The team of a session."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from farlight.beamtime.access import rights_found_once, rights_in, summary_of
from farlight.beamtime.queries import group_outside_team, people_online, team_of
from farlight.beamtime.services.membership import invite_into_team, put_into_team, take_out_of_team
from farlight.beamtime.types import Action, TeamRole
from farlight.beamtime.web.forms import InviteForm, TeamForm
from farlight.bus.public import newest_number
from farlight.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from farlight.kernel.time import utc_now
from farlight.people.public import once, person_of
from farlight.proposals.public import proposal


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def session_team(request: HttpRequest, code: str) -> HttpResponse:
    """Show the team of a session; put somebody into it, or give somebody another part."""
    if request.method != "POST":
        return _show(request, code, TeamForm())
    rights_in(person_of(request), code)
    form = TeamForm(request.POST)
    if not form.is_valid():
        return _show(request, code, form, status=422)
    given = form.cleaned_data
    try:
        person = put_into_team(session=code, by=person_of(request), now=utc_now(), **given)
    except Invalid as refusal:
        form.add_objections(refusal.objections)
    except NotAllowed as refusal:
        form.add_objections(refusal.reasons)
    except Conflict as refusal:
        form.add_error(None, refusal.message)
    else:
        messages.success(request, f"{person.full_name} is {given['role'].value} of {code}.")
        return redirect("beamtime:session_team", code=code)
    return _show(request, code, form, status=422)


@login_required
@require_POST
def team_remove(request: HttpRequest, code: str) -> HttpResponse:
    """Take somebody out of the team."""
    by, username = person_of(request), request.POST.get("person", "")
    person = take_out_of_team(session=code, username=username, by=by, now=utc_now())
    messages.success(request, f"{person.full_name} is out of the team of {code}.")
    try:
        rights_in(by, code)
    except NotFound:
        return redirect("/")
    return redirect("beamtime:session_team", code=code)


@login_required
@require_POST
@once
def team_invite(request: HttpRequest, code: str) -> HttpResponse:
    """Invite somebody without an account into the team."""
    by = person_of(request)
    rights_in(by, code)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _show(request, code, TeamForm(), invite=form, status=422)
    try:
        person = invite_into_team(session=code, by=by, now=utc_now(), **form.cleaned_data)
    except Invalid as refusal:
        form.add_objections(refusal.objections)
    except NotAllowed as refusal:
        form.add_objections(refusal.reasons)
    else:
        messages.success(request, f"{person.full_name} is in the team, and gets a mail with a link to the account.")
        return redirect("beamtime:session_team", code=code)
    return _show(request, code, TeamForm(), invite=form, status=422)


def _show(
    request: HttpRequest, code: str, form: TeamForm, *, invite: InviteForm | None = None, status: int = 200
) -> HttpResponse:
    """Show the page, or to htmx the list of people as it is now."""
    newest = newest_number(code)
    with rights_found_once():
        rights = rights_in(person_of(request), code)
        group = proposal(rights.session.proposal.code).member_ids
        context = {
            "session": summary_of(rights.session),
            "team": team_of(rights.session.pk, group=group),
            "outside": group_outside_team(rights.session, group=group),
            "online": people_online(rights.session.pk),
            "may_manage": rights.verdict(Action.MANAGE_TEAM, utc_now()),
            "parts": list(TeamRole),
            "form": form,
            "invite": invite or InviteForm(),
            "newest_event": newest,
        }
    part = "#people" if request.headers.get("HX-Request") else ""
    return render(request, f"beamtime/team.html{part}", context, status=status)
