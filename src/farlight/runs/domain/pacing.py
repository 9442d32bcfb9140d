"""Which images the analysis looks at next: all of them, or evenly chosen ones when it falls behind; the rest later."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

BEHIND_S = 1.5
"""Work that may wait before images are left out."""
LOOK_AHEAD_S = 0.5
"""Work that is taken at once, so that the next look at the files comes soon."""
FILL_IN_S = 0.25
"""Work on images left out that is taken at once: what arrives meanwhile waits no longer than that."""


@dataclass(frozen=True)
class Choice:
    """Images to look at, counted from 0, and whether images between them are left out."""

    indices: Sequence[int]
    sampled: bool


def images_to_look_at(*, following: int, ready: int, rate_hz: float, is_collecting: bool) -> Choice:
    """Choose the images to look at next.

    Parameters
    ----------
    following : int
        Index, from 0, of the image after the last that was looked at or left out.
    ready : int
        Images that can be read.
    rate_hz : float
        Images that are looked at in a second, as measured.
    is_collecting : bool
        Only then are images left out; afterwards there is time for all that are left.
    """
    waiting = ready - following
    at_once = max(int(rate_hz * LOOK_AHEAD_S), 1)
    bearable = max(int(rate_hz * BEHIND_S), 2)
    stride = math.ceil(waiting / bearable) if is_collecting and waiting > bearable else 1
    first = following + stride - 1
    return Choice(range(first, ready, stride)[:at_once], sampled=stride > 1)


def images_to_fill_in(left_out: Sequence[int], *, rate_hz: float) -> Sequence[int]:
    """Choose the next of the images that were left out, when there is idle time: the first ones.

    Parameters
    ----------
    left_out : sequence of int
        Ascending indices, from 0.
    rate_hz : float
        Images that are looked at in a second, as measured.
    """
    return left_out[: max(int(rate_hz * FILL_IN_S), 1)]
