"""What other contexts see of beamtime."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from farlight.kernel.errors import Objection
from farlight.people.types import Actor, Credential


class Action(StrEnum):
    """What somebody may want to do in a session."""

    SEE = "see"
    """Know that it exists; see its page, its runs, its results, its events."""
    READ_FILES = "read_files"
    """Open images, download files."""
    WRITE_FILES = "write_files"
    """Put files into `processed`; rename, replace and remove what lies there."""
    QUEUE = "queue"
    """Ask for data collections."""
    CONTROL = "control"
    """Pause, resume, abort what is being collected."""
    PROCESS = "process"
    """Start and cancel data processing."""
    WRITE_NOTE = "write_note"
    """Write into the session's notes."""
    MANAGE_TEAM = "manage_team"
    """Add people to the team and remove them."""
    CLOSE_CHANNELS = "close_channels"
    """See what anybody of it has open (files, shells, desktops, cameras, notebooks), and close it."""
    WATCH = "watch"
    """Look through the beamline's cameras, and on at its desktops."""
    SUPERVISE = "supervise"
    """Switch the beamline's cameras off, take control of its desktops, lock and close them."""


class ProposalAction(StrEnum):
    """What somebody may want to do with what a proposal's group brings, whether it has a session yet or not."""

    SEE_SAMPLES = "see_samples"
    """See substances, samples and containers."""
    EDIT_SAMPLES = "edit_samples"
    """Declare and change them."""
    SEE_PARCELS = "see_parcels"
    """Know of parcels, where they are, and which containers lie in them."""
    SEND_PARCELS = "send_parcels"
    """Pack, submit, label, post parcels, and say what becomes of them afterwards."""
    HANDLE_PARCELS = "handle_parcels"
    """Receive, inspect, store, move and hand over parcels at the facility."""
    REVIEW_HAZARDS = "review_hazards"
    """Approve and refuse hazards and parcels, put them into quarantine, clear them."""


class SessionState(StrEnum):
    """Where a session is on its way."""

    SCHEDULED = "scheduled"
    READY = "ready"
    RUNNING = "running"
    ENDED = "ended"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class AccessMode(StrEnum):
    """From where the experiment is done."""

    ON_SITE = "on_site"
    REMOTE = "remote"
    MIXED = "mixed"
    MAIL_IN = "mail_in"
    UNATTENDED = "unattended"

    @property
    def label(self) -> str:
        """The mode, as people say it."""
        return {"on_site": "on site", "mail_in": "mail-in"}.get(self.value, self.value)


class TeamRole(StrEnum):
    """A person's part in a session."""

    LEADER = "leader"
    """Answers for the session; may change the team."""
    MEMBER = "member"
    """Measures."""
    OBSERVER = "observer"
    """Looks on: sees everything, changes nothing."""

    @property
    def explained(self) -> str:
        """What the part lets a person do, in a few words."""
        return {
            "leader": "measures, changes the team",
            "member": "measures and processes",
            "observer": "looks on",
        }[self.value]


@dataclass(frozen=True, kw_only=True)
class Closing:
    """Something beside a person's part in a session that closes ways into it for them, for a while."""

    closes: frozenset[str]
    """Values of ``Action``, and of the kinds of channels that leases know."""
    objection: Objection
    since: datetime | None = None
    """From when; None when it has always been so."""
    until: datetime | None = None
    """Up to when; None when no clock ends it."""

    def holds(self, at: datetime) -> bool:
        """Whether it closes anything at a moment."""
        return (self.since is None or self.since <= at) and (self.until is None or at < self.until)


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Whether a person may do something, and if not, why."""

    allowed: bool
    reasons: tuple[Objection, ...] = ()
    """Everything that stands in the way; empty when it is allowed."""
    until: datetime | None = None
    """When an allowance ends by itself; None when no clock ends it."""
    rights: int = 0
    """The session's rights number that this was decided at."""

    def within(self, closings: Iterable[Closing], way: str, at: datetime) -> "Verdict":
        """Return what is left of it under what closes a way: refused now, or allowed until the next one begins."""
        counting = [one for one in closings if way in one.closes]
        reasons = tuple(one.objection for one in counting if one.holds(at) and one.objection not in self.reasons)
        ends = [self.until, *(one.since for one in counting if one.since is not None and one.since > at)]
        until = min((end for end in ends if end is not None), default=None)
        return replace(self, allowed=self.allowed and not reasons, reasons=(*self.reasons, *reasons), until=until)


@dataclass(frozen=True, kw_only=True)
class ShownTicket:
    """What a ticket said that was shown, and is used up so."""

    session: str
    person: Actor
    credential: Credential
    """What its owner had come with."""


@dataclass(frozen=True, kw_only=True)
class TeamMemberSummary:
    """Somebody in a session's team."""

    username: str
    full_name: str
    role: TeamRole
    institute: str = ""
    in_proposal: bool = False
    """Whether the person leads the proposal or belongs to its group, and so sees the session without the team."""


class When(StrEnum):
    """Where a session lies in time, as its state and the clock together tell."""

    NOW = "now"
    NEXT = "next"
    PAST = "past"


@dataclass(frozen=True, kw_only=True)
class SessionSummary:
    """A session."""

    id: int
    """Key of its row, for foreign keys within Farlight; never shown."""
    code: str
    title: str
    proposal: str
    proposal_title: str
    beamline: str
    beamline_name: str
    start: datetime
    end: datetime
    state: SessionState
    access_mode: AccessMode
    local_contact: str
    """Name of the local contact; empty while there is none."""
    rights: int


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """A person's sessions around a moment."""

    now: tuple[SessionSummary, ...]
    """Those whose time it is; the one that ends first stands first."""
    next: tuple[SessionSummary, ...]
    """Those to come, the soonest first."""
    past: tuple[SessionSummary, ...]
    """Those that are over, the latest first."""
