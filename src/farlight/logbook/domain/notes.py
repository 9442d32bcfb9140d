"""What a note may hold."""

from farlight.kernel.errors import Objection

MOST_CHARACTERS = 4000


def tidied(text: str) -> str:
    r"""Return a text with line ends as ``\n``, without what cannot be seen, and without blanks around it.

    Tabs and line ends stay; other control characters go, since no reader shows them and databases refuse some.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or c.isprintable() or c in _JOINERS).strip()


_JOINERS = "\u200d\u200c\u00a0\u202f\u3000\u2009"
"""Not printable for Python, but part of written words, of emoji and of numbers with their units."""


def objections_to(text: str) -> list[Objection]:
    """Return what speaks against a tidied text as a note."""
    if not text:
        return [Objection(message="The note is empty.", mend="Write something.", field="text")]
    if len(text) > MOST_CHARACTERS:
        message = f"The note has {len(text)} characters; at most {MOST_CHARACTERS} fit."
        return [Objection(message=message, mend="Write two notes.", field="text")]
    return []
