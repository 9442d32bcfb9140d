"""The sheet of a label: 100 mm by 150 mm, drawn in millimetres from the upper left, scaled to its page."""

from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from farlight.shipping.adapters.papers.fonts import draw_line, fitted, folded
from farlight.shipping.types.papers import PaperSize

WIDTH_MM, HEIGHT_MM, MARGIN_MM = 100.0, 150.0, 5.0
ROOM_MM = WIDTH_MM - 2 * MARGIN_MM
PAGES = {PaperSize.A4: A4, PaperSize.LETTER: LETTER, PaperSize.THERMAL: (WIDTH_MM * mm, HEIGHT_MM * mm)}
PT_MM = 1 / mm
"""A point, in mm."""


class Sheet:
    """A sheet on a page of its own. ``down_mm`` is where the next thing goes."""

    def __init__(self, canvas: Canvas, size: PaperSize) -> None:
        self.canvas = canvas
        self.down_mm = MARGIN_MM
        width_pt, height_pt = PAGES[size]
        canvas.setPageSize((width_pt, height_pt))
        border_pt = 0 if size is PaperSize.THERMAL else 10 * mm
        scale = min((width_pt - 2 * border_pt) / (WIDTH_MM * mm), (height_pt - 2 * border_pt) / (HEIGHT_MM * mm))
        canvas.translate((width_pt - scale * WIDTH_MM * mm) / 2, height_pt - border_pt - scale * HEIGHT_MM * mm)
        canvas.scale(scale, scale)
        if border_pt:
            canvas.setLineWidth(0.3)
            canvas.roundRect(0, 0, WIDTH_MM * mm, HEIGHT_MM * mm, 2 * mm)

    def y_pt(self, down_mm: float) -> float:
        """Return the height above the lower edge of something that is so far down."""
        return (HEIGHT_MM - down_mm) * mm

    def line(
        self,
        text: str,
        size_pt: float,
        *,
        bold: bool = False,
        x_mm: float = MARGIN_MM,
        room_mm: float = ROOM_MM,
        gap_mm: float = 0.0,
    ) -> None:
        """Write one line, smaller or cut when it is too long, and go on below it."""
        text, size = fitted(text, room_mm * mm, size_pt, bold=bold, least_pt=min(size_pt, 7.0))
        draw_line(self.canvas, x_mm * mm, self.y_pt(self.down_mm) - size_pt * 0.8, text, size_pt=size, bold=bold)
        self.down_mm += size_pt * 1.22 * PT_MM + gap_mm

    def lines(
        self,
        text: str,
        size_pt: float,
        *,
        bold: bool = False,
        x_mm: float = MARGIN_MM,
        room_mm: float = ROOM_MM,
        most: int = 99,
    ) -> None:
        """Write a text in as many lines as it needs, but not more than ``most``."""
        found = folded(text, room_mm * mm, size_pt, bold=bold)
        if len(found) > most:
            found = [*found[: most - 1], f"{found[most - 1]}…"]
        for line in found:
            self.line(line, size_pt, bold=bold, x_mm=x_mm, room_mm=room_mm)

    def rule(self, *, gap_mm: float = 1.5) -> None:
        """Draw a line across, with air above and below."""
        self.down_mm += gap_mm
        self.canvas.setLineWidth(0.6)
        left, right = MARGIN_MM * mm, (WIDTH_MM - MARGIN_MM) * mm
        self.canvas.line(left, self.y_pt(self.down_mm), right, self.y_pt(self.down_mm))
        self.down_mm += gap_mm

    def fact(self, word: str, text: str, *, word_mm: float = 22.0, size_pt: float = 8.5, bold: bool = False) -> None:
        """Write a word and what it says beside it; nothing when it says nothing."""
        if not text:
            return
        at_mm = self.down_mm
        self.line(word, size_pt - 1.5)
        self.down_mm = at_mm
        left_mm = MARGIN_MM + word_mm
        self.lines(text, size_pt, bold=bold, x_mm=left_mm, room_mm=ROOM_MM - word_mm, most=3)
        self.down_mm += 0.5

    def end(self) -> None:
        """End the page."""
        self.canvas.showPage()
