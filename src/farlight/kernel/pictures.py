"""Pictures that people add: what may come in, and what is kept of it.

A picture is kept as it looks and not as it came: it is drawn anew, so that nothing hides in it and nothing is told
that its maker did not mean to tell, such as where it was taken.
"""

import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageOps

from farlight.kernel.errors import Invalid, Objection

MOST_BYTES = 15_000_000
MOST_PICTURES = 12
MOST_PIXELS = 60_000_000
LONGEST_SIDE_PX = 4096
SMALL_SIDE_PX = 480
LONGEST_NAME = 100
_QUALITY = 88
_KINDS = ((b"\x89PNG\r\n\x1a\n", 0, "image/png"), (b"\xff\xd8\xff", 0, "image/jpeg"), (b"WEBP", 8, "image/webp"))
"""Beginnings of the pictures that phones make and browsers show, where they stand, and what they are."""
_TAKEN = ("JPEG", "PNG", "WEBP")
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
"""What Pillow raises for pictures that are damaged, or made to do damage."""


@dataclass(frozen=True, kw_only=True)
class Photograph:
    """A picture as it came."""

    name: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture as it is kept."""

    name: str
    content: bytes
    media_type: str
    """``image/png`` or ``image/jpeg``."""
    small: bytes
    """The same as JPEG, no side longer than ``SMALL_SIDE_PX``."""
    width_px: int
    height_px: int


def media_type_of(content: bytes) -> str:
    """Return what kind of picture some bytes are; empty when they are none that is taken."""
    return next((kind for mark, at, kind in _KINDS if content[at : at + len(mark)] == mark), "")


def plain_name(name: str) -> str:
    """Return the last part of a file's name, with nothing in it that a system or a header could stumble over."""
    last = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    plain = "".join(sign for sign in last if sign.isprintable() and sign not in '<>:"|?*').strip(" .")
    return plain[-LONGEST_NAME:] or "file"


def objections_to_pictures(photographs: Sequence[Photograph], *, field: str = "photographs") -> list[Objection]:
    """Return what speaks against pictures, as far as it is seen without drawing them."""
    found = []
    if len(photographs) > MOST_PICTURES:
        message = f"There are {len(photographs)} photographs; {MOST_PICTURES} fit."
        found.append(Objection(message=message, mend="Choose the best.", field=field))
    for photograph in photographs:
        name = plain_name(photograph.name)
        if not media_type_of(photograph.content):
            message = f"{name} is no picture that browsers show."
            found.append(Objection(message=message, mend="Use JPEG, PNG or WebP.", field=field))
        if len(photograph.content) > MOST_BYTES:
            message = f"{name} has more than {MOST_BYTES / 1e6:.0f} MB."
            found.append(Objection(message=message, mend="Make it smaller.", field=field))
    return found


def drawn_anew(photographs: Sequence[Photograph], *, field: str = "photographs") -> list[Picture]:
    """Return pictures as they are kept: turned upright, without what cameras note beside them.

    Raises
    ------
    Invalid
        When there are too many, or some are no pictures, too large or damaged; every objection at once.
    """
    objections = objections_to_pictures(photographs, field=field)
    pictures = []
    for photograph in () if objections else photographs:
        try:
            pictures.append(_drawn_anew(photograph))
        except _BROKEN:
            message = f"{plain_name(photograph.name)} is damaged, or has more than {MOST_PIXELS // 10**6} megapixels."
            objections.append(Objection(message=message, mend="Take it again, or make it smaller.", field=field))
    if objections:
        raise Invalid(objections)
    return pictures


def _drawn_anew(photograph: Photograph) -> Picture:
    is_png = media_type_of(photograph.content) == "image/png"
    with Image.open(io.BytesIO(photograph.content), formats=_TAKEN) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        opened.draft("RGB", (LONGEST_SIDE_PX, LONGEST_SIDE_PX))
        upright = ImageOps.exif_transpose(opened)
    whole = upright.convert("RGBA" if is_png and upright.has_transparency_data else "RGB")
    whole.info.clear()
    whole.thumbnail((LONGEST_SIDE_PX, LONGEST_SIDE_PX))
    small = whole.convert("RGB")
    small.thumbnail((SMALL_SIDE_PX, SMALL_SIDE_PX))
    return Picture(
        name=plain_name(photograph.name),
        content=_written(whole, "PNG" if is_png else "JPEG"),
        media_type="image/png" if is_png else "image/jpeg",
        small=_written(small, "JPEG"),
        width_px=whole.width,
        height_px=whole.height,
    )


def _written(picture: Image.Image, form: str) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, quality=_QUALITY)
    return out.getvalue()
