"""What people add to an entry: stars, comments, files."""

from collections.abc import Callable
from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from farlight.beamtime.public import rights_found_once, rights_in, session_for
from farlight.beamtime.types import Action
from farlight.kernel.disks import asked_of_disk
from farlight.kernel.errors import Invalid, NotFound, Objection
from farlight.logbook.access import attachment_for
from farlight.logbook.domain.attachments import MOST_BYTES, OPAQUE
from farlight.logbook.queries import talk_about
from farlight.logbook.services.talking import attach_file, comment_on_entry, star_entry
from farlight.people.public import once, person_of

NOTHING_RUNS = "sandbox; default-src 'none'"
"""Content security policy of files: whatever they are, a browser runs nothing of them."""


@login_required
@require_safe
def entry_talk(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show what people added to an entry, and how to add more."""
    return _show(request, code, number)


@login_required
@require_POST
@once
def entry_comment(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Say something of an entry."""
    text, person = request.POST.get("text", ""), person_of(request)
    return _answer(request, code, number, lambda: comment_on_entry(session=code, number=number, text=text, by=person))


@login_required
@require_POST
@once
def entry_attach(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Add a file to an entry."""
    file, person = request.FILES.get("file"), person_of(request)
    content = file.read(MOST_BYTES + 1) if file else b""
    name = (file.name if file else "") or ""
    add = lambda: attach_file(session=code, number=number, name=name, content=content, by=person)  # noqa: E731
    return _answer(request, code, number, add)


@login_required
@require_POST
def entry_star(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Star an entry or take the star away; answer with the button as it is then."""
    starred = request.POST.get("starred") == "1"
    star_entry(session=code, number=number, starred=starred, by=person_of(request))
    if not request.headers.get("HX-Request"):
        return redirect("portal:session_entry", code=code, number=number)
    context = {"code": code, "number": number, "is_starred": starred}
    return render(request, "logbook/star.html", context)


@login_required
@require_safe
def entry_file(request: HttpRequest, code: str, number: int, attachment: str) -> HttpResponse:
    """Send a file of an entry: a picture to be seen, anything else to be kept."""
    row = attachment_for(person_of(request), code, number, attachment)
    try:
        content = asked_of_disk(code, Path(row.path).read_bytes)
    except FileNotFoundError as gone:
        raise NotFound from gone
    shown = row.media_type != OPAQUE and "keep" not in request.GET
    response = HttpResponse(content, content_type=row.media_type)
    response["Content-Disposition"] = content_disposition_header(not shown, row.name) or "attachment"
    response["Content-Security-Policy"] = NOTHING_RUNS
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response


def _answer(request: HttpRequest, code: str, number: int, act: Callable[[], object]) -> HttpResponse:
    """Act, and show the entry's talk as it is then; what is wrong is said above it."""
    try:
        act()
    except Invalid as refusal:
        return _show(request, code, number, objections=refusal.objections)
    if not request.headers.get("HX-Request"):
        return redirect("portal:session_entry", code=code, number=number)
    return _show(request, code, number)


def _show(request: HttpRequest, code: str, number: int, *, objections: tuple[Objection, ...] = ()) -> HttpResponse:
    person = person_of(request)
    with rights_found_once():
        context = {
            "session": session_for(person, code, Action.SEE),
            "talk": talk_about(person, code, number),
            "may_write": rights_in(person, code)[Action.WRITE_NOTE],
            "objections": objections,
            "typed": request.POST.get("text", "") if objections else "",
        }
    return render(request, "logbook/talk.html", context, status=422 if objections else 200)
