"""What other contexts see of the logbook."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class EntryKind(StrEnum):
    """What an entry is about; said when it is written, never guessed from its columns."""

    ROTATION = "rotation"
    SCREENING = "screening"
    GRID = "grid"
    ROBOT_ACTION = "robot_action"
    SAMPLE_ACTION = "sample_action"
    EDGE_SCAN = "edge_scan"
    FLUORESCENCE = "fluorescence"
    POWDER = "powder"
    SCAN = "scan"
    """Any other measurement."""
    NOTE = "note"

    @property
    def is_run(self) -> bool:
        """Whether something was measured."""
        return self not in {EntryKind.ROBOT_ACTION, EntryKind.SAMPLE_ACTION, EntryKind.NOTE}


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


@dataclass(frozen=True, kw_only=True)
class EntryFilter:
    """Which entries are wanted; what is empty does not count."""

    kinds: tuple[EntryKind, ...] = ()
    words: str = ""
    """Every word must stand somewhere in file names, sample, note or comments."""
    sample: str | None = None
    """Name of the sample; the empty name is that of entries about no sample."""
    only_starred: bool = False


@dataclass(frozen=True, kw_only=True)
class EntrySummary:
    """An entry of a session's logbook. Points at a run, at something done to a sample, or is a note."""

    number: int
    kind: EntryKind
    at: datetime
    run: int | None
    """Number of the run."""
    handling: str
    """Code of what was done to a sample; empty for others."""
    note: NoteSummary | None
    sample_name: str
    comments: int
    attachments: int
    is_starred: bool
    """Whether the person who asks has starred it."""


@dataclass(frozen=True, kw_only=True)
class SampleGroup:
    """The entries about one sample, together."""

    sample_name: str
    entries: int
    newest: int
    """Number of the newest entry."""


@dataclass(frozen=True, kw_only=True)
class CommentSummary:
    """What somebody said of an entry."""

    text: str
    author: str
    author_name: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class AttachmentSummary:
    """A small file that somebody added to an entry."""

    code: str
    name: str
    media_type: str
    size_bytes: int
    author_name: str
    at: datetime

    @property
    def is_picture(self) -> bool:
        """Whether a browser may show it."""
        return self.media_type.startswith("image/")


@dataclass(frozen=True, kw_only=True)
class Talk:
    """What people added to an entry."""

    entry: EntrySummary
    comments: tuple[CommentSummary, ...]
    attachments: tuple[AttachmentSummary, ...]
