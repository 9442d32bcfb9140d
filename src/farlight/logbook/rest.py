"""Notes by REST."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from farlight.kernel.paging import LARGEST_PAGE
from farlight.logbook.domain.notes import MOST_CHARACTERS
from farlight.logbook.queries import notes_of_session, summary_of
from farlight.logbook.services import writing
from farlight.people.public import person_of

router = Router(tags=["notes"])


class NoteOut(Schema):
    """A note of a session."""

    number: int
    text: str
    author: str
    author_name: str
    at: datetime


class NotesOut(Schema):
    """A page of notes, newest first."""

    items: list[NoteOut]
    next_cursor: str | None


class WriteNoteIn(Schema):
    """What to write down, as plain text."""

    text: str = Field(description=f"At most {MOST_CHARACTERS} characters.")


@router.get("/sessions/{code}/notes", operation_id="notes_of_session", response=NotesOut)
def list_notes(
    request: HttpRequest, code: str, cursor: str = "", limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 50
) -> dict[str, object]:
    """Return the notes of a session, newest first."""
    page = notes_of_session(person_of(request), code, cursor=cursor, limit=limit)
    return {"items": [asdict(note) for note in page.items], "next_cursor": page.next_cursor}


@router.post("/sessions/{code}/notes", operation_id="write_note", response={201: NoteOut})
def write_note(request: HttpRequest, code: str, body: WriteNoteIn) -> Status[dict[str, object]]:
    """Write a note into a session."""
    note = writing.write_note(session=code, text=body.text, by=person_of(request))
    return Status(201, asdict(summary_of(note)))
