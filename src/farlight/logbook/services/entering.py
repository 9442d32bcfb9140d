"""Entries come by themselves, of what happens in a session. Everything here may be told twice."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from farlight.acquisition.public import handling_coded
from farlight.acquisition.types import HandlingSummary
from farlight.beamtime.public import session_row
from farlight.bus.public import publish
from farlight.logbook.domain.entries import kind_of_handling, kind_of_run, searchable, words_of_handling, words_of_run
from farlight.logbook.events import EntryWritten
from farlight.logbook.models import Entry, Note, Notebook
from farlight.logbook.types import EntryKind
from farlight.runs.public import run_numbered
from farlight.runs.types import RunSummary


@transaction.atomic
def enter_run(*, session: str, run: int) -> Entry | None:
    """Write the entry of a run; None when it is there already.

    Raises
    ------
    NotFound
        When there is no such run.
    """
    found = run_numbered(session, run)
    if Entry.objects.filter(run_id=found.id).exists():
        return None
    return _entry_of_run(found)


def _entry_of_run(run: RunSummary) -> Entry:
    return _enter(
        session=run.session,
        kind=kind_of_run(run.kind),
        at=run.started,
        sample_name=run.sample_name,
        words=words_of_run(run),
        run_number=run.number,
        run_id=run.id,
    )


@transaction.atomic
def enter_handling(*, session: str, handling: str) -> Entry | None:
    """Write the entry of something that is done to a sample; None when it is there already.

    Raises
    ------
    NotFound
        When there is no such thing.
    """
    found: HandlingSummary = handling_coded(session, handling)
    if Entry.objects.filter(handling__code=handling).exists():
        return None
    return _enter(
        session=session,
        kind=kind_of_handling(found),
        at=found.started,
        sample_name=found.sample_name,
        words=words_of_handling(found),
        handling_id=found.id,
    )


def enter_note(*, note: Note, session: str) -> Entry:
    """Write the entry of a note, in the transaction that writes the note."""
    words = searchable(f"{note.text} {note.author.full_name}")
    return _enter(session=session, kind=EntryKind.NOTE, at=note.at, words=words, note_id=note.pk)


def _enter(
    *,
    session: str,
    kind: EntryKind,
    at: datetime,
    words: str,
    sample_name: str = "",
    run_number: int | None = None,
    **about: int,
) -> Entry:
    session_id = session_row(session).pk
    number = next_entry_number(session_id)
    entry = Entry.objects.create(
        session_id=session_id, number=number, kind=kind.value, at=at, words=words, sample_name=sample_name, **about
    )
    publish(EntryWritten(session=session, entry=number, entry_kind=kind.value, sample_name=sample_name, run=run_number))
    return entry


def next_entry_number(session_id: int) -> int:
    """Count the session's entries up. The row stays locked until the transaction ends: no gaps, no twins."""
    Notebook.objects.bulk_create([Notebook(session_id=session_id)], ignore_conflicts=True)
    Notebook.objects.filter(session_id=session_id).update(entries=F("entries") + 1)
    return Notebook.objects.values_list("entries", flat=True).get(session_id=session_id)
