r"""Taking pictures out of a stream of bytes in which JPEG follows JPEG, with or without text between.

Network cameras disagree about boundaries and lengths; where a JPEG ends is written in itself. From the start of an
image (``FF D8``) segments follow, each with its length; behind a start of scan (``FF DA``) come coded bytes, in which
``FF`` is followed by ``00`` or a restart mark until the next segment or the end (``FF D9``): ITU-T T.81, annex B.
"""

import re

START = b"\xff\xd8\xff"
MOST_BYTES = 8_000_000
"""A picture that is longer is none."""
_MARK = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
_END = 0xD9
_LENGTH_BYTES = 2


class NoPictureError(ValueError):
    """What comes is not a stream of JPEG pictures."""


class JpegStream:
    """Collects bytes; gives whole pictures."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        """Take bytes, and return the pictures that are whole now, oldest first.

        Raises
        ------
        NoPictureError
            When too much came without a picture.
        """
        self._bytes += data
        pictures = []
        while (picture := self._next()) is not None:
            pictures.append(picture)
        if len(self._bytes) > MOST_BYTES:
            raise NoPictureError
        return pictures

    def _next(self) -> bytes | None:
        start = self._bytes.find(START)
        if start < 0:
            del self._bytes[: max(0, len(self._bytes) - len(START) + 1)]
            return None
        del self._bytes[:start]
        end = _end_of(self._bytes)
        if end is None:
            return None
        picture = bytes(self._bytes[:end])
        del self._bytes[:end]
        return picture


def _end_of(data: bytearray) -> int | None:
    """Where the picture that begins the bytes ends; None while it is not whole."""
    at = len(START) - 1
    while (found := _MARK.search(data, at)) is not None:
        mark, at = data[found.start() + 1], found.end()
        if mark == _END:
            return at
        if len(data) < at + _LENGTH_BYTES:
            return None
        at += int.from_bytes(data[at : at + _LENGTH_BYTES], "big")
    return None
