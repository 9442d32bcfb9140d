"""The keeper: has the hub start and stop notebooks, and sees that none outlives its lease.

It is a thread of the worker. Every channel of a notebook is watched like any other; when one is over, the hub is told
to stop the server, and is asked until it is gone: only then the notebook is. A hub tells nobody of what it does, so it
is asked for all its servers together: each second while one comes or goes, each ten seconds while any runs, and now
and then for servers of sessions that nobody opened here. What the hub is told goes out in threads that touch no rows;
what it answered is dealt with in the keeper's own.
"""

import logging
import threading
import time
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections, connection

from farlight.beamtime.public import rights_numbers, session_folder
from farlight.bus.public import wait_for_news
from farlight.kernel.disks import asked_of_disk
from farlight.kernel.errors import Unavailable
from farlight.kernel.time import utc_now
from farlight.leases.public import Hold, hold_channel
from farlight.leases.types import Ending
from farlight.notebooks.access import active_notebooks, definition_of_hub, hub_of
from farlight.notebooks.adapters.hub import Hub, HubRefuses
from farlight.notebooks.domain.hubs import hub_name
from farlight.notebooks.models import Notebook
from farlight.notebooks.services.lives import (
    claim,
    end_notebook,
    note_closed,
    note_failed,
    note_running,
    note_trouble,
    unclaim,
)
from farlight.notebooks.types import NotebooksDefinition, NotebookState, ServerSeen

log = logging.getLogger(__name__)

STEP_S = 0.5
SOON_S, LATER_S, STRAYS_S = 1.0, 10.0, 30.0
"""How often the hub is asked: while a server comes or goes, while any runs, and while none does."""
AGAIN_S = 5.0
"""After so long the hub is told again what it did not do."""
CLAIMED_FOR = timedelta(seconds=30)
"""A start of which the hub knows nothing after so long was told by a worker that died."""
AT_ONCE = 8
SESSION_FOLDER, WRITABLE = "session_folder", "processed"
NOT_STARTED = "The hub could not start it."
Fault = HubRefuses | Unavailable | None
Server = tuple[str, str]


@dataclass(eq=False)
class _Kept:
    """A notebook, as its keeper knows it."""

    code: str
    server: Server
    hold: Hold
    told_at_s: float | None = None
    """When the hub had answered what it was told last."""
    start_due_s: float = 0.0
    stop_due_s: float = 0.0
    """Not before this the hub is told to start it, or to stop it, again."""
    runs_since_s: float | None = None
    """Since when it is known to run: what the hub was asked before says nothing of it."""

    @property
    def starting(self) -> tuple[str, str]:
        """What a thread is busy with that has the hub start it; another may have it stopped meanwhile."""
        return "starting", self.code


@dataclass
class _Seen:
    """What the hub told of its servers, and when it was asked."""

    asked_at_s: float = 0.0
    servers: dict[Server, ServerSeen] = field(default_factory=dict)


class Keeper:
    """One of a worker; several workers may keep the same notebooks."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}
        self._busy: set[object] = set()
        """Notebooks, servers and questions that a thread is busy with."""
        self._answers: SimpleQueue[tuple[object, Callable[[datetime], None]]] = SimpleQueue()
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="farlight-notebooks")
        self._asked_at_s = float("-inf")
        self._said = ""
        """What the hub objected to when it was asked last: each objection is written down once."""
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self._thread = threading.Thread(target=self._run, name="farlight-notebooks", daemon=True)
        self._thread.start()

    def see_alive(self) -> None:
        """See that it still works: the process that relies on it ends with it, and is started again.

        Raises
        ------
        RuntimeError
            When it does not.
        """
        if self._thread is not None and not self._thread.is_alive():
            raise RuntimeError("The keeper of notebooks ended; what it said stands above.")

    def stop(self) -> None:
        """Leave all notebooks to other workers: they run on."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(10 * STEP_S)
        for kept in self._kept.values():
            kept.hold.leave_open()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _run(self) -> None:
        position = wait_for_news(None, 0)
        try:
            while not self._stopping.is_set():
                if self._looked():
                    self._stopping.wait(STEP_S)
                else:
                    position = self._news_after(position)
        finally:
            connection.close()

    def _news_after(self, position: int) -> int:
        """Wait until something happened anywhere, the hub answered, or it is time to ask it."""
        until_s = time.monotonic() + LATER_S
        while not (self._stopping.is_set() or time.monotonic() > until_s):
            newest = wait_for_news(position, STEP_S)
            if newest != position or not self._answers.empty():
                return newest
        return position

    def _looked(self) -> bool:
        try:
            close_old_connections()
            return self.look(now=utc_now())
        except (OperationalError, InterfaceError) as error:
            log.warning("the keeper of notebooks cannot ask: %s", error)
            connection.close()
            return True

    def look(self, *, now: datetime) -> bool:
        """Do what is due; return whether there is any notebook. Nothing is waited for."""
        definition = definition_of_hub()
        hub = hub_of(definition)
        self._take_answers(now)
        rows = active_notebooks()
        for row in rows:
            kept = self._kept.get(row.code) or self._hold(row)
            if definition is None or hub is None:
                note_trouble(row.code, "The facility file names no hub any more, or its token is missing.")
            else:
                self._go_on(row, kept, hub, definition, now)
        self._let_go_all_but({row.code for row in rows})
        if hub is not None:
            self._ask(hub, {row.state for row in rows})
        return bool(rows)

    def _hold(self, row: Notebook) -> _Kept:
        server = (hub_name(row.person.username), row.session.code)
        kept = self._kept[row.code] = _Kept(row.code, server, hold_channel(row.channel))
        return kept

    def _let_go_all_but(self, codes: set[str]) -> None:
        for code in set(self._kept) - codes:
            self._kept.pop(code).hold.let_go()

    def _go_on(self, row: Notebook, kept: _Kept, hub: Hub, definition: NotebooksDefinition, now: datetime) -> None:
        if row.state == NotebookState.RUNNING and kept.runs_since_s is None:
            kept.runs_since_s = time.monotonic()
        ending = self._ending_of(kept, row.channel)
        if ending is not None and row.state != NotebookState.CLOSING:
            end_notebook(row.code, now=now, reason=ending.label)
            row.state = NotebookState.CLOSING.value
        if row.state == NotebookState.CLOSING:
            self._end(row, kept, hub, now)
        elif row.state == NotebookState.ASKED:
            self._begin(row, kept, hub, definition, now)

    def _ending_of(self, kept: _Kept, channel: str) -> Ending | None:
        """Return why a notebook's channel is over.

        That the database was away ends no calculation: nobody could lose a right meanwhile, and now it is asked again.
        """
        if kept.hold.over.ending is Ending.UNSEEN:
            kept.hold.leave_open()
            kept.hold = hold_channel(channel)
        return kept.hold.over.ending

    def _begin(self, row: Notebook, kept: _Kept, hub: Hub, definition: NotebooksDefinition, now: datetime) -> None:
        if kept.starting in self._busy or time.monotonic() < kept.start_due_s:
            return
        if row.begun_at is None and claim(row.code, now=now):
            folder, options = session_folder(row.session.code), options_of(row, definition)
            start = partial(_prepare_and_start, folder, hub, kept.server, options)
            self._tell(kept.starting, start, partial(self._start_answered, kept))

    def _end(self, row: Notebook, kept: _Kept, hub: Hub, now: datetime) -> None:
        """End it at the hub, also while that still starts it."""
        if row.begun_at is None:
            note_closed(row.code, now=now)
        elif row.code not in self._busy and time.monotonic() >= kept.stop_due_s:
            kept.stop_due_s = time.monotonic() + AGAIN_S
            self._tell(row.code, partial(hub.stop, *kept.server), partial(self._stop_answered, kept))

    # what the hub is told, and what it answers

    def _tell(self, what: object, do: Callable[[], object], then: Callable[[Fault, datetime], None]) -> None:
        self._busy.add(what)
        self._pool.submit(self._told, what, do, then)

    def _told(self, what: object, do: Callable[[], object], then: Callable[[Fault, datetime], None]) -> None:
        fault: Fault = None
        try:
            do()
        except (Unavailable, HubRefuses) as error:
            fault = error
        self._answers.put((what, partial(then, fault)))

    def _take_answers(self, now: datetime) -> None:
        with suppress(Empty):
            while True:
                what, then = self._answers.get_nowait()
                self._busy.discard(what)
                then(now)

    def _start_answered(self, kept: _Kept, fault: Fault, now: datetime) -> None:
        kept.stop_due_s = 0.0  # what was told to stop before it was there is told again
        if isinstance(fault, HubRefuses):
            log.warning("%s has no notebook of %s: %s", *kept.server, fault.message)
            note_failed(kept.code, now=now, reason=f"{NOT_STARTED} {fault.message}")
        elif fault is not None:
            kept.start_due_s = time.monotonic() + AGAIN_S
            note_trouble(kept.code, fault.message)
            unclaim(kept.code)
        else:
            kept.told_at_s = time.monotonic()

    def _stop_answered(self, kept: _Kept, fault: Fault, now: datetime) -> None:  # noqa: ARG002 - as the others
        kept.told_at_s = time.monotonic()
        if fault is not None:
            log.warning("the notebook of %s in %s is not stopped yet: %s", *kept.server, fault.message)
            note_trouble(kept.code, fault.message)

    # what the hub is asked

    def _ask(self, hub: Hub, states: Collection[str]) -> None:
        comes_or_goes = {NotebookState.ASKED.value, NotebookState.CLOSING.value} & set(states)
        every_s = SOON_S if comes_or_goes else LATER_S if states else STRAYS_S
        asked_at_s = time.monotonic()
        if "servers" in self._busy or asked_at_s - self._asked_at_s < every_s:
            return
        self._asked_at_s, seen = asked_at_s, _Seen(asked_at_s)
        self._tell("servers", lambda: seen.servers.update(hub.servers()), partial(self._seen, hub, seen))

    def _seen(self, hub: Hub, seen: _Seen, fault: Fault, now: datetime) -> None:
        rows = active_notebooks()  # those that were asked for meanwhile, too: their servers are no strays
        self._say(fault.message if fault else "")
        if fault is not None:
            for row in rows:
                note_trouble(row.code, fault.message)
            return
        for row in rows:
            if (kept := self._kept.get(row.code)) is not None:
                self._compare(row, kept, hub, seen, now)
        self._stop_strays(hub, seen, {(hub_name(row.person.username), row.session.code) for row in rows})

    def _say(self, words: str) -> None:
        if words and words != self._said:
            log.warning("the hub is not seen: %s", words)
        self._said = words

    def _compare(self, row: Notebook, kept: _Kept, hub: Hub, seen: _Seen, now: datetime) -> None:
        """Go on by what the hub told."""
        server = seen.servers.get(kept.server)
        if row.trouble and row.state == NotebookState.RUNNING:
            note_trouble(row.code, "")
        if server is not None and server.is_ready and row.state == NotebookState.ASKED:
            note_running(row.code, path=server.path, now=now)
        if server is None and not {row.code, kept.starting} & self._busy:
            self._missed(row, kept, hub, seen, now)

    def _missed(self, row: Notebook, kept: _Kept, hub: Hub, seen: _Seen, now: datetime) -> None:
        """Go on without a server that the hub does not name: it is gone only if the hub was asked late enough."""
        if row.state == NotebookState.RUNNING and _is_before(kept.runs_since_s, seen):
            self._gone(row, kept, hub, now, "It was ended at the hub.")
        elif row.state == NotebookState.CLOSING and _is_before(kept.told_at_s, seen):
            self._gone(row, kept, hub, now, "")
        elif row.state == NotebookState.ASKED and _is_before(kept.told_at_s, seen):
            note_failed(row.code, now=now, reason=NOT_STARTED)
        elif row.begun_at is not None and kept.told_at_s is None and abs(now - row.begun_at) > CLAIMED_FOR:
            unclaim(row.code)

    def _gone(self, row: Notebook, kept: _Kept, hub: Hub, now: datetime, reason: str) -> None:
        note_closed(row.code, now=now, reason=reason)
        self._tell(kept.server, partial(hub.forget, *kept.server), _forgotten)

    def _stop_strays(self, hub: Hub, seen: _Seen, known: set[Server]) -> None:
        """Stop servers that are named after a session and were not opened here, or whose notebook is over."""
        others = {server for server in seen.servers if server[1] and server not in known and server not in self._busy}
        sessions = rights_numbers({name for _, name in others}) if others else {}
        for user, name in sorted(others):
            if name in sessions:
                log.warning("a notebook of %s in %s was not opened here; the hub is told to stop it", user, name)
                self._tell((user, name), partial(hub.stop, user, name), _forgotten)


def _prepare_and_start(folder: Path, hub: Hub, server: Server, options: dict[str, str]) -> None:
    """Start a server where its session's files lie; before the first run there may be no folder yet."""
    try:
        asked_of_disk(server[1], partial((folder / WRITABLE).mkdir, parents=True, exist_ok=True))
    except OSError as error:
        raise Unavailable(f"The session's folder cannot be made: {error.strerror}.") from error
    hub.start(*server, options)


def options_of(row: Notebook, definition: NotebooksDefinition) -> dict[str, str]:
    """Return what the hub's spawner is told: what belongs to the size, and where the session's files lie."""
    chosen = next((size.options for size in definition.size if size.code == row.size), {})
    folder = session_folder(row.session.code).relative_to(settings.FARLIGHT_DATA_DIR)
    return {**chosen, SESSION_FOLDER: folder.as_posix()}


@contextmanager
def kept_notebooks() -> Iterator[Keeper]:
    """Keep notebooks while the block runs."""
    keeper = Keeper()
    keeper.start()
    try:
        yield keeper
    finally:
        keeper.stop()


def _is_before(moment_s: float | None, seen: _Seen) -> bool:
    return moment_s is not None and moment_s <= seen.asked_at_s


def _forgotten(fault: Fault, now: datetime) -> None:  # noqa: ARG001 - as the others
    if fault is not None:
        log.info("the hub keeps a server that nobody needs: %s", fault.message)
