"""From a paper's name to its PDF."""

from collections.abc import Callable, Sequence
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from farlight.shipping.adapters.papers.documents import write_document
from farlight.shipping.adapters.papers.fonts import load_fonts
from farlight.shipping.adapters.papers.labels import draw_address, draw_label
from farlight.shipping.adapters.papers.pucks import draw_puck_labels
from farlight.shipping.adapters.papers.sheets import PAGES
from farlight.shipping.adapters.papers.statements import (
    contents_story,
    dangerous_story,
    invoice_story,
    pins_story,
    statement_story,
)
from farlight.shipping.domain.codes import spelled
from farlight.shipping.types.papers import Paper, PaperFacts, PaperSize

_DRAWN: dict[Paper, Callable[[Canvas, PaperFacts, PaperSize], None]] = {
    Paper.LABEL: draw_label,
    Paper.OUTBOUND: lambda canvas, facts, size: draw_address(canvas, facts, size, is_return=False),
    Paper.RETURN: lambda canvas, facts, size: draw_address(canvas, facts, size, is_return=True),
    Paper.PUCKS: draw_puck_labels,
}
_WRITTEN: dict[Paper, Callable[[PaperFacts, PaperSize], list[Flowable]]] = {
    Paper.CONTENTS: contents_story,
    Paper.INVOICE: invoice_story,
    Paper.DRY_SHIPPER: lambda facts, size: statement_story("dry-shipper", facts, size),
    Paper.DANGEROUS_GOODS: dangerous_story,
    Paper.PINS: pins_story,
}


def paper_pdf(paper: Paper, facts: PaperFacts, size: PaperSize) -> bytes:
    """Return a paper as PDF: the same facts give the same bytes.

    Raises
    ------
    farlight.kernel.errors.Unavailable
        When the machine has no font.
    """
    return papers_pdf((paper,), facts, size)


def papers_pdf(papers: Sequence[Paper], facts: PaperFacts, size: PaperSize) -> bytes:
    """Return papers as one PDF, each with an entry in its outline: the same facts give the same bytes.

    Raises
    ------
    farlight.kernel.errors.Unavailable
        When the machine has no font.
    """
    load_fonts()
    target = BytesIO()
    canvas = Canvas(target, pagesize=PAGES[size], invariant=1)
    for paper in papers:
        canvas.bookmarkPage(paper.value)
        canvas.addOutlineEntry(paper.label, paper.value)
        if paper in _WRITTEN:
            write_document(canvas, paper.label, facts, size, _WRITTEN[paper](facts, size))
        else:
            _DRAWN[paper](canvas, facts, size)
    title = papers[0].label if len(papers) == 1 else "Papers"
    canvas.setTitle(f"{title} {spelled(facts.code)}")
    canvas.setAuthor("Farlight")
    canvas.save()
    return target.getvalue()
