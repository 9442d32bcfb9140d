"""Many samples at once, in a table."""

import json

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from farlight.beamtime.public import proposal_for
from farlight.beamtime.types import ProposalAction
from farlight.people.public import person_of
from farlight.samples.queries.grid import grid_columns, grid_rows
from farlight.samples.queries.techniques import technique_named
from farlight.samples.web.answering import shown

MOST_ROWS = 500


@login_required
@require_safe
def sample_grid(request: HttpRequest, technique: str) -> HttpResponse:
    """Show the table in which many samples are declared; it checks and sends itself through the REST interface."""
    known, person = technique_named(technique), person_of(request)
    proposal = proposal_for(person, request.GET.get("proposal", ""), ProposalAction.EDIT_SAMPLES)
    asked = request.GET.get("count", "16")
    count = min(int(asked), MOST_ROWS) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 16  # noqa: PLR2004 - digits
    substance, container = request.GET.get("substance", ""), request.GET.get("container", "")
    rows = grid_rows(known, proposal.code, substance=substance, container=container, count=count)
    columns = grid_columns(known, proposal.code)
    context = {
        "technique": known,
        "proposal": proposal,
        "columns": json.dumps(columns),
        "rows": json.dumps(rows),
        "count": count,
    }
    return shown(request, "grid", context, here="samples")
