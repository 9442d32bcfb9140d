"""Letters of the world on paper: DejaVu Sans, Asian fonts of the reader for what it lacks, honesty about the rest."""

import re
from collections.abc import Iterator
from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path

from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from farlight.kernel.errors import Unavailable

PLAIN, BOLD = "DejaVuSans", "DejaVuSans-Bold"
MISSING = "□"
"""Stands for a letter that no font has."""
_FOLDERS = ("/usr/share/fonts/truetype/dejavu", "/usr/share/fonts/dejavu-sans-fonts", "/usr/share/fonts/TTF")
_KANA = re.compile("[\u3040-\u30ff]")
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")
_HAN = re.compile("[\u2e80-\u2fdf\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
_JAPANESE, _CHINESE, _KOREAN = "HeiseiKakuGo-W5", "STSong-Light", "HYSMyeongJo-Medium"


@cache
def load_fonts() -> TTFont:
    """Make the fonts known, once; return the plain one.

    Raises
    ------
    Unavailable
        When the machine lacks them.
    """
    folder = next((Path(f) for f in _FOLDERS if (Path(f) / f"{PLAIN}.ttf").exists()), None)
    if folder is None:
        raise Unavailable("The font DejaVu Sans is missing on this machine. Install the package fonts-dejavu-core.")
    plain = TTFont(PLAIN, str(folder / f"{PLAIN}.ttf"))
    registerFont(plain)
    registerFont(TTFont(BOLD, str(folder / f"{BOLD}.ttf")))
    registerFontFamily(PLAIN, normal=PLAIN, bold=BOLD, italic=PLAIN, boldItalic=BOLD)
    for name in (_JAPANESE, _CHINESE, _KOREAN):
        registerFont(UnicodeCIDFont(name))
    return plain


def runs(text: str, *, bold: bool = False) -> Iterator[tuple[str, str]]:
    """Return a text in pieces, each with the font that has its letters."""
    glyphs = load_fonts().face.charToGlyph
    han = _JAPANESE if _KANA.search(text) else _CHINESE
    fonts = ((_font_of(letter, glyphs, han, bold=bold), letter) for letter in text if letter.isprintable())
    for font, letters in groupby(fonts, key=lambda pair: pair[0]):
        piece = "".join(letter for _, letter in letters)
        yield (font or (BOLD if bold else PLAIN)), piece if font else MISSING * len(piece)


def _font_of(letter: str, glyphs: dict[int, int], han: str, *, bold: bool) -> str:
    if ord(letter) in glyphs:
        return BOLD if bold else PLAIN
    if _HANGUL.match(letter):
        return _KOREAN
    return han if _HAN.match(letter) or _KANA.match(letter) else ""


def lacks_letters(*texts: str) -> bool:
    """Whether any of some texts has a letter that no font has."""
    return any(MISSING in piece and MISSING not in text for text in texts for _, piece in runs(text))


def marked_up(text: str, *, bold: bool = False) -> str:
    """Return a plain text as markup of a paragraph; lines stay lines."""
    lines = (
        "".join(f'<font name="{font}">{escape(piece)}</font>' for font, piece in runs(line, bold=bold))
        for line in text.split("\n")
    )
    return "<br/>".join(lines)


def width_pt(text: str, size_pt: float, *, bold: bool = False) -> float:
    """Return how wide a line of text is."""
    return float(sum(stringWidth(piece, font, size_pt) for font, piece in runs(text, bold=bold)))


def draw_line(canvas: Canvas, x_pt: float, y_pt: float, text: str, *, size_pt: float, bold: bool = False) -> None:
    """Draw a line of text from its left end on its base line."""
    at_pt = x_pt
    for font, piece in runs(text, bold=bold):
        canvas.setFont(font, size_pt)
        canvas.drawString(at_pt, y_pt, piece)
        at_pt += stringWidth(piece, font, size_pt)


def fitted(
    text: str, room_pt: float, size_pt: float, *, bold: bool = False, least_pt: float = 6.0
) -> tuple[str, float]:
    """Return a text and a size at which it fits a width: smaller down to the least, then cut with dots."""
    while size_pt > least_pt and width_pt(text, size_pt, bold=bold) > room_pt:
        size_pt -= 0.5
    while len(text) > 1 and width_pt(text, size_pt, bold=bold) > room_pt:
        text = f"{text.rstrip('…')[:-1].rstrip()}…"
    return text, size_pt


def folded(text: str, room_pt: float, size_pt: float, *, bold: bool = False) -> list[str]:
    """Return a text in lines that fit a width, broken between words, and within a word that is too long by itself."""
    lines: list[str] = []
    for raw in text.split("\n"):
        line = ""
        for word in raw.split():
            longer = f"{line} {word}".strip()
            if width_pt(longer, size_pt, bold=bold) <= room_pt:
                line = longer
                continue
            lines += [line] if line else []
            *whole, line = _cut(word, room_pt, size_pt, bold=bold)
            lines += whole
        lines += [line] if line else []
    return lines


def _cut(word: str, room_pt: float, size_pt: float, *, bold: bool) -> list[str]:
    parts = [""]
    for letter in word:
        if parts[-1] and width_pt(parts[-1] + letter, size_pt, bold=bold) > room_pt:
            parts.append("")
        parts[-1] += letter
    return parts
