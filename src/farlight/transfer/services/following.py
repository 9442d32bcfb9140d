"""Following downloads: who takes what, how far it is, whether it came to its end.

Every answer of a download tells once a second what it sent. The row keeps which bytes left, so that a download that
was gone on with, or fetched in eight pieces side by side, is whole exactly when every byte of it was sent.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
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
    state_after_silence,
)
from farlight.transfer.domain.intervals import Interval, merged, total_bytes
from farlight.transfer.events import FilesDownloaded
from farlight.transfer.models import Download
from farlight.transfer.services.holding import hold, let_go, still_held

ADDRESSES_KEPT = timedelta(days=180)
"""After this nobody is told any more from where something was taken."""
REMEMBERED = 200
"""So many files that are whole are still known by their keys while their download is open."""
_LONGEST_WORDS, _LONGEST_CLIENT, _LONGEST_ADDRESS = 400, 100, 45


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
    if asked.key not in row.parts:
        row.parts[asked.key] = {"size": asked.size_bytes, "sent": []}
        row.files += 1
        row.size_bytes += asked.size_bytes
    row.last_at = now
    _settle_whole_parts(row)
    _go_to(row, DownloadState.RUNNING)
    if holder is not None:
        hold(row, session=asked.session, person=holder, now=now)
    row.save()
    return row.pk


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


@transaction.atomic
def record_progress(
    download_id: int, key: str, sent: Sequence[Interval], *, rate_bytes_per_s: float, now: datetime
) -> bool:
    """Note what was sent of a part of a download; return whether it may go on."""
    row = Download.objects.select_for_update().get(pk=download_id)
    if row.state not in OPEN:
        return row.state != DownloadState.REVOKED
    _add(row, key, sent)
    row.rate_bytes_per_s, row.last_at = rate_bytes_per_s, now
    _go_to(row, DownloadState.RUNNING)
    goes_on = still_held(row, now=now)
    row.save()
    return goes_on


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
