"""How often mails come: chosen in one's account, or by the link in a mail without a login."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from farlight.kernel.errors import NotFound
from farlight.mail.access import own_mails
from farlight.mail.adapters.links import person_in
from farlight.mail.queries import mails_page, pace_of
from farlight.mail.services.preferences import choose_pace
from farlight.mail.types import Pace
from farlight.mail.web.forms import PaceForm
from farlight.people.public import actor_with, person_of
from farlight.people.types import Actor

MAILS_A_PAGE = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mail_preferences(request: HttpRequest) -> HttpResponse:
    """Show a person's own mails and how often they come; choose how often."""
    person = person_of(request)
    if request.method != "POST":
        return _show(request, person, PaceForm(initial={"pace": pace_of(person)}))
    form = PaceForm(request.POST)
    if not form.is_valid():
        return _show(request, person, form, status=422)
    choose_pace(person=person, pace=Pace(form.cleaned_data["pace"]))
    messages.success(request, "Chosen. It counts for mails from now on.")
    return redirect("mail:mail_preferences")


def _show(request: HttpRequest, person: Actor, form: PaceForm, *, status: int = 200) -> HttpResponse:
    page = mails_page(own_mails(person), cursor=request.GET.get("before", ""), limit=MAILS_A_PAGE)
    part = "#rows" if request.headers.get("HX-Request") and not request.headers.get("HX-Boosted") else ""
    context = {"form": form, "page": page}
    return render(request, f"mail/preferences.html{part}", context, status=status)


@csrf_exempt  # mail programs post here by themselves (RFC 8058), without cookies; the link itself is the proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mail_settings(request: HttpRequest, token: str) -> HttpResponse:
    """Choose how often mails come, by the link in a mail; a mail program's one click asks for only what is needed."""
    person = actor_with(person_in(token))
    if person is None:
        raise NotFound
    if request.method != "POST":
        return render(request, "mail/settings.html", {"form": PaceForm(initial={"pace": pace_of(person)})})
    is_one_click = request.POST.get("List-Unsubscribe") == "One-Click"
    form = PaceForm({"pace": Pace.NEEDED.value} if is_one_click else request.POST)
    if not form.is_valid():
        return render(request, "mail/settings.html", {"form": form}, status=422)
    choose_pace(person=person, pace=Pace(form.cleaned_data["pace"]))
    return render(request, "mail/settings.html", {"form": form, "chosen": Pace(form.cleaned_data["pace"])})
