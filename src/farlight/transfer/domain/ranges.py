"""Which bytes are asked for: the header ``Range`` (RFC 9110, section 14.1.2 and 14.2)."""

import re
from dataclasses import dataclass
from itertools import pairwise

MOST_RANGES = 64
"""With more, the header is ignored and the whole is sent, as RFC 9110 (section 14.2) advises."""

_SPECIFICATION = re.compile(r"(?P<first>\d{1,18})-(?P<last>\d{0,18})|-(?P<suffix>\d{1,18})", re.ASCII)


@dataclass(frozen=True, order=True)
class Span:
    """Bytes ``start`` to ``stop``, without the last one, as Python counts."""

    start: int
    stop: int

    @property
    def length_bytes(self) -> int:
        """How many bytes these are."""
        return self.stop - self.start

    def content_range(self, size_bytes: int) -> str:
        """Value of the header ``Content-Range``: ``bytes 0-99/1234``."""
        return f"bytes {self.start}-{self.stop - 1}/{size_bytes}"


class UnsatisfiableRangeError(ValueError):
    """None of the ranges lies in the representation."""


def requested_spans(header: str, size_bytes: int) -> list[Span] | None:
    """Read the header ``Range``.

    Parameters
    ----------
    header : str
        ``bytes=0-99``, ``bytes=100-``, ``bytes=-500``, or several of these; empty when there is none.
    size_bytes : int
        Length of the whole.

    Returns
    -------
    list of Span or None
        The parts, in the order asked for; those that overlap become one, and then they are in order of position. None
        when the whole is to be sent: no header, another unit, nonsense, or too many parts.

    Raises
    ------
    UnsatisfiableRangeError
        When the header is right but none of its parts lies within the whole.
    """
    unit, equals, text = header.partition("=")
    if not equals or unit.strip().lower() != "bytes":
        return None
    asked = [part.strip() for part in text.split(",") if part.strip()]
    matches = [_SPECIFICATION.fullmatch(part) for part in asked]
    if not asked or len(asked) > MOST_RANGES or not all(matches):
        return None
    spans = [_span(match, size_bytes) for match in matches if match]
    if any(span is _NONSENSE for span in spans):
        return None
    found = [span for span in spans if span is not None]
    if not found:
        raise UnsatisfiableRangeError(header)
    if any(span.length_bytes == 0 for span in found):
        return None
    return _without_overlap(found)


_NONSENSE = Span(1, 0)
"""A range that ends before it begins makes the whole header invalid."""


def _span(match: re.Match[str], size_bytes: int) -> Span | None:
    """Return the part of the whole that one specification means; None when it lies behind the end."""
    if match["suffix"] is not None:
        suffix = int(match["suffix"])
        return Span(max(size_bytes - suffix, 0), size_bytes) if suffix else None
    first = int(match["first"])
    last = int(match["last"]) if match["last"] else max(size_bytes - 1, first)
    if last < first:
        return _NONSENSE
    return Span(first, min(last + 1, size_bytes)) if first < size_bytes else None


def _without_overlap(spans: list[Span]) -> list[Span]:
    ordered = sorted(spans)
    if all(before.stop <= after.start for before, after in pairwise(ordered)):
        return spans
    merged = [ordered[0]]
    for span in ordered[1:]:
        if span.start <= merged[-1].stop:
            merged[-1] = Span(merged[-1].start, max(merged[-1].stop, span.stop))
        else:
            merged.append(span)
    return merged
