"""The record of acts, for whoever looks after security."""

from datetime import date, datetime, time, timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.timezone import get_default_timezone
from django.views.decorators.http import require_safe

from farlight.audit.types import AuditGroup
from farlight.kernel.time import utc_now
from farlight.people.public import person_of
from farlight.portal.queries.audit import export_for, records_for

RECORDS_A_PAGE = 50
FILTERS = (("", "All"), *((group.value, group.label) for group in AuditGroup))


@login_required
@require_safe
def audit_list(request: HttpRequest) -> HttpResponse:
    """Show what was done, newest first; filtered by what it is about, by words, and by days."""
    words, chosen = request.GET.get("q", "").strip(), request.GET.get("about", "")
    first, last = _day(request.GET.get("from", "")), _day(request.GET.get("to", ""))
    cursor = request.GET.get("cursor", "")
    page = records_for(
        person_of(request),
        group=AuditGroup(chosen) if chosen in set(AuditGroup) else None,
        words=words,
        since=_begin_of(first) if first else None,
        until=_begin_of(last + timedelta(days=1)) if last else None,
        cursor=cursor,
        limit=RECORDS_A_PAGE,
    )
    context = {"page": page, "words": words, "chosen": chosen, "filters": FILTERS, "cursor": cursor}
    part = "#rows" if request.headers.get("HX-Request") and not request.headers.get("HX-Boosted") else ""
    return render(request, f"portal/audit.html{part}", {**context, "first": first, "last": last})


@login_required
@require_safe
def audit_export(request: HttpRequest) -> StreamingHttpResponse:
    """Give all sealed records with their hashes, a JSON object a line; that it was asked for is recorded."""
    lines = export_for(person_of(request), address=request.META.get("REMOTE_ADDR", ""), now=utc_now())
    headers = {"Content-Disposition": 'attachment; filename="records.jsonl"'}
    return StreamingHttpResponse(lines, content_type="application/jsonl", headers=headers)


def _day(text: str) -> date | None:
    try:
        found = parse_date(text)
    except ValueError:
        return None  # such as the 31st of February
    return found if found and found < date.max else None


def _begin_of(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=get_default_timezone())
