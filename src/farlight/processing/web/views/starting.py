"""Starting and cancelling, and the list of a run's processings."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from farlight.kernel.errors import Invalid
from farlight.people.public import once, person_of
from farlight.people.types import Actor
from farlight.processing.services.cancelling import cancel_processing
from farlight.processing.services.starting import start_processing
from farlight.processing.types import ProcessingSummary
from farlight.processing.web.attempts import attempts_page
from farlight.processing.web.forms import OptionsForm


def _to(processing: ProcessingSummary) -> HttpResponse:
    return redirect("processing:processing_detail", processing.session, processing.run, processing.number)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def processing_list(request: HttpRequest, code: str, run: int) -> HttpResponse:
    """Show the processings of a run with a form for another one; take that form."""
    person = person_of(request)
    page = attempts_page(
        person, code, run, posted=request.POST if request.method == "POST" else None, asked=request.GET
    )
    form = page.form
    if request.method == "POST" and form.is_valid():
        try:
            return _to(start_by_form(form, session=code, run=run, by=person))
        except Invalid as wrong:
            form.object(wrong.objections)
    return render(request, "processing/list.html", {"page": page}, status=422 if form.errors else 200)


def start_by_form(form: OptionsForm, *, session: str, run: int, by: Actor) -> ProcessingSummary:
    """Start what a valid form asks for."""
    return start_processing(session=session, run=run, options=form.options(), by=by, pipeline=form.chosen.code)


@login_required
@require_POST
def processing_cancel(request: HttpRequest, code: str, run: int, number: int) -> HttpResponse:
    """Cancel a processing."""
    return _to(cancel_processing(session=code, run=run, number=number, by=person_of(request)))
