"""Taking the account that one was invited to."""

from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from farlight.kernel.errors import Invalid, NotFound, Objection
from farlight.kernel.time import utc_now
from farlight.people.services.invitations import accept_invitation, invited_by_link
from farlight.people.services.proofs import PASSWORD, note_proof


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show who asked and what for; take the password that is chosen, and let the person in."""
    now = utc_now()
    wrong: tuple[Objection, ...] = ()
    try:
        row = invited_by_link(token, now=now)
        if request.method == "POST":
            person = accept_invitation(token=token, password=request.POST.get("password", ""), now=now)
            note_proof(request.session, person=person, kind=PASSWORD, now=now)
            answer: HttpResponse = perform_login(request, person)
            return answer
    except NotFound:
        return render(request, "people/invitation_over.html", status=404)
    except Invalid as refusal:
        wrong = refusal.objections
    return render(request, "people/invitation.html", {"row": row, "wrong": wrong}, status=422 if wrong else 200)
