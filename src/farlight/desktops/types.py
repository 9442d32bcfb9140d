"""What other contexts see of desktops."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from farlight.beamlines.types import ClipboardPolicy, GuacdAddress
from farlight.beamtime.types import Verdict

__all__ = [
    "ClipboardPolicy",
    "DesktopPage",
    "DesktopPlace",
    "DesktopSight",
    "DesktopState",
    "DesktopSummary",
    "GuacdAddress",
    "Named",
    "Standing",
    "ViewerRole",
]


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
class Named:
    """Somebody, as others on a desktop see them."""

    username: str
    full_name: str


@dataclass(frozen=True, kw_only=True)
class DesktopSummary:
    """A desktop of a session."""

    name: str
    """Code of its definition; it stands in addresses."""
    title: str
    """What people call it."""
    session: str
    state: DesktopState
    reason: str
    """Why it failed or was closed."""
    waits: str
    """What it waits for before it runs; empty when it waits for nothing, or runs."""
    expected_at: datetime | None
    """When the cluster expects to start it, while it waits there."""
    ends_at: datetime | None
    """When the cluster ends it; nobody does by the clock where this is None."""
    started_by: str
    started_at: datetime
    holder: Named | None
    """Who has control; nobody has it after it was laid down."""
    is_mine: bool
    """Whether whoever asks has control."""
    asking: tuple[Named, ...]
    """Who asks for control, the first first."""
    viewers: tuple[Named, ...]
    """Who has it open, in order of the alphabet."""
    is_locked: bool

    @property
    def is_open(self) -> bool:
        """Whether there is something to look at."""
        return self.state is DesktopState.RUNNING


@dataclass(frozen=True, kw_only=True)
class DesktopPage:
    """The desktops of a session, as one person may see them."""

    desktops: tuple[DesktopSummary, ...]
    offered: tuple[Named, ...]
    """Code and name of those that could be started."""
    may_watch: Verdict
    may_control: Verdict
    may_supervise: bool
    endable: frozenset[str]
    """Codes of those that the person may close, or cancel while they wait."""


@dataclass(frozen=True, kw_only=True)
class DesktopSight:
    """One desktop, as one person may see it and act on it."""

    desktop: DesktopSummary
    may_watch: Verdict
    may_control: Verdict
    may_supervise: bool
    may_end: bool
    asks: bool
    """Whether the person asks for control."""
    others: tuple[Named, ...]
    """To whom control could be given: everybody else who has it open or asks for it."""
    clipboard: ClipboardPolicy
    is_offered: bool
    """Whether it can be started anew once it is over."""
    by_guacamole: bool
    """Whether it is seen by Guacamole's protocol, and not by RFB."""

    @property
    def role(self) -> ViewerRole:
        """What the person is on it, as far as the page knows; the proxy asks anew."""
        if self.desktop.is_mine and self.may_control.allowed and not self.desktop.is_locked:
            return ViewerRole.OPERATOR
        return ViewerRole.STAFF if self.may_supervise else ViewerRole.OBSERVER


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What a viewer may do at a moment, as the proxy sees it."""

    role: ViewerRole
    over: str = ""
    """Why there is nothing more to see; empty while there is."""
    may_look: bool = True
    """Whether the person may look, though the desktop itself may be over."""


@dataclass(frozen=True, kw_only=True)
class DesktopPlace:
    """Where a desktop is to be had, for the proxy."""

    folder: str
    """Name of its folder; empty for one that was there before Farlight."""
    shared: str
    """The folder in which that one lies; empty for the state folder's."""
    address: str
    password_file: str
    guacd: GuacdAddress | None = None
    """The Guacamole server that reaches it; the folder says by which line."""
