"""What lies in a parcel, as one value that changes with it."""

from collections.abc import Iterable
from hashlib import sha256


def content_hash(lines: Iterable[str]) -> str:
    """Return the mark of a parcel's contents, whatever the order of its lines: 16 hexadecimal digits.

    Parameters
    ----------
    lines : Iterable[str]
        One for each thing in it, saying all that matters of it.
    """
    return sha256("\n".join(sorted(lines)).encode()).hexdigest()[:16]
