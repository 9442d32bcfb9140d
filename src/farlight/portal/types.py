"""What the session page shows, as its templates get it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Headline:
    """A processing in one line: how far it is, what it found, or why it did not."""

    run: int
    number: int
    """Number of the processing within its run."""
    pipeline: str
    state: str
    stage: str
    """What it is doing, while it runs."""
    progress_frac: float
    space_group: str = ""
    unit_cell: tuple[float, ...] = ()
    """a, b, c in Å, then alpha, beta, gamma in degrees; empty while unknown."""
    resolution_angstrom: float | None = None
    cc_half_overall: float | None = None
    completeness_frac: float | None = None
    why: str = ""
    """Why it failed."""
    sample_name: str = ""


@dataclass(frozen=True, kw_only=True)
class RunCard:
    """A run in the timeline."""

    number: int
    kind: str
    state: str
    sample_name: str
    started: datetime | None
    ended: datetime | None
    frames: int
    """Images that are there."""
    images: int
    """Images that were asked for."""
    facts: tuple[str, ...]
    """How it was measured, value by value, ready to read."""
    snapshots: tuple[str, ...]
    """Names of the pictures of the crystal."""
    reason: str
    """Why it ended as it did, when that is not plain."""
    headline: Headline | None = None

    @property
    def is_collecting(self) -> bool:
        """Whether images are still to come."""
        return self.state in {"collecting", "paused"}

    @property
    def duration_s(self) -> float | None:
        """Time from start to end; None while it is not over."""
        return (self.ended - self.started).total_seconds() if self.started and self.ended else None


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """A part of a session's runs, newest first."""

    cards: tuple[RunCard, ...]
    next_cursor: str | None
    newest: int
    """Number of the newest run that this part knows of; 0 when there is none."""
