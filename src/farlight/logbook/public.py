"""The door of the logbook."""

from farlight.logbook.queries import notes_of_session
from farlight.logbook.services.writing import write_note

__all__ = ["notes_of_session", "write_note"]
