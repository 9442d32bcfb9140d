"""What other contexts see of desktops."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from farlight.beamlines.types import ClipboardPolicy
from farlight.beamtime.types import Verdict

__all__ = ["ClipboardPolicy", "DesktopPage", "DesktopState", "DesktopSummary", "ViewerRole", "ViewerSummary"]


class DesktopState(StrEnum):
    """Where a desktop is on its way."""

    ASKED = "asked"
    RUNNING = "running"
    CLOSING = "closing"
    CLOSED = "closed"
    FAILED = "failed"

    @property
    def is_over(self) -> bool:
        """Whether there is nothing of it any more."""
        return self in {DesktopState.CLOSED, DesktopState.FAILED}


class ViewerRole(StrEnum):
    """What somebody is on a desktop at a moment; the proxy asks it again and again."""

    OPERATOR = "operator"
    """Has control: keyboard, pointer, size; the clipboard as far as the facility allows."""
    OBSERVER = "observer"
    """Looks on."""
    STAFF = "staff"
    """Looks on, and may take control, lock and close."""


@dataclass(frozen=True, kw_only=True)
class ViewerSummary:
    """Somebody who has a desktop open."""

    full_name: str
    role: ViewerRole


@dataclass(frozen=True, kw_only=True)
class DesktopSummary:
    """A desktop of a session."""

    code: str
    name: str
    session: str
    kind: str
    """Code of its definition."""
    state: DesktopState
    reason: str
    """Why it failed or was closed."""
    started_by: str
    started_at: datetime
    holder: str
    """Full name of who has control; empty when nobody has."""
    is_mine: bool
    """Whether whoever asks has control."""
    asking: tuple[str, ...]
    """Full names of those who ask for control."""
    asking_logins: tuple[str, ...]
    is_locked: bool
    viewers: tuple[ViewerSummary, ...]


@dataclass(frozen=True, kw_only=True)
class DesktopPage:
    """The desktops of a session, as one person may see them."""

    desktops: tuple[DesktopSummary, ...]
    offered: tuple[tuple[str, str], ...]
    """Code and name of those that could be started."""
    may_watch: Verdict
    may_control: Verdict
    may_supervise: bool
