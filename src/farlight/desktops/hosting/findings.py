"""What the host finds when it looks after a desktop."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from farlight.beamlines.types import DesktopDefinition
from farlight.beamtime.types import SessionSummary
from farlight.desktops.models import Desktop


class Found(StrEnum):
    """Whether a desktop that is wanted is there."""

    WAITS = "waits"
    RUNS = "runs"
    OVER = "over"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """How it is with a desktop that is wanted."""

    found: Found
    words: str = ""
    """What it waits for, or why it is over."""
    expected_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A desktop that is wanted."""

    row: Desktop
    session: SessionSummary
    definition: DesktopDefinition


class Home(Protocol):
    """One of the places where desktops are."""

    def prepare(self, rows: Sequence[Desktop], *, now: datetime) -> None:
        """Ask at once what is to be asked about all desktops that are not over."""

    def follow(self, wanted: Wanted, *, now: datetime) -> Finding:
        """See that a desktop is there, or on its way."""

    def end(self, row: Desktop, *, failed: bool) -> bool:
        """See that there is nothing of a desktop any more; return whether it is so already."""
