"""Several parts in one answer: ``multipart/byteranges`` (RFC 9110, section 14.6)."""

from collections.abc import Sequence

from farlight.transfer.domain.ranges import Span


def part_heads(spans: Sequence[Span], *, size_bytes: int, media_type: str, boundary: str) -> list[bytes]:
    """What stands before each part, and, as the last one, what ends the answer.

    Parameters
    ----------
    spans : sequence of Span
        The parts.
    size_bytes : int
        Length of the whole.
    media_type : str
        Of the whole.
    boundary : str
        A text that does not occur in the content.
    """
    heads = [
        f"\r\n--{boundary}\r\nContent-Type: {media_type}\r\nContent-Range: {span.content_range(size_bytes)}\r\n\r\n"
        for span in spans
    ]
    return [text.encode("ascii") for text in (*heads, f"\r\n--{boundary}--\r\n")]
