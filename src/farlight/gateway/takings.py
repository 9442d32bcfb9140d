"""What is taken by SFTP, told to ``transfer`` once a second: so it shows like any download, with progress and rate.

Reading itself only counts. A file that was taken within a second is told of afterwards, all of them in one go.
"""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass, field

from farlight.beamtime.public import session_summary
from farlight.gateway.visitors import Visitor, in_thread
from farlight.kernel.time import utc_now
from farlight.transfer.public import Asked, DownloadState, Progress, Span, Way, begin_download

TELL_S = 1.0


@dataclass(eq=False)
class Taking:
    """One file that is read, and what of it has left."""

    words: str
    key: str
    size_bytes: int
    is_over: bool = False
    sent_bytes: int = 0
    progress: Progress | None = None
    _start: int = 0
    _stop: int = 0
    _sent: list[tuple[int, int]] = field(default_factory=list)

    def sent(self, offset: int, count: int) -> None:
        """Note that a part left."""
        if offset != self._stop:
            self._sent.append((self._start, self._stop))
            self._start = offset
        self._stop = offset + count
        self.sent_bytes += count

    def taken(self) -> list[tuple[int, int]]:
        """Return what left since this was asked last."""
        sent, self._sent = [*self._sent, (self._start, self._stop)], []
        self._start = self._stop
        return [part for part in sent if part[0] < part[1]]


class Takings:
    """What a visitor takes of one session, as long as they take anything."""

    def __init__(self, visitor: Visitor, session: str, client: str) -> None:
        self._visitor, self._session, self._client = visitor, session, client
        self._open: list[Taking] = []
        self._is_telling = False

    def begin(self, parts: Sequence[bytes], status: os.stat_result) -> Taking:
        """Note that a file is opened to be read."""
        words = "/".join(os.fsdecode(part) for part in parts).encode("utf-8", "replace").decode()
        key = f"{words}:{status.st_size}:{status.st_mtime_ns}"[:300]
        taking = Taking(words=words, key=key, size_bytes=status.st_size)
        self._open.append(taking)
        if not self._is_telling:
            self._is_telling = True
            self._visitor.in_background(self._tell_all())
        return taking

    async def _tell_all(self) -> None:
        """Tell once a second, until nothing is taken any more or the visitor leaves."""
        ended: DownloadState | None = DownloadState.INTERRUPTED
        try:
            while self._open:
                await asyncio.sleep(TELL_S)
                over = [taking for taking in self._open if taking.is_over]
                await in_thread(self._tell, [taking for taking in self._open if taking not in over], over, None)
                self._open = [taking for taking in self._open if taking not in over]  # not before they were told
            ended = None
        finally:
            self._is_telling = False
            left, self._open = self._open, []
            if ended is not None or left:
                await asyncio.shield(in_thread(self._tell, [], left, ended))

    def _tell(self, going_on: list[Taking], over: list[Taking], outcome: DownloadState | None) -> None:
        for taking in (*going_on, *over):
            parts = taking.taken()
            if not parts and taking.progress is None:
                continue
            if taking.progress is None:
                taking.progress = self._begun(taking)
            for start, stop in parts:
                taking.progress.sent_part(start, stop)
            if taking.is_over or taking not in going_on:
                taking.progress.end(self._outcome_of(taking, outcome))
            elif parts:
                taking.progress.tell()

    def _outcome_of(self, taking: Taking, outcome: DownloadState | None) -> DownloadState | None:
        if self._visitor.is_over_in(self._session) and taking.sent_bytes < taking.size_bytes:
            return DownloadState.REVOKED
        return None if taking.is_over else outcome

    def _begun(self, taking: Taking) -> Progress:
        visitor = self._visitor
        asked = Asked(
            session_id=session_summary(self._session).id,
            session=self._session,
            person_id=visitor.person.pk,
            person=visitor.person.username,
            way=Way.SFTP,
            address=visitor.address,
            client=self._client,
            words=taking.words,
            key=taking.key,
            size_bytes=taking.size_bytes,
            is_archive=False,
        )
        return Progress(begin_download(asked, now=utc_now()), taking.key, [Span(0, taking.size_bytes)])
