"""The way to notes and entries: through the session, with the person explicit."""

from django.db.models import Exists, OuterRef, QuerySet

from farlight.beamtime.public import session_for
from farlight.beamtime.types import Action
from farlight.kernel.errors import NotFound
from farlight.kernel.ids import OPAQUE_CODE
from farlight.logbook.models import Attachment, Entry, Note, Star
from farlight.people.types import Actor


def visible_notes(person: Actor, session: str) -> QuerySet[Note]:
    """Return the notes of a session, newest first.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    """
    seen = session_for(person, session, Action.SEE)
    return Note.objects.filter(session_id=seen.id).select_related("author")


def visible_entries(person: Actor, session: str, to: Action = Action.SEE) -> QuerySet[Entry]:
    """Return the entries of a session, newest first, each with whether the person has starred it.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    NotAllowed
        When the person may not do this in the session, with every reason.
    """
    seen = session_for(person, session, to)
    starred = Exists(Star.objects.filter(entry=OuterRef("pk"), person_id=person.pk))
    rows = Entry.objects.filter(session_id=seen.id).annotate(is_starred=starred)
    return rows.select_related("run", "handling", "note__author").order_by("-number")


def entry_for(person: Actor, session: str, number: int, to: Action = Action.SEE) -> Entry:
    """Return the row of an entry that a person wants to do something with.

    Raises
    ------
    NotFound
        When the person may not know of the session, or it has no such entry.
    NotAllowed
        When the person may not do this in the session, with every reason.
    """
    row = visible_entries(person, session, to).filter(number=number).first()
    if row is None:
        raise NotFound(f"Session {session} has no entry {number}.")
    return row


def attachment_for(person: Actor, session: str, number: int, code: str) -> Attachment:
    """Return the row of a file of an entry.

    Raises
    ------
    NotFound
        When the person may not know of the session, or there is no such file.
    """
    entry = entry_for(person, session, number)
    row = Attachment.objects.filter(entry=entry, code=code).first() if OPAQUE_CODE.fullmatch(code) else None
    if row is None:
        raise NotFound(f"Entry {number} of {session} has no such file.")
    return row
