"""Recordings of shells, for whoever looks after security and the beamline's scientists."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from farlight.kernel.errors import NotFound
from farlight.kernel.time import utc_now
from farlight.people.public import person_of
from farlight.recordings.queries import recording_to_read, recordings_for
from farlight.recordings.services.making import read_recording
from farlight.recordings.types import RecordingFault


@login_required
@require_safe
def recording_list(request: HttpRequest) -> HttpResponse:
    """List the recordings that one may read, the latest first."""
    cursor = request.GET.get("cursor", "")
    page = recordings_for(person_of(request), cursor=cursor)
    context = {"page": page, "cursor": cursor, "keep_days": settings.FARLIGHT_RECORDINGS_KEEP_DAYS}
    return render(request, "recordings/list.html", context)


@login_required
@require_safe
def recording_player(request: HttpRequest, code: str) -> HttpResponse:
    """Play a recording, and say whether it is what was sealed."""
    recording, fault = recording_to_read(person_of(request), code, now=utc_now())
    context = {"recording": recording, "fault": fault, "is_missing": fault is RecordingFault.MISSING}
    return render(request, "recordings/play.html", context)


@login_required
@require_safe
def recording_file(request: HttpRequest, code: str) -> StreamingHttpResponse:
    """Give a recording as an asciicast file."""
    address = request.META.get("REMOTE_ADDR", "")
    try:
        lines = list(read_recording(by=person_of(request), code=code, address=address, now=utc_now()))
    except FileNotFoundError:
        raise NotFound("The file of this recording is gone.") from None
    how = {"Content-Disposition": f'attachment; filename="{code}.cast"', "Cache-Control": "private, no-store"}
    return StreamingHttpResponse(iter(lines), content_type="application/x-asciicast", headers=how)
