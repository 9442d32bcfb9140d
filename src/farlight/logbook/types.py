"""What other contexts see of the logbook."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class NoteSummary:
    """A note."""

    number: int
    """Its place in the session's notes, from 1."""
    text: str
    author: str
    """Login name."""
    author_name: str
    at: datetime
