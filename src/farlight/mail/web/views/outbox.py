"""Mails, as they were written: one's own, and everybody's for those who look after accounts."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from farlight.kernel.errors import Conflict
from farlight.kernel.time import utc_now
from farlight.mail.access import all_mails, fitting, undelivered_mail_for
from farlight.mail.domain.states import states_before
from farlight.mail.queries import mail_text, mails_page
from farlight.mail.services.sending import send_again
from farlight.mail.types import MailState
from farlight.people.public import keeps_accounts, person_of

MAILS_A_PAGE = 50
FILTERS = (("", "All"), ("waiting", "Waiting"), ("sent", "Sent"), ("kept", "Kept"), ("undeliverable", "Undeliverable"))
MEANT = {
    "waiting": (MailState.WAITING.value, MailState.GATHERING.value),
    "sent": (MailState.SENT.value, MailState.GATHERED.value),
    "kept": (MailState.KEPT.value, MailState.UNWANTED.value),
    "undeliverable": (MailState.UNDELIVERABLE.value, MailState.DROPPED.value),
}
NOTHING_RUNS = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'"
"""Content security policy of a mail's HTML: its styles count, nothing of it runs, nothing is fetched."""


@login_required
@require_safe
def mail_list(request: HttpRequest) -> HttpResponse:
    """Show everybody's mails, newest first; filtered by words and by state."""
    words, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    rows = fitting(all_mails(person_of(request)), words, MEANT.get(state, ()))
    context = {
        "page": mails_page(rows, cursor=request.GET.get("before", ""), limit=MAILS_A_PAGE),
        "words": words,
        "state": state,
        "filters": FILTERS,
        "server": settings.DEPLOYMENT.mail.host,
    }
    part = "#rows" if request.headers.get("HX-Request") and not request.headers.get("HX-Boosted") else ""
    return render(request, f"mail/list.html{part}", context)


@login_required
@require_safe
def mail_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show a mail: to whom, what became of it, what it says."""
    person = person_of(request)
    mail = mail_text(person, code)
    keeps = keeps_accounts(person)
    tries_again = keeps and mail.summary.state in states_before(MailState.WAITING)
    context = {"mail": mail, "keeps": keeps, "may_send_again": tries_again and bool(settings.DEPLOYMENT.mail.host)}
    return render(request, "mail/mail.html", context)


@login_required
@require_safe
def mail_html(request: HttpRequest, code: str) -> HttpResponse:
    """Answer with the HTML of a mail, for a frame in which nothing runs."""
    response = HttpResponse(mail_text(person_of(request), code).html)
    response["Content-Security-Policy"] = NOTHING_RUNS
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
def mail_send_again(request: HttpRequest, code: str) -> HttpResponse:
    """Let a mail be tried again."""
    person = person_of(request)
    try:
        send_again(mail=undelivered_mail_for(person, code), by=person, now=utc_now())
    except Conflict as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "The mail is tried again now.")
    return redirect("mail:mail_detail", code=code)
