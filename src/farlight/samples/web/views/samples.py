"""Samples: found, and looked at."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from farlight.people.public import person_of
from farlight.samples.queries.lists import SampleFilter, visible_sample_rows
from farlight.samples.queries.pages import sample_page_for, seen_proposals
from farlight.samples.queries.substance_pages import undeclared_substances
from farlight.samples.queries.techniques import current_techniques, technique_named
from farlight.samples.types import SpecimenState
from farlight.samples.web.answering import shown

SAMPLES_A_PAGE = 50


@login_required
@require_safe
def sample_list(request: HttpRequest) -> HttpResponse:
    """Show the samples that somebody sees; filtered by proposal, technique, state and words."""
    person, asked = (
        person_of(request),
        {key: request.GET.get(key, "").strip() for key in ("proposal", "technique", "state", "q", "cursor")},
    )
    state = SpecimenState(asked["state"]) if asked["state"] in set(SpecimenState) else None
    wanted = SampleFilter(proposal=asked["proposal"], words=asked["q"], technique=asked["technique"], state=state)
    techniques = current_techniques()
    page = visible_sample_rows(person, wanted, cursor=asked["cursor"], limit=SAMPLES_A_PAGE)
    titles = {code: one.title for code, one in techniques.items()}
    context = {
        "page": page,
        "undeclared": undeclared_substances(person),
        "rows": [{"row": row, "title": titles.get(row.summary.technique, "")} for row in page.rows],
        "asked": asked,
        "is_filtered": any(asked.values()),
        "proposals": seen_proposals(person),
        "techniques": techniques.values(),
        "states": list(SpecimenState),
    }
    return shown(request, "list", context, here="samples")


@login_required
@require_safe
def sample_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show a sample: what it is, where it is, what happened to it."""
    page = sample_page_for(person_of(request), code)
    newest = technique_named(page.row.technique) if page.technique and page.may_edit else None
    context = {"page": page, "newest": newest if newest and newest.version > (page.row.schema_version or 0) else None}
    return shown(request, "sample", context, here="samples")
