"""Files of a processing: data to download, logs to read, and DIALS' report in a cage of its own."""

import gzip
from functools import lru_cache
from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from farlight.beamtime.types import Action
from farlight.kernel.disks import asked_of_disk
from farlight.people.public import person_of
from farlight.processing.access import processing_for
from farlight.processing.adapters.report_parts import PARTS_PATH, REPORT_PARTS, content_type_of, part_path
from farlight.processing.domain.files import REPORT_NAME
from farlight.processing.queries import file_address, file_of

_A_WEEK_S = 604_800


@login_required
@require_safe
def processing_file(request: HttpRequest, code: str, run: int, number: int, name: str) -> HttpResponseRedirect:
    """Lead to a file: logs to read, everything else to keep."""
    row = processing_for(person_of(request), code, run, number, Action.READ_FILES)
    shown = "?show=true" if name.endswith(".log") else ""
    return HttpResponseRedirect(f"{file_address(row, name)}{shown}")


@login_required
@require_safe
def processing_report(request: HttpRequest, code: str, run: int, number: int) -> HttpResponse:
    """Show DIALS' report.

    It has scripts inside, so it gets an origin of its own that knows nobody's session: it can neither act in this
    person's name nor send anything anywhere.
    """
    row = processing_for(person_of(request), code, run, number, Action.READ_FILES)
    text = asked_of_disk(code, file_of(row, REPORT_NAME).read_bytes).decode()
    here = request.build_absolute_uri(reverse("processing:report_part", args=["x"])).removesuffix("x")
    response = HttpResponse(text.replace(PARTS_PATH, here))
    response["Content-Security-Policy"] = (
        "sandbox allow-scripts allow-popups; default-src 'none'; img-src data: blob:; "
        f"script-src 'unsafe-inline' 'unsafe-eval' {here}; style-src 'unsafe-inline' {here}; font-src {here} data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )
    return response


@require_safe
def report_part(request: HttpRequest, name: str) -> HttpResponse:
    """Give one of the public libraries that DIALS' reports are drawn with; the report's origin sends no cookies."""
    path = part_path(name)
    if path is None:
        raise Http404
    zipped = "gzip" in request.headers.get("Accept-Encoding", "") and path.suffix in {".js", ".css"}
    body = _zipped(path) if zipped else path.read_bytes()
    response = HttpResponse(body, content_type=content_type_of(name))
    if zipped:
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = f"public, max-age={_A_WEEK_S}"
    return response


@lru_cache(maxsize=len(REPORT_PARTS))
def _zipped(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), compresslevel=6)
