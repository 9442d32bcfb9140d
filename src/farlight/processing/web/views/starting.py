"""Starting and cancelling, and the list of a run's processings."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from farlight.beamtime.public import rights_in
from farlight.beamtime.types import Action
from farlight.kernel.errors import Invalid
from farlight.kernel.ids import run_code
from farlight.people.public import person_of
from farlight.processing.access import summary_of, visible_processings
from farlight.processing.services.cancelling import cancel_processing
from farlight.processing.services.starting import start_processing
from farlight.processing.types import ProcessingSummary
from farlight.processing.web.forms import OptionsForm
from farlight.runs.public import run_for


def _to(processing: ProcessingSummary) -> HttpResponse:
    return redirect("processing:processing_detail", processing.session, processing.run, processing.number)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def processing_list(request: HttpRequest, code: str, run: int) -> HttpResponse:
    """Show the processings of a run with a form for another one; take that form."""
    person = person_of(request)
    found = run_for(person, run_code(code, run))
    form = OptionsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _to(start_processing(session=code, run=run, options=form.options(), by=person))
        except Invalid as wrong:
            form.object(wrong.objections)
    context = {
        "run": found,
        "form": form,
        "processings": [summary_of(row) for row in visible_processings(person, code, [run])],
        "may_process": rights_in(person, code)[Action.PROCESS],
    }
    return render(request, "processing/list.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def processing_cancel(request: HttpRequest, code: str, run: int, number: int) -> HttpResponse:
    """Cancel a processing."""
    return _to(cancel_processing(session=code, run=run, number=number, by=person_of(request)))
