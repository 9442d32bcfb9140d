"""Words that everybody at the place thinks of first: a password that is little else is no password."""

from collections.abc import Collection
from urllib.parse import urlsplit

WORDS = ("farlight", "synchrotron", "lightsource", "beamline", "beamtime", "detector", "crystal", "neutron", "password")
SHORTEST_HOST_WORD = 4
MUST_BE_LEFT = 8
"""So many characters a password has beside such words."""


def words_of(site: str) -> tuple[str, ...]:
    """Return the words of a place, the longest first: those of every such place, and those of its pages' address."""
    host = urlsplit(site).hostname or ""
    own = {word for word in host.replace("-", ".").split(".") if len(word) >= SHORTEST_HOST_WORD and word.isalpha()}
    return tuple(sorted({*WORDS, *own}, key=lambda word: (-len(word), word)))


def is_little_but(words: Collection[str], password: str) -> bool:
    """Whether too little is left of a password when the words are taken out, whatever their capitals."""
    left = password.casefold()
    for word in words:
        left = left.replace(word, "")
    return left != password.casefold() and len(left) < MUST_BE_LEFT
