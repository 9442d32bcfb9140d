"""The watch: one thread a process that knows when something was committed to the log.

PostgreSQL tells it (LISTEN/NOTIFY). SQLite cannot, so there it reads ``PRAGMA data_version``, an integer in the
database file's header page, every few milliseconds: some microseconds each time, and no table is touched until it
changes. However many streams are open, there is one watch.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import InterfaceError, OperationalError, connection
from django.db.models import Max

from farlight.bus.models import CHANNEL, LoggedEvent

log = logging.getLogger(__name__)

SQLITE_LOOK_S = 0.02
POSTGRESQL_LOOK_S = 1.0
RECONNECT_S = 0.5


class Watch:
    """Counts news; wakes threads and event loops."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._count = 0
        self._listeners: dict[object, Callable[[], None]] = {}
        self._thread: threading.Thread | None = None
        self._stopping = False

    def wait(self, after: int | None, timeout_s: float) -> int:
        """Block until there is news since the count ``after``; return the present count."""
        self._ensure_running()
        with self._changed:
            if after is not None:
                self._changed.wait_for(lambda: self._count > after or self._stopping, timeout=timeout_s)
            return self._count

    @property
    def count(self) -> int:
        """How often there was news."""
        return self._count

    def listen(self, key: object, wake: asyncio.Event) -> None:
        """Set ``wake`` in the running event loop at each news, until ``forget(key)``."""
        self._ensure_running()
        loop = asyncio.get_running_loop()

        def tell() -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(wake.set)

        with self._changed:
            self._listeners[key] = tell

    def forget(self, key: object) -> None:
        """Stop waking a listener."""
        with self._changed:
            self._listeners.pop(key, None)

    def stop(self) -> None:
        """End the thread; tests and clean shutdowns call this."""
        thread = self._thread
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        if thread is not None:
            thread.join(timeout=5)
        self._thread, self._stopping = None, False

    def _ensure_running(self) -> None:
        with self._changed:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="farlight-watch", daemon=True)
                self._thread.start()

    def _tell(self) -> None:
        with self._changed:
            self._count += 1
            self._changed.notify_all()
            listeners = list(self._listeners.values())
        for tell in listeners:
            tell()

    def _run(self) -> None:
        look = self._listen_to_postgresql if connection.vendor == "postgresql" else self._look_at_sqlite
        try:
            while not self._stopping:
                try:
                    look()
                except (OperationalError, InterfaceError) as error:
                    log.warning("the watch lost the database and connects again: %s", error)
                    connection.close()
                    time.sleep(RECONNECT_S)
                self._tell()
        finally:
            connection.close()

    def _look_at_sqlite(self) -> None:
        version, newest = -1, -1
        with connection.cursor() as cursor:
            while not self._stopping:
                cursor.execute("PRAGMA data_version")
                now: Any = cursor.fetchone()
                if now[0] != version:
                    version = now[0]
                    found = LoggedEvent.objects.aggregate(newest=Max("pk"))["newest"] or 0
                    if found != newest:
                        newest = found
                        self._tell()
                time.sleep(SQLITE_LOOK_S)

    def _listen_to_postgresql(self) -> None:
        connection.ensure_connection()
        raw: Any = connection.connection
        raw.execute(f"LISTEN {CHANNEL}")
        self._tell()
        while not self._stopping:
            for _ in raw.notifies(timeout=POSTGRESQL_LOOK_S, stop_after=1):
                self._tell()
            if raw.closed:
                raise OperationalError("the connection was closed")


watch = Watch()
