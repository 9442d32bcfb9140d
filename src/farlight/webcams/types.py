"""What other contexts see of webcams."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from farlight.beamtime.types import Verdict


class SwitchState(StrEnum):
    """Whether a beamline's cameras may be looked through at all."""

    ON = "on"
    OFF = "off"


@dataclass(frozen=True, kw_only=True)
class SwitchSummary:
    """The switch of a beamline's cameras."""

    state: SwitchState
    reason: str = ""
    """Why it was switched last; shown to everybody."""
    by: str = ""
    """Full name of who did it."""
    at: datetime | None = None

    @property
    def is_on(self) -> bool:
        """Whether there are pictures."""
        return self.state is SwitchState.ON


@dataclass(frozen=True, kw_only=True)
class CameraSummary:
    """A camera, and who looks through it now."""

    code: str
    name: str
    watching: tuple[str, ...]
    """Full names, in order of the alphabet."""


@dataclass(frozen=True, kw_only=True)
class CameraWall:
    """The cameras of a session's beamline, as one person may see them."""

    cameras: tuple[CameraSummary, ...]
    switch: SwitchSummary
    may_watch: Verdict
    may_switch: bool
