"""One answer of a download, as it sends: what it sent is told once a second, and when it is over."""

import threading
import time
from dataclasses import dataclass, field

from farlight.kernel.time import utc_now
from farlight.transfer.domain.downloads import DownloadState
from farlight.transfer.domain.intervals import Interval, merged
from farlight.transfer.domain.ranges import Span
from farlight.transfer.services.following import Told, end_part, record_progress


@dataclass
class Progress:
    """What an answer sent and has not told yet.

    Parameters
    ----------
    download_id, key : int and str
        The download and the part of it.
    spans : list of Span
        What the answer gives, in order; with several, nothing is told before all was sent.
    """

    download_id: int
    key: str
    spans: list[Span]
    _lock: threading.Lock = field(default_factory=threading.Lock)
    """What is sent is noted in the event loop, and asked for in a thread."""
    _sent_bytes: int = 0
    _untold: list[Interval] = field(default_factory=list)
    _told_at_s: float = field(default_factory=time.monotonic)
    _told_bytes: int = 0

    def sent(self, count: int) -> None:
        """Note that so many bytes more left."""
        with self._lock:
            if len(self.spans) == 1:
                start = self.spans[0].start + self._sent_bytes
                self._untold = merged(self._untold, start, start + count)
            self._sent_bytes += count

    def news(self) -> Told:
        """Return what left since this was asked last, and at which rate."""
        with self._lock:
            untold, self._untold = self._untold, []
            now_s = time.monotonic()
            rate = (self._sent_bytes - self._told_bytes) / max(now_s - self._told_at_s, 1e-3)
            self._told_at_s, self._told_bytes = now_s, self._sent_bytes
        return Told(self.download_id, self.key, untold, rate)

    def take_back(self, told: Told) -> None:
        """Tell again what could not be written down."""
        with self._lock:
            for start, stop in told.sent:
                self._untold = merged(self._untold, start, stop)

    def tell(self) -> bool:
        """Write down how far it is; return whether it may go on."""
        return not record_progress([self.news()], now=utc_now())

    def end(self, outcome: DownloadState | None) -> None:
        """Write down that it is over, and how."""
        if outcome is None and len(self.spans) > 1:
            self._untold = [(span.start, span.stop) for span in self.spans]
        end_part(self.download_id, self.key, self.news().sent, outcome=outcome, now=utc_now())
