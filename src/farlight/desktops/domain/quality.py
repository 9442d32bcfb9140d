"""How good the picture may be on a line: worse while sending takes most of the time, better when it takes little."""

from dataclasses import dataclass

from farlight.desktops.domain.rfb.encodings import BEST_QUALITY

WINDOW_S = 2.0
_MOSTLY, _HARDLY = 0.6, 0.15


@dataclass
class LineQuality:
    """JPEG's quality for one viewer, 0 to 9."""

    level: int = BEST_QUALITY
    _sending_s: float = 0.0
    _since_s: float = -1.0

    def sent(self, took_s: float, now_s: float) -> bool:
        """Note that sending a message took so long until now; return whether the level has changed."""
        if self._since_s < 0:
            self._since_s = now_s - took_s
        self._sending_s += took_s
        if now_s - self._since_s < WINDOW_S:
            return False
        busy_frac = self._sending_s / (now_s - self._since_s)
        self._sending_s, self._since_s = 0.0, now_s
        before = self.level
        if busy_frac > _MOSTLY:
            self.level = max(0, self.level - 3)
        elif busy_frac < _HARDLY:
            self.level = min(BEST_QUALITY, self.level + 1)
        return self.level != before
