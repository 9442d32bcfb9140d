"""Looking a cell up among all results that one may see."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from farlight.kernel.errors import Invalid
from farlight.people.public import person_of
from farlight.processing.queries import found_cells
from farlight.processing.web.forms import CellForm


@login_required
@require_safe
def cell_search(request: HttpRequest) -> HttpResponse:
    """Show the results whose lattice is like a cell; without one, ask for it."""
    form = CellForm(request.GET if "unit_cell" in request.GET else None)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        try:
            question = form.question()
            context |= {"question": question, "found": found_cells(person_of(request), question)}
        except Invalid as wrong:
            form.object(wrong.objections)
    return render(request, "processing/cells.html", context, status=422 if form.errors else 200)
