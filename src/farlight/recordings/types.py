"""What others see of recordings."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, kw_only=True)
class Seal:
    """How far a recording has come."""

    lines: int
    size_bytes: int
    hash: str
    """The running hash after so many lines, 64 hexadecimal digits."""


@dataclass(frozen=True, kw_only=True)
class RecordingSummary:
    """A recording, as those see it who may read it."""

    id: int
    code: str
    session: str
    username: str
    full_name: str
    computer: str
    began_at: datetime
    ended_at: datetime | None
    """None while the shell goes on."""
    broke_off: bool
    """Whether the process that made it died: then it ends before the shell did."""
    seal: Seal


class RecordingFault(StrEnum):
    """What is wrong with a recording."""

    MISSING = "missing"
    """Its file is not there."""
    CHANGED = "changed"
    """A line is not what was sealed."""
    CUT = "cut"
    """It ends before the line that was sealed."""
    LONGER = "longer"
    """There is more than was sealed when it ended."""
    OTHER = "other"
    """The record of acts carries another hash: the row was changed."""

    @property
    def label(self) -> str:
        """The fault, as a sentence without its end."""
        return {
            "missing": "its file is missing",
            "changed": "a line is not what was sealed",
            "cut": "it ends before the line that was sealed",
            "longer": "there is more than was sealed when it ended",
            "other": "the record of acts carries another hash",
        }[self.value]
