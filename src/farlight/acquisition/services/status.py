"""The state of the beamline, as its engine hears it, kept as last known values: changes only, at most once a second."""

import logging
import threading
from collections.abc import Mapping
from types import TracebackType

from django.db import InterfaceError, OperationalError, connection

from farlight.beamlines.public import record_readings
from farlight.beamlines.types import ChannelValue
from farlight.kernel.time import utc_now

log = logging.getLogger(__name__)

NOT_OFTENER_THAN_S = 1.0
ALIVE_EVERY_S = 5.0
"""Without any change so often is said that the beamline is there."""
NOT_STATUS = frozenset({"frames_written", "omega_deg"})
"""Channels that change with every frame: a run tells of its frames, and the pictures of omega."""


class StatusKeeper:
    """Takes every change of the channels, and writes them down from a thread of its own while it is entered."""

    def __init__(self, beamline_id: int) -> None:
        self._beamline_id = beamline_id
        self._changed: dict[str, ChannelValue] = {}
        self._lock = threading.Lock()
        self._news = threading.Event()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="farlight-status")

    def receive(self, channel: str, value: ChannelValue) -> None:
        """Take the value of a channel; returns at once."""
        if channel in NOT_STATUS:
            return
        with self._lock:
            self._changed[channel] = round(value, 6) if isinstance(value, float) else value
        self._news.set()

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._news.set()
        self._thread.join()

    def _keep(self) -> None:
        while not self._over.is_set():
            self._news.wait(ALIVE_EVERY_S)
            self._news.clear()
            taken = self._taken()
            try:
                record_readings(beamline_id=self._beamline_id, readings=taken, now=utc_now())
            except (OperationalError, InterfaceError) as error:
                log.warning("the state of the beamline could not be kept, and will be with the next: %s", error)
                connection.close()
                self._put_back(taken)
            self._over.wait(NOT_OFTENER_THAN_S)
        connection.close()

    def _put_back(self, taken: Mapping[str, ChannelValue]) -> None:
        with self._lock:
            self._changed = {**taken, **self._changed}

    def _taken(self) -> Mapping[str, ChannelValue]:
        with self._lock:
            taken, self._changed = self._changed, {}
        return taken
