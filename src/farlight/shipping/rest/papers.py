"""Papers of parcels by REST."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from ninja import Router, Schema

from farlight.kernel.time import utc_now
from farlight.people.public import person_of
from farlight.shipping.domain.papers import LabelState, sizes_of
from farlight.shipping.services import papers
from farlight.shipping.types import ParcelState
from farlight.shipping.types.papers import Paper, PaperSize

router = Router(tags=["papers"])


class PaperOut(Schema):
    """A paper that a parcel needs."""

    name: Paper
    title: str
    sizes: list[PaperSize]
    """The first is usual."""


class PapersOut(Schema):
    """The papers of a parcel, and how its label stands to what is in it."""

    label: LabelState
    content_hash: str
    papers: list[PaperOut]


class LabelPrintedOut(Schema):
    """The parcel after its label was printed."""

    state: ParcelState
    content_hash: str


@router.get("/parcels/{code}/papers", operation_id="papers_of_parcel", response=PapersOut)
def papers_of_parcel(request: HttpRequest, code: str) -> dict[str, object]:
    """Return which papers a parcel needs, of those that whoever asks may print."""
    desk = papers.paper_desk(person_of(request), code, now=utc_now())
    listed = [{"name": p, "title": p.label, "sizes": list(sizes_of(p))} for p in (Paper.LABEL, *desk.papers)]
    return {"label": desk.label, "content_hash": desk.facts.content_hash, "papers": listed}


@router.get("/parcels/{code}/papers/{name}", operation_id="paper_of_parcel")
def paper_of_parcel(request: HttpRequest, code: str, name: Paper, size: PaperSize | None = None) -> HttpResponse:
    """Return a paper as PDF. The label is there once it was printed for what is in the parcel now."""
    return _sent(papers.paper_for(person_of(request), code, name, size or sizes_of(name)[0], now=utc_now()))


@router.get("/parcels/{code}/papers.pdf", operation_id="all_papers_of_parcel")
def all_papers_of_parcel(request: HttpRequest, code: str, size: PaperSize = PaperSize.A4) -> HttpResponse:
    """Return all papers in one PDF; the label is among them once it was printed for what is in the parcel now."""
    return _sent(papers.all_papers_for(person_of(request), code, size, now=utc_now()))


def _sent(printed: papers.PrintedPaper) -> HttpResponse:
    response = HttpResponse(printed.content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, printed.name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


@router.post("/parcels/{code}/label", operation_id="print_label", response=LabelPrintedOut)
def print_label(request: HttpRequest, code: str) -> dict[str, object]:
    """Note that the label is printed for what is in the parcel now; older ones scan as outdated from then on."""
    done = papers.print_label(person_of(request), code, now=utc_now())
    return {"state": done.status.state, "content_hash": done.status.label_hash}
