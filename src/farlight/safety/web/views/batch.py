"""Many trainings at once: a table is sent, looked at, and counts when it is confirmed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import get_default_timezone
from django.views.decorators.http import require_http_methods

from farlight.kernel.errors import Invalid
from farlight.kernel.time import utc_now
from farlight.people.public import once, person_of
from farlight.safety.access import refuse_others
from farlight.safety.domain.batch import MOST_BYTES
from farlight.safety.queries import trainings_offered
from farlight.safety.services.batch import check_batch, take_batch
from farlight.safety.types import CheckedBatch


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def training_batch(request: HttpRequest) -> HttpResponse:
    """Ask for a table; show what it would do; write it down when that is confirmed."""
    keeper, zone = person_of(request), get_default_timezone()
    refuse_others(keeper)
    if request.method != "POST":
        return _show(request)
    text = _sent(request)
    if "take" not in request.POST:
        batch = check_batch(text, by=keeper, zone=zone)
        return _show(request, text, batch, status=422 if batch.objections else 200)
    try:
        count = take_batch(text, by=keeper, zone=zone, now=utc_now())
    except Invalid:
        return _show(request, text, check_batch(text, by=keeper, zone=zone), status=422)
    messages.success(request, f"Written down: {count} training{'' if count == 1 else 's'}.")
    return redirect("safety:training_list")


def _sent(request: HttpRequest) -> str:
    """Return the table, from a file or as it was pasted; what is no UTF-8 is read as Windows writes it."""
    file = request.FILES.get("file")
    if file is None:
        return request.POST.get("rows", "")
    body: bytes = file.read(MOST_BYTES + 1)
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", errors="replace")


def _show(
    request: HttpRequest, text: str = "", batch: CheckedBatch | None = None, *, status: int = 200
) -> HttpResponse:
    context = {"text": text, "batch": batch, "trainings": trainings_offered()}
    return render(request, "safety/batch.html", context, status=status)
