"""From a paper's name to its PDF."""

from collections.abc import Callable
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from farlight.shipping.adapters.papers.documents import write_document
from farlight.shipping.adapters.papers.fonts import load_fonts
from farlight.shipping.adapters.papers.labels import draw_address, draw_label
from farlight.shipping.adapters.papers.pucks import draw_puck_labels
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
    load_fonts()
    target = BytesIO()
    if paper in _WRITTEN:
        write_document(target, paper.label, facts, size, _WRITTEN[paper](facts, size))
    else:
        canvas = Canvas(target, invariant=1)
        canvas.setTitle(f"{paper.label} {spelled(facts.code)}")
        canvas.setAuthor("Farlight")
        _DRAWN[paper](canvas, facts, size)
        canvas.save()
    return target.getvalue()
