"""What others see of checks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from farlight.safety.types import TrainingStanding


class Standing(StrEnum):
    """How something is."""

    GOOD = "good"
    WEAK = "weak"
    """It will do for some of it."""
    BAD = "bad"
    """Something will not work."""
    UNKNOWN = "unknown"
    """It was not looked at yet."""

    @property
    def label(self) -> str:
        """As people say it."""
        return {"good": "good", "weak": "could be better", "bad": "needs you", "unknown": "not checked yet"}[self.value]


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What a browser found out."""

    browser: str
    """Its name and version, as it says."""
    has_websocket: bool
    has_event_stream: bool
    has_webgl: bool
    latency_ms: float
    """There and back."""
    down_bytes_per_s: float
    up_bytes_per_s: float
    clock_ahead_s: float
    """How much the computer's clock is ahead of the facility's; negative when it is behind."""
    screen_width_px: int
    screen_height_px: int


@dataclass(frozen=True, kw_only=True)
class KnownFacts:
    """What the facility knows of somebody by itself."""

    has_factor: bool
    is_factor_demanded: bool
    ssh_at: datetime | None
    """When the person last came in by SSH; None when they never did."""
    trainings: Sequence[TrainingStanding] = ()
    """How the person stands to what the beamline asks for."""


@dataclass(frozen=True, kw_only=True)
class CheckLine:
    """One thing that was looked at."""

    name: str
    standing: Standing
    words: str
    """What was found, as a sentence."""
    mend: str = ""
    """What to do about it, as a sentence."""
    link: str = ""
    """Where it is mended."""


@dataclass(frozen=True, kw_only=True)
class Readiness:
    """Somebody's check for a session."""

    username: str
    full_name: str
    checked_at: datetime | None
    """None when nothing was measured yet."""
    lines: Sequence[CheckLine]
    standing: Standing
    """That of the line that is worst."""

    @property
    def troubles(self) -> list[str]:
        """Names of the lines that need something."""
        return [line.name for line in self.lines if line.standing in {Standing.WEAK, Standing.BAD}]
