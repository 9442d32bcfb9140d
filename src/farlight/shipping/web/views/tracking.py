"""Where a parcel is, for whoever holds its label: its state, and nothing else."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from farlight.kernel.time import utc_now
from farlight.shipping.access import parcel_row
from farlight.shipping.domain.codes import spelled
from farlight.shipping.queries.timeline import timeline_of


@require_safe
@never_cache
def parcel_track(request: HttpRequest, code: str) -> HttpResponse:
    """Show how far a parcel is; no names, no samples, no places."""
    row = parcel_row(code)
    context = {
        "spelled": spelled(row.code),
        "code": row.code,
        "timeline": timeline_of(row, now=utc_now()),
    }
    return render(request, "shipping/track.html", context)
