"""Questions about notes."""

from farlight.kernel.paging import Page, page_of, whole_number
from farlight.logbook.access import visible_notes
from farlight.logbook.models import Note
from farlight.logbook.types import NoteSummary
from farlight.people.types import Actor


def summary_of(note: Note) -> NoteSummary:
    """Return a note as other contexts see it."""
    return NoteSummary(
        number=note.number,
        text=note.text,
        author=note.author.username,
        author_name=note.author.full_name,
        at=note.at,
    )


def notes_of_session(person: Actor, session: str, *, cursor: str = "", limit: int = 50) -> Page[NoteSummary]:
    """Return notes of a session, newest first, those before the cursor.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    """
    rows = visible_notes(person, session)
    before = whole_number(cursor)
    if before is not None:
        rows = rows.filter(number__lt=before)
    found = [summary_of(row) for row in rows[: limit + 1]]
    return page_of(found, limit=limit, cursor=lambda note: str(note.number))
