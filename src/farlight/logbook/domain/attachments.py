"""Small files that people add to entries: what may come in, and as what it may go out."""

import re
import unicodedata

from farlight.kernel.errors import Objection

MOST_BYTES = 10_000_000
MOST_FILES = 30
LONGEST_NAME = 100
OPAQUE = "application/octet-stream"

_SHOWN = (
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"GIF87a", 0, "image/gif"),
    (b"GIF89a", 0, "image/gif"),
    (b"WEBP", 8, "image/webp"),
)
"""Beginnings of the pictures that browsers may show, where they stand, and what they are."""


def media_type_of(content: bytes) -> str:
    """Return what some bytes are: a kind of picture, or else just bytes, whatever the name says."""
    return next((kind for mark, at, kind in _SHOWN if content[at : at + len(mark)] == mark), OPAQUE)


def plain_name(name: str) -> str:
    """Return the last part of a file's name, with nothing in it that a system or a header could stumble over."""
    last = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    plain = "".join(c for c in last if c.isprintable() and c not in '<>:"|?*').strip(" .")
    stem, dot, ending = plain.rpartition(".")
    room = LONGEST_NAME - len(ending) - 1
    return (f"{stem[:room]}{dot}{ending}" if stem and room > 0 else plain[:LONGEST_NAME]) or "file"


def objections_to_file(content: bytes, *, present: int) -> list[Objection]:
    """Return what speaks against adding a file to an entry that has some already."""
    found = []
    if not content:
        found.append(Objection(message="The file is empty.", mend="Choose another.", field="file"))
    if len(content) > MOST_BYTES:
        message = f"The file has {len(content) / 1e6:.1f} MB; at most {MOST_BYTES / 1e6:.0f} MB fit."
        found.append(Objection(message=message, mend="Put it into the session's folder instead.", field="file"))
    if present >= MOST_FILES:
        found.append(Objection(message=f"There are {MOST_FILES} files already.", mend="Write a note.", field="file"))
    return found
