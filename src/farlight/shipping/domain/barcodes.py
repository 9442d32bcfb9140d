"""Barcodes as drawings: QR for cameras, Code 128 for scanners with a line of light."""

from dataclasses import dataclass
from typing import Any

from reportlab.graphics.barcode.code128 import Code128
from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

QUIET = 4
"""Modules of white around a QR code (ISO/IEC 18004)."""
QUIET_LINES = 10
"""Modules of white beside a Code 128 (ISO/IEC 15417)."""
_FIRST = ord("A")
"""The library writes a bar of n modules as the n-th capital, a gap as the n-th small letter."""


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """A path for an SVG, whose unit is a module."""

    width: int
    height: int
    path: str


def qr_drawing(text: str) -> Drawing:
    """Draw a QR code that is still read when a quarter of it is covered."""
    code = QRCode(None, QRErrorCorrectLevel.Q)
    code.addData(text)
    code.make()
    modules = code.modules
    side = len(modules)
    dark = [(x, y) for y in range(side) for x in range(side) if modules[y][x]]
    path = "".join(f"M{x + QUIET} {y + QUIET}h1v1h-1z" for x, y in dark)
    return Drawing(width=side + 2 * QUIET, height=side + 2 * QUIET, path=path)


def lines_drawing(text: str, *, tall: int = 40) -> Drawing:
    """Draw a Code 128."""
    code: Any = Code128(text, quiet=0)
    code.validate()
    code.encode()
    code.decompose()
    at, path = QUIET_LINES, ""
    for letter in code.decomposed:
        wide = ord(letter.upper()) - _FIRST + 1
        if letter.isupper():
            path += f"M{at} 0h{wide}v{tall}h-{wide}z"
        at += wide
    return Drawing(width=at + QUIET_LINES, height=tall, path=path)
