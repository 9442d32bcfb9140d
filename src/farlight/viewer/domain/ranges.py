"""Parts of a packed image, as ``Range`` asks for them (RFC 9110, section 14): one stretch of bytes, or all of it."""

import re

_RANGE = re.compile(rb"bytes=(\d{0,15})-(\d{0,15})")


def stretch_of(header: bytes, size_bytes: int) -> tuple[int, int] | None:
    """Return the first byte and the number of bytes that are asked for; None for all of them.

    What is no range of one stretch is not understood and so means all, as the standard has it.

    Raises
    ------
    ValueError
        When the range lies behind the end.
    """
    found = _RANGE.fullmatch(header.strip())
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        wanted = min(int(found[2]), size_bytes)
        if not wanted:
            raise ValueError("an empty range")
        return size_bytes - wanted, wanted
    first = int(found[1])
    last = min(int(found[2]), size_bytes - 1) if found[2] else size_bytes - 1
    if first >= size_bytes:
        raise ValueError("a range behind the end")
    return (first, last - first + 1) if last >= first else None
