"""How often a viewer gets a picture, and how wide."""

from dataclasses import dataclass, field

WIDTHS_PX = (160, 320, 640, 960, 1280, 1920)
"""Widths that are made, so that many viewers share them; a picture that is narrower stays as it is."""


def width_for(wanted_px: int, most_px: int) -> int:
    """Return the width in pixels that somebody gets who wants one: the next that is made, within the camera's limit."""
    fitting = [width for width in WIDTHS_PX if width >= wanted_px]
    return min(fitting[0] if fitting else most_px, most_px)


@dataclass
class Pace:
    """Tells when the next picture may go: never more than so many a second, evenly, without making up for lost ones."""

    rate_hz: float
    _next_s: float = field(default=0.0)

    def wait_s(self, now_s: float) -> float:
        """Return how long to wait before the next picture."""
        return max(0.0, self._next_s - now_s)

    def sent(self, now_s: float) -> None:
        """Note that a picture goes now."""
        self._next_s = max(self._next_s + 1 / self.rate_hz, now_s)
