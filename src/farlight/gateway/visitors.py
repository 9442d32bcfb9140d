"""Who has come in: a person on one connection, and the sessions that they entered."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

import asyncssh
from asgiref.sync import sync_to_async
from django.conf import settings

from farlight.audit.public import record
from farlight.audit.types import AuditKind
from farlight.beamtime.public import Gate, rights_number, session_folder
from farlight.beamtime.types import Action, Verdict
from farlight.gateway.paths import WRITABLE
from farlight.gateway.storage import Storage
from farlight.kernel.disks import Disk, disk_of
from farlight.kernel.errors import NotAllowed, NotFound
from farlight.kernel.time import utc_now
from farlight.leases.public import Over, open_channel, watched
from farlight.leases.types import Channel, ChannelKind, Ending
from farlight.people.types import Actor, Credential

log = logging.getLogger(__name__)

ENDS_THE_LINE = frozenset({Ending.LOCKED, Ending.SIGNED_OUT, Ending.CLOSED, Ending.UNSEEN})
"""Endings after which a visitor has nothing to do here at all, whatever else they entered."""

T = TypeVar("T")


async def in_thread(function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """Run what asks the database beside the event loop; what waits for storage has threads of its own: ``disks``."""
    result: T = await sync_to_async(function, thread_sensitive=False)(*args, **kwargs)
    return result


@dataclass(eq=False)
class Stay:
    """A visitor's channel to one session, as long as it lasts."""

    session: str
    storage: Storage
    disk: Disk
    """All that may wait for the storage is done by it."""
    gate: Gate
    """Asked before anything is changed: who reads files does not always change them."""
    ending: Ending | None = None
    written_bytes: int = 0
    written_files: int = 0
    used_bytes: int | None = None
    """How much lies in the folder that people write into; None while nobody looked."""

    def check(self) -> None:
        """Refuse whatever is asked when the stay is over."""
        if self.ending is not None:
            raise asyncssh.SFTPPermissionDenied(f"{self.session} is closed to you: {self.ending.label}")

    async def ask_to_write(self) -> None:
        """Refuse a change, with every reason, to whoever may not make it now."""
        self.check()
        verdict = await in_thread(self._may_write)
        if not verdict.allowed:
            raise asyncssh.SFTPPermissionDenied(" ".join(map(str, verdict.reasons)) or "Nothing is changed here")

    def _may_write(self) -> Verdict:
        return self.gate.verdict_at(rights_number(self.session), Action.WRITE_FILES, utc_now())

    def count_written(self, size_bytes: int) -> None:
        """Count what is to be written; refuse it beyond the quota."""
        self.used_bytes = (self.used_bytes or 0) + size_bytes
        quota_bytes = settings.FARLIGHT_GATEWAY_QUOTA_BYTES
        if quota_bytes and self.used_bytes > quota_bytes:
            raise asyncssh.SFTPQuotaExceeded(f"The folder processed of {self.session} is full.")
        self.written_bytes += size_bytes


@dataclass(eq=False)
class Visitor:
    """A person on one connection."""

    person: Actor
    address: str
    key: str
    """Code of the SSH key or certificate that the person came with; empty when it was a password."""
    cut: Callable[[], None]
    """Ends the connection."""
    passages: int = 0
    """How many connections to computers of beamlines are open, or being opened."""
    has_left: bool = False
    _stays: dict[str, Stay] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _entering: dict[str, asyncio.Lock] = field(default_factory=dict)

    @property
    def only(self) -> str:
        """Code of the one session that the visitor's certificate opens; empty when there is no such limit."""
        return (self.person.came_with and self.person.came_with.certified_for) or ""

    async def enter(self, session: str) -> Stay:
        """Return the visitor's stay in a session; the first time, a channel is opened and watched from then on.

        Raises
        ------
        SFTPNoSuchFile
            When the person may not know of the session.
        SFTPPermissionDenied
            With every reason; also when the stay is over.
        """
        async with self._entering.setdefault(session, asyncio.Lock()):
            stay = self._stays.get(session)
            if stay is None:
                stay = self._stays[session] = await self._entered(session)
        stay.check()
        return stay

    async def _entered(self, session: str) -> Stay:
        try:
            channel = await in_thread(
                open_channel,
                person=self.person,
                session_code=session,
                kind=ChannelKind.SFTP,
                now=utc_now(),
                address=self.address,
                opened_with=self.key,
            )
        except NotFound:
            raise asyncssh.SFTPNoSuchFile("No such file") from None
        except NotAllowed as refusal:
            raise asyncssh.SFTPPermissionDenied(refusal.message) from None
        gate = Gate(person=self.person, credential=self.person.came_with or Credential(is_ssh=True), session=session)
        stay = Stay(session, Storage(await in_thread(session_folder, session)), disk_of(session), gate)
        with suppress(OSError):  # on storage that is read-only, there is nothing to write into
            await stay.disk.run(stay.storage.prepare, WRITABLE)
        self.in_background(self._hold(stay, channel))
        return stay

    def in_background(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something as long as the visitor is here; when they leave, it is cancelled."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _hold(self, stay: Stay, channel: Channel) -> None:
        try:
            async with watched(channel) as over:
                await self._until_over(stay, over)
        finally:
            await asyncio.shield(in_thread(self._tell, stay))

    async def _until_over(self, stay: Stay, over: Over) -> None:
        stay.ending = await over.wait()
        log.info("%s is out of %s: %s", self.person.username, stay.session, stay.ending.label)
        if stay.ending in ENDS_THE_LINE:
            self.cut()

    def _tell(self, stay: Stay) -> None:
        """Write down what was put; what was taken, ``transfer`` writes down."""
        if stay.written_files or stay.written_bytes:
            record(
                kind=AuditKind.FILES_UPLOADED,
                by=self.person.username,
                session_code=stay.session,
                address=self.address,
                details={"way": "sftp", "files": stay.written_files, "bytes": stay.written_bytes},
                now=utc_now(),
            )

    def is_over_in(self, session: str) -> bool:
        """Whether somebody was put out of a session that they had entered."""
        stay = self._stays.get(session)
        return stay is not None and stay.ending is not None

    async def leave(self) -> None:
        """Let go of all sessions."""
        self.has_left, left = True, list(self._tasks)
        for task in left:
            task.cancel()
        for task in left:
            with suppress(asyncio.CancelledError):
                await task
