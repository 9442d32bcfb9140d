"""Which ways to pack pixels are let through: those whose ends the proxy can find.

Clipboard texts beyond Latin-1 (extended clipboard), sound, files and video are not among them.
"""

from enum import IntEnum


class Encoding(IntEnum):
    """How a rectangle of an update is packed, or what it tells instead of pixels."""

    RAW = 0
    COPY = 1
    TIGHT = 7
    ZRLE = 16
    DESKTOP_SIZE = -223
    LAST = -224
    CURSOR = -239
    QEMU_KEYS = -258
    LED_STATE = -261
    DESKTOP_NAME = -307
    EXTENDED_DESKTOP_SIZE = -308
    FENCE = -312
    CONTINUOUS_UPDATES = -313
    CURSOR_WITH_ALPHA = -314


QUALITIES = range(-32, -22)
"""JPEG's quality in Tight: the last is the best."""
COMPRESSIONS = range(-256, -246)
BEST_QUALITY = 9


def allowed_encodings(asked: list[int], quality: int | None) -> list[int]:
    """Return those encodings that are let through, in the order in which they were asked for.

    Parameters
    ----------
    quality : int or None
        0 to 9: what the line bears, at most; None leaves it to the viewer.
    """
    known = {e.value for e in Encoding} | set(COMPRESSIONS)
    wished = [e - QUALITIES.start for e in asked if e in QUALITIES]
    kept = [e for e in asked if e in known]
    if not wished:
        return kept
    level = wished[0] if quality is None else min(wished[0], quality)
    return [*kept, QUALITIES.start + level]
