"""Questions about recordings."""

from collections.abc import Iterator
from datetime import datetime

from farlight.audit.public import records
from farlight.audit.types import AuditKind
from farlight.beamtime.public import refuse_data_of_others
from farlight.kernel.paging import Page, page_of, whole_number
from farlight.people.types import Actor
from farlight.recordings.access import recording_for, visible_recordings
from farlight.recordings.adapters.files import lines_of
from farlight.recordings.domain.asciicast import fault_in
from farlight.recordings.models import Recording
from farlight.recordings.types import RecordingFault, RecordingSummary, Seal


def has_recordings() -> bool:
    """Whether any shell was recorded, ever."""
    return Recording.objects.exists()


def recordings_for(person: Actor, *, cursor: str = "", limit: int = 50) -> Page[RecordingSummary]:
    """Return a page of the recordings that a person may read; NotFound when they read none at all."""
    rows, before = visible_recordings(person), whole_number(cursor)
    rows = rows.filter(pk__lt=before) if before is not None else rows
    found = [summary_of(row) for row in rows[: limit + 1]]
    return page_of(found, limit=limit, cursor=lambda recording: str(recording.id))


def summary_of(row: Recording) -> RecordingSummary:
    """Return a recording as others see it."""
    return RecordingSummary(
        id=row.pk,
        code=row.code,
        session=row.session.code,
        username=row.person.username,
        full_name=row.person.full_name,
        computer=row.computer,
        began_at=row.began_at,
        ended_at=row.ended_at,
        broke_off=row.broke_off,
        seal=Seal(lines=row.lines, size_bytes=row.size_bytes, hash=row.hash),
    )


def recording_to_read(person: Actor, code: str, *, now: datetime) -> tuple[RecordingSummary, RecordingFault | None]:
    """Return a recording that a person may read, and what is wrong with it; what it shows is fetched apart.

    Raises
    ------
    NotFound
        When there is none of this code, or it is not theirs to read.
    NotAllowed
        When the session is not theirs, and the facility asks for a second factor before data of others.
    """
    row = recording_for(person, code)
    refuse_data_of_others(person, row.session.code, now)
    recording = summary_of(row)
    return recording, _fault_of(recording)


def verified() -> Iterator[tuple[RecordingSummary, RecordingFault | None]]:
    """Look at all recordings, oldest first, and give what is wrong with each: nothing when it is what was sealed."""
    for row in Recording.objects.select_related("session", "person").order_by("pk").iterator(chunk_size=200):
        recording = summary_of(row)
        yield recording, _fault_of(recording)


def _fault_of(recording: RecordingSummary) -> RecordingFault | None:
    has_ended = recording.ended_at is not None
    if has_ended and _hash_in_record(recording.code) not in {None, recording.seal.hash}:
        return RecordingFault.OTHER
    try:
        lines = lines_of(recording.session, recording.code)
        return fault_in(recording.code, lines, recording.seal, has_ended=has_ended)
    except FileNotFoundError:
        return RecordingFault.MISSING


def _hash_in_record(code: str) -> str | None:
    """Return the hash that the record of acts carries, which is a chain itself; None when that part was erased."""
    for act in records(words=code, limit=20).items:
        if act.kind is AuditKind.RECORDING_MADE and act.about == code:
            return str(act.details.get("hash"))
    return None
