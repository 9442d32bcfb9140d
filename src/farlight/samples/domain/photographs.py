"""Pictures and papers that people add: what may come in."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from farlight.kernel.errors import Objection

MOST_BYTES = 15_000_000
MOST_PICTURES = 12
LONGEST_TEXT = 4000
LONGEST_NAME = 100
_KINDS = ((b"\x89PNG\r\n\x1a\n", 0, "image/png"), (b"\xff\xd8\xff", 0, "image/jpeg"), (b"WEBP", 8, "image/webp"))
"""Beginnings of the pictures that phones make and browsers show, where they stand, and what they are."""


@dataclass(frozen=True, kw_only=True)
class Photograph:
    """A picture as it came."""

    name: str
    content: bytes


def media_type_of(content: bytes) -> str:
    """Return what kind of picture some bytes are; empty when they are none that is taken."""
    return next((kind for mark, at, kind in _KINDS if content[at : at + len(mark)] == mark), "")


def plain_name(name: str) -> str:
    """Return the last part of a file's name, with nothing in it that a system or a header could stumble over."""
    last = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    plain = "".join(sign for sign in last if sign.isprintable() and sign not in '<>:"|?*').strip(" .")
    return plain[-LONGEST_NAME:] or "file"


def objections_to_sheet(name: str, content: bytes) -> list[Objection]:
    """Return what speaks against a safety data sheet."""
    found = []
    if not content.startswith(b"%PDF-"):
        found.append(Objection(message=f"{plain_name(name)} is no PDF.", mend="Save it as PDF.", field="sheet"))
    if len(content) > MOST_BYTES:
        message = f"{plain_name(name)} has {len(content) / 1e6:.1f} MB; {MOST_BYTES / 1e6:.0f} MB fit."
        found.append(Objection(message=message, mend="Make it smaller.", field="sheet"))
    return found


def objections_to_photographs(text: str, photographs: Sequence[Photograph]) -> list[Objection]:
    """Return what speaks against a report."""
    found = []
    if not text.strip():
        found.append(Objection(message="The report says nothing.", mend="Say what you saw.", field="text"))
    if len(text) > LONGEST_TEXT:
        found.append(Objection(message="The report is too long.", mend="Shorten it.", field="text"))
    if len(photographs) > MOST_PICTURES:
        message = f"There are {len(photographs)} photographs; {MOST_PICTURES} fit."
        found.append(Objection(message=message, mend="Choose the best.", field="photographs"))
    for photograph in photographs:
        if not media_type_of(photograph.content):
            message = f"{photograph.name} is no picture that browsers show."
            found.append(Objection(message=message, mend="Use JPEG, PNG or WebP.", field="photographs"))
        if len(photograph.content) > MOST_BYTES:
            message = f"{photograph.name} has {len(photograph.content) / 1e6:.1f} MB; {MOST_BYTES / 1e6:.0f} MB fit."
            found.append(Objection(message=message, mend="Make it smaller.", field="photographs"))
    return found
