"""The papers of a parcel: a page with all of them, each as PDF, and the printing of the label."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from farlight.kernel.errors import NotFound, Objection
from farlight.kernel.time import utc_now
from farlight.people.public import person_of
from farlight.shipping.domain.papers import sizes_of
from farlight.shipping.errors import MoveRefused
from farlight.shipping.services.papers import PrintedPaper, all_papers_for, paper_desk, paper_for, print_label
from farlight.shipping.types.papers import Paper, PaperSize

NOTHING_RUNS = "sandbox; default-src 'none'; style-src 'unsafe-inline'; object-src 'self'"
"""Content security policy of a PDF: whatever it is, a browser runs nothing of it."""
SIZE_KEPT = "paper_size"
"""Where the browser's session keeps on what somebody prints labels."""


@login_required
@require_safe
def paper_list(request: HttpRequest, code: str) -> HttpResponse:
    """Show all papers of a parcel, and how its label stands."""
    return _show(request, code)


@login_required
@require_POST
def label_print(request: HttpRequest, code: str) -> HttpResponse:
    """Print the label for what is in the parcel now, and answer with it."""
    size = _size(request.POST.get("size", ""), Paper.LABEL)
    try:
        print_label(person_of(request), code, now=utc_now())
    except MoveRefused as refusal:
        return _show(request, code, refused=refusal.objections)
    request.session[SIZE_KEPT] = size.value
    return redirect(f"/parcels/{code}/papers/{Paper.LABEL.value}.pdf?{urlencode({'size': size.value})}")


@login_required
@never_cache
@require_safe
def paper_file(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Answer with a paper as PDF."""
    if name not in set(Paper):
        raise NotFound
    paper = Paper(name)
    size = _size(request.GET.get("size", ""), paper)
    return _sent(request, paper_for(person_of(request), code, paper, size, now=utc_now()))


@login_required
@never_cache
@require_safe
def paper_all(request: HttpRequest, code: str) -> HttpResponse:
    """Answer with all papers in one PDF."""
    size = _size(request.GET.get("size", ""), Paper.CONTENTS)
    return _sent(request, all_papers_for(person_of(request), code, size, now=utc_now()))


def _sent(request: HttpRequest, printed: PrintedPaper) -> HttpResponse:
    response = HttpResponse(printed.content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header("keep" in request.GET, printed.name) or "inline"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = NOTHING_RUNS
    return response


def _size(asked: str, paper: Paper) -> PaperSize:
    """Return the size that was asked for, or the usual one when none was."""
    if not asked:
        return sizes_of(paper)[0]
    if asked not in set(PaperSize):
        raise NotFound
    return PaperSize(asked)


def _show(request: HttpRequest, code: str, *, refused: tuple[Objection, ...] = ()) -> HttpResponse:
    desk = paper_desk(person_of(request), code, now=utc_now())
    context = {
        "desk": desk,
        "papers": [(paper, sizes_of(paper)) for paper in desk.papers],
        "all_sizes": sizes_of(Paper.CONTENTS),
        "label_sizes": sizes_of(Paper.LABEL),
        "kept": request.session.get(SIZE_KEPT, ""),
        "refused": refused,
    }
    return render(request, "shipping/papers.html", context, status=422 if refused else 200)
