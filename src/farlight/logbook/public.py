"""The door of the logbook."""

from farlight.logbook.queries import (
    entries_numbered,
    entries_page,
    entry_of_run,
    newest_entry,
    notes_of_session,
    sample_groups,
    talk_about,
)
from farlight.logbook.services.talking import attach_file, comment_on_entry, star_entry
from farlight.logbook.services.writing import write_note

__all__ = [
    "attach_file",
    "comment_on_entry",
    "entries_numbered",
    "entries_page",
    "entry_of_run",
    "newest_entry",
    "notes_of_session",
    "sample_groups",
    "star_entry",
    "talk_about",
    "write_note",
]
