"""Questions about notes and entries."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Max, Min, QuerySet

from farlight.kernel.paging import LARGEST_PAGE, Page, page_of, whole_number
from farlight.logbook.access import entry_for, visible_entries, visible_notes
from farlight.logbook.domain.entries import searchable
from farlight.logbook.models import Entry, Note
from farlight.logbook.types import (
    AttachmentSummary,
    CommentSummary,
    EntryFilter,
    EntryKind,
    EntrySummary,
    NoteSummary,
    SampleGroup,
    Talk,
)
from farlight.people.types import Actor

MOST_WORDS = 8
"""Words of a search that count."""


def summary_of(note: Note) -> NoteSummary:
    """Return a note as other contexts see it."""
    return NoteSummary(
        number=note.number,
        text=note.text,
        author=note.author.username,
        author_name=note.author.full_name,
        at=note.at,
    )


def entry_summary(entry: Any) -> EntrySummary:
    """Return an entry as other contexts see it; the row must come from ``visible_entries``."""
    return EntrySummary(
        number=entry.number,
        kind=EntryKind(entry.kind),
        at=entry.at,
        run=entry.run.number if entry.run else None,
        handling=entry.handling.code if entry.handling else "",
        note=summary_of(entry.note) if entry.note else None,
        sample_name=entry.sample_name,
        comments=entry.comments,
        attachments=entry.attachments,
        is_starred=entry.is_starred,
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


def entries_page(
    person: Actor, session: str, wanted: EntryFilter, *, cursor: str = "", after: int = 0, limit: int = 50
) -> Page[EntrySummary]:
    """Return entries of a session, newest first, with a number above ``after`` and before the cursor: one query.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    """
    rows = _fitting(visible_entries(person, session), wanted, person)
    before = whole_number(cursor)
    if after:
        rows = rows.filter(number__gt=after)
    if before is not None:
        rows = rows.filter(number__lt=before)
    limit = min(max(limit, 1), LARGEST_PAGE)
    return page_of([entry_summary(row) for row in rows[: limit + 1]], limit=limit, cursor=lambda e: str(e.number))


def entries_numbered(person: Actor, session: str, numbers: Sequence[int]) -> list[EntrySummary]:
    """Return some entries of a session, newest first: one query beside the session's.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    """
    return [entry_summary(row) for row in visible_entries(person, session).filter(number__in=numbers)]


def sample_groups(
    person: Actor, session: str, wanted: EntryFilter, *, cursor: str = "", begun_after: int = 0, limit: int = 50
) -> Page[SampleGroup]:
    """Return the samples that entries are about, the one with the newest entry first: one query for any number.

    With ``begun_after`` only those whose first entry has a number above it.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    """
    rows = _fitting(visible_entries(person, session), wanted, person).order_by().values("sample_name")
    groups = rows.annotate(newest=Max("number"), oldest=Min("number"), entries=Count("pk")).order_by("-newest")
    groups = groups.filter(oldest__gt=begun_after) if begun_after else groups
    before = whole_number(cursor)
    if before is not None:
        groups = groups.filter(newest__lt=before)
    found = [
        SampleGroup(sample_name=g["sample_name"], entries=g["entries"], newest=g["newest"]) for g in groups[: limit + 1]
    ]
    return page_of(found, limit=limit, cursor=lambda group: str(group.newest))


def _fitting(rows: QuerySet[Entry], wanted: EntryFilter, person: Actor) -> QuerySet[Entry]:
    if wanted.kinds:
        rows = rows.filter(kind__in=[kind.value for kind in wanted.kinds])
    for word in searchable(wanted.words).split()[:MOST_WORDS]:
        rows = rows.filter(words__contains=word)
    if wanted.sample is not None:
        rows = rows.filter(sample_name=wanted.sample)
    return rows.filter(stars__person_id=person.pk) if wanted.only_starred else rows


def entry_of_run(session_id: int, run: int) -> int | None:
    """Return the number of the entry about a run; None while there is none. For what has asked ``may`` already."""
    return Entry.objects.filter(session_id=session_id, run__number=run).values_list("number", flat=True).first()


def newest_entry(session_id: int) -> int:
    """Return the number of a session's newest entry; 0 when there is none. For what has asked ``may`` already."""
    return Entry.objects.filter(session_id=session_id).aggregate(newest=Max("number"))["newest"] or 0


def talk_about(person: Actor, session: str, number: int) -> Talk:
    """Return what people added to an entry.

    Raises
    ------
    NotFound
        When the person may not know of the session, or it has no such entry.
    """
    row = entry_for(person, session, number)
    said = [
        CommentSummary(text=c.text, author=c.author.username, author_name=c.author.full_name, at=c.at)
        for c in row.said.select_related("author")
    ]
    files = [
        AttachmentSummary(
            code=f.code,
            name=f.name,
            media_type=f.media_type,
            size_bytes=f.size_bytes,
            author_name=f.author.full_name,
            at=f.at,
        )
        for f in row.files.select_related("author")
    ]
    return Talk(entry=entry_summary(row), comments=tuple(said), attachments=tuple(files))
