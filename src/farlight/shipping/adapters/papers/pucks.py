"""Small labels for containers: a DataMatrix and the name, 60 mm by 27 mm each, to be cut out."""

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from farlight.shipping.adapters.papers.codes import draw_data_matrix
from farlight.shipping.adapters.papers.fonts import draw_line, fitted
from farlight.shipping.adapters.papers.sheets import PAGES
from farlight.shipping.domain.codes import spelled
from farlight.shipping.domain.papers import counted
from farlight.shipping.types.papers import PackedContainer, PaperFacts, PaperSize

WIDTH_PT, HEIGHT_PT, MARGIN_PT = 60 * mm, 27 * mm, 12 * mm
CODE_PT = 19 * mm


def draw_puck_labels(canvas: Canvas, facts: PaperFacts, size: PaperSize) -> None:
    """Draw one label for each container, row by row, on as many pages as they need."""
    width_pt, height_pt = PAGES[size]
    columns = int((width_pt - 2 * MARGIN_PT) // WIDTH_PT)
    rows = int((height_pt - 2 * MARGIN_PT) // HEIGHT_PT)
    for number, container in enumerate(facts.containers):
        place = number % (columns * rows)
        if place == 0:
            if number:
                canvas.showPage()
            canvas.setPageSize((width_pt, height_pt))
        row, column = divmod(place, columns)
        left_pt = MARGIN_PT + column * WIDTH_PT
        _draw_one(canvas, facts, container, left_pt, height_pt - MARGIN_PT - (row + 1) * HEIGHT_PT)
    canvas.showPage()


def _draw_one(canvas: Canvas, facts: PaperFacts, container: PackedContainer, x_pt: float, y_pt: float) -> None:
    canvas.setLineWidth(0.3)
    canvas.setDash(1, 2)
    canvas.rect(x_pt, y_pt, WIDTH_PT - 1 * mm, HEIGHT_PT - 1 * mm)
    canvas.setDash()
    draw_data_matrix(canvas, container.scanned, x_pt + 1.5 * mm, y_pt + 3.5 * mm, CODE_PT)
    left_pt, room_pt = x_pt + CODE_PT + 3 * mm, WIDTH_PT - CODE_PT - 6 * mm
    lines = (
        (container.name, 12.0, True),
        (container.scanned if container.scanned != container.name else "", 8.0, False),
        (facts.session or facts.proposal, 8.0, False),
        (counted(len(container.pieces), "sample"), 8.0, False),
        (spelled(facts.code), 7.0, False),
    )
    at_pt = y_pt + HEIGHT_PT - 7 * mm
    for text, largest_pt, bold in lines:
        if text:
            line, size_pt = fitted(text, room_pt, largest_pt, bold=bold)
            draw_line(canvas, left_pt, at_pt, line, size_pt=size_pt, bold=bold)
            at_pt -= 4.1 * mm
