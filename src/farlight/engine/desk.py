"""Between the plan and the people: commands go in, messages come out, across threads."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from farlight.engine.messages import CollectionOpened, FramesWritten, HoldChanged, Message
from farlight.science.scans import PointScan


class CollectionAbortedError(Exception):
    """Somebody asked to end the collection; raised inside the plan, where it stands."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class ControlDesk:
    """Commands for the collection under way; any thread may give them, the plan obeys at its next look."""

    receive: Callable[[Message], None]
    """Takes every message; must not block."""
    ticket: str
    opened: bool = False
    """Whether files of this order exist."""
    is_scan: bool = False
    """Whether it is measured point by point, without images."""
    frames: int = 0
    """Frames, or points, that were told of."""
    _held: threading.Event = field(default_factory=threading.Event)
    _abort: str | None = None
    _shown_held: bool = False

    def send(self, message: Message) -> None:
        """Pass a message on."""
        if isinstance(message, CollectionOpened):
            self.opened, self.is_scan = True, isinstance(message.layout, PointScan)
        if isinstance(message, FramesWritten):
            self.frames = message.frames
        self.receive(message)

    def hold(self) -> None:
        """Pause: stop exposing after the present frame, or before the next step."""
        self._held.set()

    def release(self) -> None:
        """Go on after a pause."""
        self._held.clear()

    def abort(self, reason: str) -> None:
        """End the collection, wherever it is; the first reason counts."""
        self._abort = self._abort or reason

    @property
    def held(self) -> bool:
        """Whether a pause is wanted."""
        return self._held.is_set()

    def obey_abort(self) -> None:
        """Raise :class:`CollectionAbortedError` when an abort is wanted."""
        if self._abort is not None:
            raise CollectionAbortedError(self._abort)

    def show_held(self, *, held: bool) -> None:
        """Tell that the collection has paused or goes on, once for each change."""
        if held is not self._shown_held:
            self._shown_held = held
            self.send(HoldChanged(ticket=self.ticket, held=held))
