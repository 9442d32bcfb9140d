"""The table of a session, as a page and as a file for spreadsheet programs."""

import math
from itertools import chain

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from farlight.beamtime.public import session_for
from farlight.beamtime.types import Action
from farlight.kernel.tables import csv_lines
from farlight.people.public import person_of
from farlight.portal.domain.summary import COLUMNS, SummaryFilter
from farlight.portal.queries.summary import summary_page, summary_rows


def _wanted(asked: QueryDict) -> SummaryFilter:
    completeness = _number(asked.get("completeness", ""))
    return SummaryFilter(
        words=asked.get("q", "").strip()[:200],
        best_angstrom=_number(asked.get("resolution", "")),
        least_completeness_frac=None if completeness is None else completeness / 100.0,
        least_cc_half=_number(asked.get("cc_half", "")),
    )


def _number(text: str) -> float | None:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


@login_required
@require_safe
def session_summary(request: HttpRequest, code: str) -> HttpResponse:
    """Show all runs of a session with the newest result of each."""
    person, asked = person_of(request), request.GET
    kept = asked.copy()
    kept.pop("before", None)
    context = {
        "session": session_for(person, code, Action.SEE),
        "page": summary_page(person, code, _wanted(asked), before=asked.get("before", "")),
        "asked": asked,
        "query": kept.urlencode(),
    }
    return render(request, "portal/summary.html", context)


@login_required
@require_safe
def session_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Send the same as CSV, whole."""
    person = person_of(request)
    session = session_for(person, code, Action.SEE)
    rows = (row.values() for row in summary_rows(person, code, _wanted(request.GET)))
    response = HttpResponse("".join(csv_lines(chain([COLUMNS], rows))), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{session.code}.csv"'
    return response
