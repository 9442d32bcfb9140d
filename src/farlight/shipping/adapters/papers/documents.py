"""What is laid into a parcel or handed to the courier: pages of text and tables."""

from collections.abc import Sequence
from functools import cache

from reportlab.lib.colors import HexColor, black
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Frame, PageTemplate, Paragraph, Spacer, Table, TableStyle
from reportlab.platypus.doctemplate import BaseDocTemplate

from farlight.shipping.adapters.papers.fonts import PLAIN, draw_line, load_fonts, marked_up, width_pt
from farlight.shipping.adapters.papers.labels import moment_text
from farlight.shipping.adapters.papers.sheets import PAGES
from farlight.shipping.domain.codes import spelled
from farlight.shipping.types.papers import PaperFacts, PaperSize

MARGIN_PT = 18 * mm
LINE = HexColor("#9aa5b1")
SHADE = HexColor("#eef2f6")


@cache
def _style(size_pt: float, after_pt: float) -> ParagraphStyle:
    load_fonts()
    name = f"{size_pt}/{after_pt}"
    return ParagraphStyle(name, fontName=PLAIN, fontSize=size_pt, leading=size_pt * 1.35, spaceAfter=after_pt)


def words(text: str, *, size_pt: float = 9.5, bold: bool = False, after_pt: float = 0.0) -> Paragraph:
    """Return plain text as a paragraph."""
    return Paragraph(marked_up(text, bold=bold), _style(size_pt, after_pt))


def heading(text: str) -> Paragraph:
    """Return a heading within a document."""
    style = ParagraphStyle("heading", parent=_style(11.5, 3), spaceBefore=10, keepWithNext=1)
    return Paragraph(marked_up(text, bold=True), style)


def grid(rows: Sequence[Sequence[str]], widths: Sequence[float], *, room_pt: float, size_pt: float = 8.5) -> Table:
    """Return a table whose first row is its head; widths are shares of the room. The head stands on every page."""
    cells = [[words(cell, size_pt=size_pt, bold=number == 0) for cell in row] for number, row in enumerate(rows)]
    whole = sum(widths)
    table = Table(cells, colWidths=[room_pt * width / whole for width in widths], repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.4, LINE),
                ("BACKGROUND", (0, 0), (-1, 0), SHADE),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                *((side, (0, 0), (-1, -1), 3) for side in ("TOPPADDING", "BOTTOMPADDING", "LEFTPADDING")),
            ]
        )
    )
    return table


def facts_table(pairs: Sequence[tuple[str, str]], *, room_pt: float) -> Table:
    """Return words and what they say, without lines; what says nothing is left out."""
    cells = [[words(word, size_pt=8), words(text, size_pt=9.5)] for word, text in pairs if text]
    table = Table(cells or [["", ""]], colWidths=[room_pt * 0.22, room_pt * 0.78])
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("TOPPADDING", (0, 0), (-1, -1), 1),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ]
        )
    )
    return table


def room_pt(size: PaperSize) -> float:
    """Return how wide the text of a document is."""
    return float(PAGES[size][0]) - 2 * MARGIN_PT


class _Pages(BaseDocTemplate):
    """Pages on a canvas that has others, too: whoever gave it saves it."""

    _doSave = 0  # noqa: N815 - the name that the library reads


def write_document(canvas: Canvas, title: str, facts: PaperFacts, size: PaperSize, story: Sequence[Flowable]) -> None:
    """Write a document onto pages of a canvas: its title on every page, the parcel and its page at the foot."""
    width, height = PAGES[size]

    def dress(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFillColor(black)
        draw_line(canvas, MARGIN_PT, height - 16 * mm, title, size_pt=15, bold=True)
        code = spelled(facts.code)
        draw_line(
            canvas, width - MARGIN_PT - width_pt(code, 11, bold=True), height - 16 * mm, code, size_pt=11, bold=True
        )
        canvas.setLineWidth(0.8)
        canvas.line(MARGIN_PT, height - 19 * mm, width - MARGIN_PT, height - 19 * mm)
        foot = f"{code}, printed {moment_text(facts.printed_at, facts.time_zone)}, page {document.page}"
        draw_line(canvas, MARGIN_PT, 10 * mm, foot, size_pt=7.5)

    document = _Pages("", pagesize=(width, height), invariant=1)
    frame = Frame(MARGIN_PT, 15 * mm, width - 2 * MARGIN_PT, height - 37 * mm, 0, 0, 0, 0)
    document.addPageTemplates([PageTemplate(frames=[frame], onPage=dress)])
    document.build([*story, Spacer(0, 1)], canvasmaker=lambda *_, **__: canvas)
