"""Recordings begin, are sealed while they go on, end, and are forgotten."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from farlight.audit.public import record
from farlight.audit.types import AuditKind, Detail
from farlight.beamtime.public import refuse_data_of_others, session_row
from farlight.bus.public import publish
from farlight.kernel.ids import new_opaque_id
from farlight.people.types import Actor
from farlight.recordings.access import recording_for
from farlight.recordings.adapters.files import cut_at, lines_of, remove
from farlight.recordings.domain.asciicast import first_hash, sealed_further
from farlight.recordings.events import ShellRecorded
from farlight.recordings.models import Recording
from farlight.recordings.types import Seal

log = logging.getLogger(__name__)

LOST_AFTER = timedelta(minutes=2)
"""A recording that was not sealed for so long died with its process; shells seal theirs more often."""


@transaction.atomic
def begin_recording(*, person: Actor, session_code: str, computer: str, now: datetime) -> str:
    """Note that a shell is being recorded; return the recording's code."""
    code = new_opaque_id("r-")
    Recording.objects.create(
        code=code,
        session=session_row(session_code),
        person_id=person.pk,
        computer=computer,
        began_at=now,
        sealed_at=now,
        hash=first_hash(code),
    )
    return code


def seal_recording(code: str, seal: Seal, *, now: datetime) -> None:
    """Note how far a recording has come."""
    rows = Recording.objects.filter(code=code, ended_at=None)
    rows.update(lines=seal.lines, size_bytes=seal.size_bytes, hash=seal.hash, sealed_at=now)


@transaction.atomic
def end_recording(code: str, seal: Seal | None, *, now: datetime, broke_off: bool = False) -> bool:
    """Note that a recording is over, with its last hash in the record of acts; return False when it was already.

    Parameters
    ----------
    seal : Seal or None
        How far it came; None when nobody knows, and what was sealed last counts.
    broke_off : bool
        Whether its process died.
    """
    if seal is not None:
        seal_recording(code, seal, now=now)
    if not Recording.objects.filter(code=code, ended_at=None).update(ended_at=now, broke_off=broke_off):
        return False
    row = Recording.objects.select_related("session", "person").get(code=code)
    who, where = row.person.username, row.session.code
    ended = ShellRecorded(session=where, recording=code, person=who, computer=row.computer, lines=row.lines)
    publish(ended, by=who)
    details: dict[str, Detail] = {
        "computer": row.computer,
        "lines": row.lines,
        "bytes": row.size_bytes,
        "hash": row.hash,
        **({"broke_off": True} if broke_off else {}),
    }
    record(kind=AuditKind.RECORDING_MADE, by=who, about=code, session_code=where, details=details, now=now)
    return True


def read_recording(*, by: Actor, code: str, address: str, now: datetime) -> Iterator[bytes]:
    """Give the lines of a recording to somebody who may read it; that they did is recorded.

    Raises
    ------
    NotFound
        When there is none of this code, or it is not theirs to read.
    NotAllowed
        When the session is not theirs, and the facility asks for a second factor before data of others.
    """
    row = recording_for(by, code)
    refuse_data_of_others(by, row.session.code, now)
    details = {"of": row.person.username, "computer": row.computer}
    record(
        kind=AuditKind.RECORDING_READ,
        by=by.username,
        about=code,
        session_code=row.session.code,
        address=address,
        details=details,
        now=now,
    )
    return lines_of(row.session.code, row.code)


def keep_recordings(*, now: datetime) -> int:
    """End recordings that died with their process, sealed as far as they came; return how many."""
    unsealed = Q(sealed_at__lt=now - LOST_AFTER) | Q(sealed_at__gt=now + LOST_AFTER)
    lost = Recording.objects.select_related("session").filter(unsealed, ended_at=None)
    return sum(end_recording(row.code, _last_seal(row), now=now, broke_off=True) for row in list(lost))


def _last_seal(row: Recording) -> Seal | None:
    """Return the seal over what was written; None when that is not what was sealed, or does not lie here."""
    sealed, session = Seal(lines=row.lines, size_bytes=row.size_bytes, hash=row.hash), row.session.code
    try:
        seal = sealed_further(row.code, lines_of(session, row.code), sealed)
        if seal is not None:
            cut_at(session, row.code, seal.size_bytes)
    except OSError as error:
        log.warning("recording %s ends as it was sealed last: %s", row.code, error)
        return None
    return seal


def forget_recordings(*, now: datetime, keep: timedelta) -> int:
    """Remove recordings that ended longer ago than they are kept; return how many."""
    old = Recording.objects.select_related("session").filter(ended_at__lt=now - keep)
    count = 0
    for row in list(old[:500]):
        remove(row.session.code, row.code)
        row.delete()
        count += 1
    return count
