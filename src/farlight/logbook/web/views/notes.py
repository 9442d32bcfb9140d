"""The notes of a session: a page, and the part of the session's page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from farlight.beamtime.public import rights_found_once, rights_in, session_for
from farlight.beamtime.types import Action
from farlight.bus.public import newest_number
from farlight.kernel.errors import Invalid
from farlight.logbook.queries import notes_of_session
from farlight.logbook.services.writing import write_note
from farlight.logbook.web.forms import NoteForm
from farlight.people.public import once, person_of
from farlight.people.types import Actor

NOTES_A_PAGE = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def session_notes(request: HttpRequest, code: str) -> HttpResponse:
    """Show the notes of a session, or write one."""
    if request.method != "POST":
        return _show(request, code, NoteForm(auto_id="note-%s"))
    form = NoteForm(request.POST, auto_id="note-%s")
    form.is_valid()
    try:
        write_note(session=code, text=form.cleaned_data["text"], by=person_of(request))
    except Invalid as refusal:
        form.add_error("text", [str(objection) for objection in refusal.objections])
        return _show(request, code, form, status=422)
    if not request.headers.get("HX-Request"):
        return redirect("logbook:session_notes", code=code)
    return _show(request, code, NoteForm(auto_id="note-%s"))


def _show(request: HttpRequest, code: str, form: NoteForm, *, status: int = 200) -> HttpResponse:
    """Show the page, or to htmx the part it asks for. What is being typed stays when only the list is fetched anew."""
    person: Actor = person_of(request)
    newest = newest_number(code)
    with rights_found_once():
        context = {
            "session": session_for(person, code, Action.SEE),
            "notes": notes_of_session(person, code, cursor=request.GET.get("before", ""), limit=NOTES_A_PAGE),
            "may_write": rights_in(person, code)[Action.WRITE_NOTE],
            "form": form,
            "newest_event": newest,
            "keep_typed": request.method != "POST",
        }
    part = {"note-list": "#list", "older-notes": "#older"}.get(request.headers.get("HX-Target", ""), "#notes")
    wanted = part if request.headers.get("HX-Request") else ""
    return render(request, f"logbook/notes.html{wanted}", context, status=status)
