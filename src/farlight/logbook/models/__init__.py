"""The logbook's rows."""

from farlight.logbook.models.entry import Attachment, Comment, Entry, Star
from farlight.logbook.models.note import Note, Notebook

__all__ = ["Attachment", "Comment", "Entry", "Note", "Notebook", "Star"]
