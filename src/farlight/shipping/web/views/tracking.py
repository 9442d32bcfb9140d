"""Where a parcel is, for whoever holds its label: its state, and nothing else."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from farlight.kernel.time import utc_now
from farlight.shipping.access import parcel_row
from farlight.shipping.domain.codes import spelled
from farlight.shipping.queries.timeline import timeline_of
from farlight.shipping.services.papers import label_is_current


@require_safe
@never_cache
def label_standing(request: HttpRequest, code: str) -> JsonResponse:
    """Say whether a label is still the one of the parcel: its mark stands behind ``#``, which only the browser sees."""
    is_current = label_is_current(parcel_row(code), request.GET.get("mark", ""))
    return JsonResponse({"is_current": is_current})


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
