"""Writing notes."""

from django.db import transaction
from django.db.models import F

from farlight.beamtime.public import session_for
from farlight.beamtime.types import Action
from farlight.bus.public import publish
from farlight.kernel.errors import Invalid
from farlight.kernel.time import utc_now
from farlight.logbook.domain.notes import objections_to, tidied
from farlight.logbook.events import NoteWritten
from farlight.logbook.models import Note, Notebook
from farlight.logbook.services.entering import enter_note
from farlight.people.types import Actor


@transaction.atomic
def write_note(*, session: str, text: str, by: Actor) -> Note:
    """Write a note into a session.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    NotAllowed
        When the person may not write here now, with every reason.
    Invalid
        When the note is empty or too long.
    """
    seen = session_for(by, session, Action.WRITE_NOTE)
    plain = tidied(text)
    objections = objections_to(plain)
    if objections:
        raise Invalid(objections)
    number = _next_number(seen.id)
    note = Note.objects.create(session_id=seen.id, number=number, author_id=by.pk, text=plain, at=utc_now())
    publish(NoteWritten(session=seen.code, note=number, author=by.username), by=by.username)
    enter_note(note=note, session=seen.code)
    return note


def _next_number(session_id: int) -> int:
    """Count the session's notes up. The row stays locked until the transaction ends: no gaps, no twins."""
    Notebook.objects.bulk_create([Notebook(session_id=session_id)], ignore_conflicts=True)
    Notebook.objects.filter(session_id=session_id).update(written=F("written") + 1)
    return Notebook.objects.values_list("written", flat=True).get(session_id=session_id)
