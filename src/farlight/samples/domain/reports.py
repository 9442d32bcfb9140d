"""Papers and reports that people add: what may come in."""

from collections.abc import Sequence

from farlight.kernel.errors import Objection
from farlight.kernel.pictures import MOST_BYTES, Photograph, objections_to_pictures, plain_name

LONGEST_TEXT = 4000


def objections_to_sheet(name: str, content: bytes) -> list[Objection]:
    """Return what speaks against a safety data sheet."""
    found = []
    if not content.startswith(b"%PDF-"):
        found.append(Objection(message=f"{plain_name(name)} is no PDF.", mend="Save it as PDF.", field="sheet"))
    if len(content) > MOST_BYTES:
        message = f"{plain_name(name)} has {len(content) / 1e6:.1f} MB; {MOST_BYTES / 1e6:.0f} MB fit."
        found.append(Objection(message=message, mend="Make it smaller.", field="sheet"))
    return found


def objections_to_report(text: str, photographs: Sequence[Photograph]) -> list[Objection]:
    """Return what speaks against a report."""
    found = []
    if not text.strip():
        found.append(Objection(message="The report says nothing.", mend="Say what you saw.", field="text"))
    if len(text) > LONGEST_TEXT:
        found.append(Objection(message="The report is too long.", mend="Shorten it.", field="text"))
    return found + objections_to_pictures(photographs)
