"""Following downloads: who takes what, how far it is, whether it came to its end.

Every answer of a download tells once a second what it sent, all of a process together. The row keeps which bytes left,
so that a download that was gone on with, or fetched in eight pieces side by side, is whole exactly when every byte of
it was sent.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import Q

from farlight.audit.public import record
from farlight.audit.types import AuditKind
from farlight.bus.public import publish
from farlight.kernel.ids import new_opaque_id
from farlight.leases.types import Ending
from farlight.people.types import Actor
from farlight.transfer.adapters.turns import wait_for_turn
from farlight.transfer.domain.downloads import (
    GIVEN_UP,
    OPEN,
    QUIET,
    TRANSITIONS,
    Asked,
    DownloadState,
    Way,
    state_after_silence,
)
from farlight.transfer.domain.intervals import Interval, merged, total_bytes
from farlight.transfer.events import FilesDownloaded
from farlight.transfer.models import Download
from farlight.transfer.services.holding import hold, let_go, look_at_channels

ADDRESSES_KEPT = timedelta(days=180)
"""After this nobody is told any more from where something was taken."""
REMEMBERED = 200
"""So many files that are whole are still known by their keys while their download is open."""
WRITTEN_AT_ONCE = 50
"""So many downloads in one transaction, so that others can write between."""
_CHANGING = [
    "state",
    "files",
    "whole",
    "size_bytes",
    "sent_bytes",
    "rate_bytes_per_s",
    "parts",
    "last_at",
    "ended_at",
    "channel",
]
_LONGEST_WORDS, _LONGEST_CLIENT, _LONGEST_ADDRESS = 400, 100, 45

Whose = tuple[int, int, str]
"""Keys of a session and a person, and the address that they take from."""


@transaction.atomic
def begin_download(asked: Asked, *, now: datetime, holder: Actor | None = None) -> int:
    """Note that somebody begins, or goes on, to take something; return the key of the download.

    Parameters
    ----------
    holder : Actor, optional
        Who holds a channel of their lease open for it; None when another channel is open already (SFTP).

    Raises
    ------
    NotAllowed
        When the lease lets them open none, with every reason.
    """
    wait_for_turn(session_id=asked.session_id, person_id=asked.person_id)  # first pieces, asked for at one moment
    row = _open_download(asked, now=now) or _new_download(asked, now=now)
    _begin_part(row, asked)
    row.last_at = now
    _settle_whole_parts(row)
    _go_to(row, DownloadState.RUNNING)
    if holder is not None:
        hold(row, session=asked.session, person=holder, now=now)
    row.save()
    return row.pk


def _begin_part(row: Download, asked: Asked) -> None:
    if asked.key not in row.parts:
        row.parts[asked.key] = {"size": asked.size_bytes, "sent": []}
        row.files += 1
        row.size_bytes += asked.size_bytes


def _open_download(asked: Asked, *, now: datetime) -> Download | None:
    same = Download.objects.select_for_update().filter(
        session_id=asked.session_id,
        person_id=asked.person_id,
        way=asked.way,
        address=asked.address[:_LONGEST_ADDRESS],
        archive=asked.key if asked.is_archive else "",
        state__in=OPEN,
        last_at__gt=now - GIVEN_UP,
    )
    return same.order_by("-last_at").first()


def _new_download(asked: Asked, *, now: datetime) -> Download:
    return Download(
        session_id=asked.session_id,
        code=new_opaque_id("t-"),
        person_id=asked.person_id,
        way=asked.way,
        words=asked.words[:_LONGEST_WORDS],
        archive=asked.key if asked.is_archive else "",
        address=asked.address[:_LONGEST_ADDRESS],
        client=asked.client[:_LONGEST_CLIENT],
        began_at=now,
    )


@dataclass(frozen=True)
class Told:
    """What an answer of a download sent since it told last."""

    download_id: int
    key: str
    """The part of the download."""
    sent: Sequence[Interval]
    rate_bytes_per_s: float


def record_progress(told: Sequence[Told], *, now: datetime) -> set[int]:
    """Note what was sent of many downloads: a few queries for all that sent nothing, one more for each that did.

    Returns
    -------
    set of int
        Keys of the downloads that may not go on.
    """
    return set().union(*(_record_some(told[at : at + WRITTEN_AT_ONCE], now=now) for at in _starts(told)))


def _starts(told: Sequence[Told]) -> range:
    return range(0, len(told), WRITTEN_AT_ONCE)


@transaction.atomic
def _record_some(told: Sequence[Told], *, now: datetime) -> set[int]:
    keys = sorted({one.download_id for one in told})
    locked = Download.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    rows = {row.pk: row for row in locked}
    over = {key for key in keys if key not in rows or rows[key].state == DownloadState.REVOKED}
    going_on = {key: row for key, row in rows.items() if row.state in OPEN}
    lost, closed = look_at_channels([row.channel for row in going_on.values()], now=now)
    changed = {key for key, row in going_on.items() if row.channel in lost or row.state != DownloadState.RUNNING}
    rates: dict[int, float] = dict.fromkeys(going_on, 0.0)
    for one in told:
        if one.download_id in going_on:
            rates[one.download_id] += one.rate_bytes_per_s
            if one.sent:
                _add(going_on[one.download_id], one.key, one.sent)
                changed.add(one.download_id)
    for key in changed:
        row = going_on[key]
        row.rate_bytes_per_s, row.last_at = rates[key], now
        row.channel = "" if row.channel in lost else row.channel
        _go_to(row, DownloadState.RUNNING)
    _save_all([going_on[key] for key in sorted(changed)])
    quiet = [key for key in going_on if key not in changed]
    Download.objects.filter(pk__in=quiet).update(rate_bytes_per_s=0.0, last_at=now)
    return over | {key for key, row in going_on.items() if row.channel in closed}


def _save_all(rows: Sequence[Download]) -> None:
    """Write what changes while something is sent, of rows that are there and of new ones: one statement for all."""
    Download.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=_CHANGING)


@transaction.atomic
def end_part(
    download_id: int, key: str, sent: Sequence[Interval], *, outcome: DownloadState | None, now: datetime
) -> None:
    """Note that an answer of a download is over.

    Parameters
    ----------
    download_id, key : int and str
        The download, and the part of it.
    sent : sequence of Interval
        What was sent since the progress told last.
    outcome : DownloadState or None
        ``INTERRUPTED`` when it broke, ``REVOKED`` when access ended, None when everything asked for was sent.
    now : datetime
        The moment.
    """
    row = Download.objects.select_related("session", "person").select_for_update(of=("self",)).get(pk=download_id)
    if row.state not in OPEN:
        return
    _add(row, key, sent)
    row.rate_bytes_per_s, row.last_at = 0.0, now
    if outcome is not None:
        _go_to(row, outcome)
    elif row.archive and not _unfinished(row):
        _go_to(row, DownloadState.COMPLETE)
    if row.state not in OPEN:
        let_go(row, now=now, why=Ending.RIGHTS if row.state == DownloadState.REVOKED else Ending.LEFT)
    _publish_end(row, now=now)
    row.save()


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What left of a file since it was told last, by a way that has a channel of its own (SFTP)."""

    asked: Asked
    sent: Sequence[Interval]
    rate_bytes_per_s: float = 0.0
    outcome: DownloadState | None = None
    """``INTERRUPTED`` when the line broke, ``REVOKED`` when access ended; None while it goes on, and at its end."""

    @property
    def whose(self) -> Whose:
        """What files have in common that are of one download."""
        return self.asked.session_id, self.asked.person_id, self.asked.address[:_LONGEST_ADDRESS]


def record_taken(taken: Iterable[Taken], *, now: datetime) -> None:
    """Note what left of the files of many people: a few queries for all of them, however many files each takes."""
    in_order = sorted(taken, key=lambda one: one.whose)  # who locks several locks them in one order
    downloads = {whose: list(files) for whose, files in groupby(in_order, key=lambda one: one.whose)}
    whose = list(downloads)
    for at in range(0, len(whose), WRITTEN_AT_ONCE):
        _record_files({one: downloads[one] for one in whose[at : at + WRITTEN_AT_ONCE]}, now=now)


@transaction.atomic
def _record_files(downloads: Mapping[Whose, Sequence[Taken]], *, now: datetime) -> None:
    for session_id, person_id, _ in downloads:
        wait_for_turn(session_id=session_id, person_id=person_id)
    rows = _open_downloads_by_sftp(downloads, now=now)
    for whose, files in downloads.items():
        row = rows[whose] = rows.get(whose) or _new_download(files[0].asked, now=now)
        for one in files:
            _begin_part(row, one.asked)
            _add(row, one.asked.key, one.sent)
        row.rate_bytes_per_s, row.last_at = sum(one.rate_bytes_per_s for one in files), now
        _settle_whole_parts(row)
        _go_to(row, DownloadState.RUNNING)
        outcomes = {one.outcome for one in files}
        for outcome in (DownloadState.INTERRUPTED, DownloadState.REVOKED):
            if outcome in outcomes:
                _go_to(row, outcome)
        _publish_end(row, now=now)
    _save_all([rows[whose] for whose in downloads])


def _open_downloads_by_sftp(some: Collection[Whose], *, now: datetime) -> dict[Whose, Download]:
    """Return the newest open download of each of some people, of those who have one: one query."""
    sessions, people, addresses = (set(parts) for parts in zip(*some, strict=True))
    same = Download.objects.select_for_update().filter(
        session_id__in=sessions,
        person_id__in=people,
        address__in=addresses,
        way=Way.SFTP,
        state__in=OPEN,
        last_at__gt=now - GIVEN_UP,
    )
    found = {(row.session_id, row.person_id, row.address): row for row in same.order_by("last_at")}
    return {whose: row for whose, row in found.items() if whose in some}


def settle_downloads(*, now: datetime) -> int:
    """End what has been quiet for long enough; return how many downloads changed."""
    unheard = Q(last_at__lte=now - QUIET) | Q(last_at__gte=now + QUIET)
    quiet = Download.objects.filter(unheard, state__in=OPEN).values_list("pk", flat=True)
    return sum(_settle(key, now=now) for key in list(quiet[:200]))


@transaction.atomic
def _settle(download_id: int, *, now: datetime) -> bool:
    row = Download.objects.select_related("session", "person").select_for_update(of=("self",)).get(pk=download_id)
    state = DownloadState(row.state)
    new = state_after_silence(state, is_whole=not _unfinished(row), last_at=row.last_at, now=now)
    let_go(row, now=now)
    if new is None:
        row.save()
        return False
    _go_to(row, new)
    row.rate_bytes_per_s = 0.0
    _publish_end(row, now=now)
    row.save()
    return True


def forget_addresses(*, now: datetime) -> int:
    """Forget from where files were taken long ago; return of how many downloads."""
    old = Download.objects.filter(began_at__lt=now - ADDRESSES_KEPT).exclude(address="", client="")
    return old.update(address="", client="")


def _add(row: Download, key: str, sent: Sequence[Interval]) -> None:
    part = row.parts.get(key, {})
    if "sent" not in part:
        return
    for start, stop in sent:
        before = total_bytes(part["sent"])
        part["sent"] = merged(part["sent"], start, stop)
        row.sent_bytes += total_bytes(part["sent"]) - before
    _settle_whole_parts(row)


def _settle_whole_parts(row: Download) -> None:
    """Count what is whole. Its key is remembered for a while: clients ask for pieces of what they have already."""
    for key, part in _unfinished(row).items():
        if total_bytes(part["sent"]) >= part["size"]:
            del row.parts[key]
            row.parts[key] = {"size": part["size"]}
            row.whole += 1
    done = [key for key, part in row.parts.items() if "sent" not in part]
    for key in done[:-REMEMBERED]:
        del row.parts[key]


def _unfinished(row: Download) -> dict[str, dict[str, Any]]:
    return {key: part for key, part in row.parts.items() if "sent" in part}


def _go_to(row: Download, state: DownloadState) -> None:
    if state in TRANSITIONS[DownloadState(row.state)]:
        row.state = state.value


def _publish_end(row: Download, *, now: datetime) -> None:
    """Tell once that a download is over."""
    if row.state in OPEN or row.ended_at is not None:
        return
    row.ended_at = now
    event = FilesDownloaded(
        session=row.session.code,
        download=row.code,
        person=row.person.username,
        way=row.way,
        what=row.words,
        files=row.files,
        size_bytes=row.size_bytes,
        sent_bytes=row.sent_bytes,
        outcome=row.state,
    )
    publish(event, by=row.person.username)
    details: dict[str, str | int | float | bool] = {
        "outcome": row.state,
        "way": row.way,
        "files": row.files,
        "size_bytes": row.size_bytes,
        "sent_bytes": row.sent_bytes,
    }
    record(
        kind=AuditKind.FILES_DOWNLOADED,
        by=row.person.username,
        about=row.words,
        session_code=row.session.code,
        address=row.address,
        details=details,
        now=now,
    )
