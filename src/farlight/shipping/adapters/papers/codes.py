"""Codes for scanners, drawn as rectangles: sharp at any resolution."""

from reportlab.graphics.barcode.code128 import Code128
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.lib.colors import black, white
from reportlab.pdfgen.canvas import Canvas

from farlight.shipping.adapters.papers.datamatrix import data_matrix


def draw_qr(canvas: Canvas, text: str, x_pt: float, y_pt: float, side_pt: float) -> None:
    """Draw a QR code, error correction M, with its quiet zone of four modules within the square."""
    code = QrCodeWidget(text, barLevel="M").qr  # type: ignore[attr-defined]  # the stubs lack it
    code.make()
    modules = [[bool(cell) for cell in row] for row in code.modules]
    _draw_modules(canvas, modules, x_pt, y_pt, side_pt, quiet=4)


def draw_data_matrix(canvas: Canvas, text: str, x_pt: float, y_pt: float, side_pt: float) -> None:
    """Draw a DataMatrix with a quiet zone of two modules within the square."""
    _draw_modules(canvas, data_matrix(text), x_pt, y_pt, side_pt, quiet=2)


def draw_code_128(canvas: Canvas, text: str, x_pt: float, y_pt: float, width_pt: float, height_pt: float) -> None:
    """Draw a Code 128, with its quiet zones of ten modules, as wide as there is room."""
    code = Code128(text, barWidth=1, barHeight=height_pt, quiet=False)
    code.validate()
    code.encode()
    code.decompose()
    bars = [(index % 2 == 0, ord(letter.lower()) - ord("a") + 1) for index, letter in enumerate(code.decomposed)]
    module_pt = width_pt / (sum(width for _, width in bars) + 20)
    canvas.setFillColor(white)
    canvas.rect(x_pt, y_pt, width_pt, height_pt, stroke=0, fill=1)
    canvas.setFillColor(black)
    at_pt = x_pt + 10 * module_pt
    for is_bar, width in bars:
        if is_bar:
            canvas.rect(at_pt, y_pt, width * module_pt, height_pt, stroke=0, fill=1)
        at_pt += width * module_pt


def _draw_modules(
    canvas: Canvas, modules: list[list[bool]], x_pt: float, y_pt: float, side_pt: float, *, quiet: int
) -> None:
    module_pt = side_pt / (len(modules) + 2 * quiet)
    canvas.setFillColor(white)
    canvas.rect(x_pt, y_pt, side_pt, side_pt, stroke=0, fill=1)
    canvas.setFillColor(black)
    top_pt = y_pt + side_pt - (quiet + 1) * module_pt
    for row, cells in enumerate(modules):
        start = 0
        while start < len(cells):
            stop = start
            while stop < len(cells) and cells[stop]:
                stop += 1
            if stop > start:
                left_pt = x_pt + (quiet + start) * module_pt
                canvas.rect(left_pt, top_pt - row * module_pt, (stop - start) * module_pt, module_pt, stroke=0, fill=1)
            start = max(stop, start + 1)
