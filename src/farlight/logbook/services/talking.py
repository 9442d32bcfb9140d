"""What people add to entries: stars for themselves, comments and files for all."""

from pathlib import Path

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat

from farlight.beamtime.public import session_folder
from farlight.beamtime.types import Action
from farlight.bus.public import publish
from farlight.kernel.errors import Invalid
from farlight.kernel.files import write_new_file
from farlight.kernel.ids import new_opaque_id
from farlight.kernel.time import utc_now
from farlight.logbook.access import entry_for
from farlight.logbook.domain.attachments import media_type_of, objections_to_file, plain_name
from farlight.logbook.domain.entries import searchable
from farlight.logbook.domain.notes import objections_to, tidied
from farlight.logbook.events import EntryCommented, FileAttached
from farlight.logbook.models import Attachment, Comment, Entry, Star
from farlight.people.types import Actor


@transaction.atomic
def star_entry(*, session: str, number: int, starred: bool, by: Actor) -> None:
    """Star an entry, or take the star away; only that person sees it, so nothing is told.

    Raises
    ------
    NotFound
        When the person may not know of the session, or it has no such entry.
    """
    entry = entry_for(by, session, number)
    if starred:
        Star.objects.get_or_create(entry=entry, person_id=by.pk)
    else:
        Star.objects.filter(entry=entry, person_id=by.pk).delete()


@transaction.atomic
def comment_on_entry(*, session: str, number: int, text: str, by: Actor) -> Comment:
    """Say something of an entry.

    Raises
    ------
    NotFound
        When the person may not know of the session, or it has no such entry.
    NotAllowed
        When the person may not write here now, with every reason.
    Invalid
        When the comment is empty or too long.
    """
    entry = entry_for(by, session, number, Action.WRITE_NOTE)
    plain = tidied(text)
    objections = objections_to(plain)
    if objections:
        raise Invalid(objections)
    comment = Comment.objects.create(entry=entry, author_id=by.pk, text=plain, at=utc_now())
    found_by = Concat("words", Value(f" {searchable(plain)}"))
    Entry.objects.filter(pk=entry.pk).update(comments=F("comments") + 1, words=found_by)
    publish(EntryCommented(session=session, entry=number, author=by.username), by=by.username)
    return comment


@transaction.atomic
def attach_file(*, session: str, number: int, name: str, content: bytes, by: Actor) -> Attachment:
    """Add a small file to an entry; it lies in the session's logbook folder under a name of its own.

    Raises
    ------
    NotFound
        When the person may not know of the session, or it has no such entry.
    NotAllowed
        When the person may not write here now, with every reason.
    Invalid
        When the file is empty or too large, or there are too many.
    """
    entry = entry_for(by, session, number, Action.WRITE_NOTE)
    Entry.objects.select_for_update(no_key=True).get(pk=entry.pk)
    objections = objections_to_file(content, present=Attachment.objects.filter(entry=entry).count())
    if objections:
        raise Invalid(objections)
    code = new_opaque_id("a-")
    path: Path = write_new_file(session_folder(session) / "logbook", code, content)
    row = Attachment.objects.create(
        code=code,
        entry=entry,
        author_id=by.pk,
        name=plain_name(name),
        media_type=media_type_of(content),
        size_bytes=len(content),
        path=str(path),
        at=utc_now(),
    )
    found_by = Concat("words", Value(f" {searchable(row.name)}"))
    Entry.objects.filter(pk=entry.pk).update(attachments=F("attachments") + 1, words=found_by)
    publish(FileAttached(session=session, entry=number, attachment=code, author=by.username), by=by.username)
    return row
