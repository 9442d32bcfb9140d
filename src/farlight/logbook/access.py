"""The way to notes: through the session, with the person explicit."""

from django.db.models import QuerySet

from farlight.beamtime.public import session_for
from farlight.beamtime.types import Action
from farlight.logbook.models import Note
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
