"""Notes by REST."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from farlight.kernel.paging import LARGEST_PAGE
from farlight.logbook import queries
from farlight.logbook.domain.notes import MOST_CHARACTERS
from farlight.logbook.queries import notes_of_session, summary_of
from farlight.logbook.services import talking, writing
from farlight.logbook.types import EntryFilter, EntryKind
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


class EntryOut(Schema):
    """Something that was done: a run, something done to a sample, or a note."""

    number: int
    kind: EntryKind
    at: datetime
    run: int | None
    handling: str
    note: NoteOut | None
    sample_name: str
    comments: int
    attachments: int
    is_starred: bool


class EntriesQuery(Schema):
    """Which entries are wanted; what is empty does not count."""

    kind: list[EntryKind] = []
    words: str = Field(default="", description="Every word must stand in file names, sample, note or comments.")
    sample: str | None = None
    starred: bool = False
    cursor: str = ""
    limit: Annotated[int, Field(ge=1, le=LARGEST_PAGE)] = 50


class EntriesOut(Schema):
    """A page of entries, newest first."""

    items: list[EntryOut]
    next_cursor: str | None


class CommentOut(Schema):
    """What somebody said of an entry."""

    text: str
    author: str
    author_name: str
    at: datetime


class CommentOnEntryIn(Schema):
    """What to say, as plain text."""

    text: str = Field(description=f"At most {MOST_CHARACTERS} characters.")


@router.get("/sessions/{code}/entries", operation_id="entries_of_session", response=EntriesOut)
def list_entries(request: HttpRequest, code: str, asked: Annotated[EntriesQuery, Query()]) -> dict[str, object]:
    """Return what was done in a session, newest first."""
    wanted = EntryFilter(kinds=tuple(asked.kind), words=asked.words, sample=asked.sample, only_starred=asked.starred)
    page = queries.entries_page(person_of(request), code, wanted, cursor=asked.cursor, limit=asked.limit)
    return {"items": [asdict(entry) for entry in page.items], "next_cursor": page.next_cursor}


@router.get(
    "/sessions/{code}/entries/{int:number}/comments", operation_id="comments_of_entry", response=list[CommentOut]
)
def comments_of_entry(request: HttpRequest, code: str, number: int) -> list[dict[str, object]]:
    """Return what people said of an entry, oldest first."""
    return [asdict(comment) for comment in queries.talk_about(person_of(request), code, number).comments]


@router.post(
    "/sessions/{code}/entries/{int:number}/comments", operation_id="comment_on_entry", response={201: CommentOut}
)
def comment_on_entry(request: HttpRequest, code: str, number: int, body: CommentOnEntryIn) -> Status[dict[str, object]]:
    """Say something of an entry."""
    person = person_of(request)
    said = talking.comment_on_entry(session=code, number=number, text=body.text, by=person)
    return Status(201, {"text": said.text, "author": person.username, "author_name": person.full_name, "at": said.at})


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
