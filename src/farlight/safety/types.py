"""What others see of trainings."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from farlight.beamtime.types import SessionSummary, TeamRole
from farlight.kernel.errors import Objection
from farlight.leases.types import ChannelKind
from farlight.people.types import Actor

_MOMENT = timedelta(seconds=1)


class Way(StrEnum):
    """What can be closed to somebody who lacks a training: a kind of channel, or asking for collections."""

    CONTROL = "control"
    """Pausing, resuming, aborting, keyboard and pointer of desktops, and SSH with them."""
    QUEUE = "queue"
    """Asking for data collections, also before the session."""
    DESKTOP = "desktop"
    SSH = "ssh"
    SFTP = "sftp"
    WEBCAM = "webcam"
    NOTEBOOK = "notebook"
    DOWNLOADS = "downloads"

    @property
    def label(self) -> str:
        """The way, as people say it."""
        return "Queue" if self is Way.QUEUE else ChannelKind(self.value).label


@dataclass(frozen=True, kw_only=True)
class TrainingDefinition:
    """Something that people are taught before they work somewhere."""

    code: str
    """Short name: ``radiation``."""
    name: str
    link: str = ""
    """Where one takes it: an address of the facility's training system, or a path of this site."""
    closes: tuple[Way, ...] = ()
    """What is closed to those who lack it at a beamline that asks for it; nothing unless said."""
    asks_staff: bool = False
    """Whether it closes these ways to the beamline's staff, too: by default they can help whoever is in trouble."""
    lasts_days: int | None = None
    """How long it counts, for who writes it down; nothing is proposed unless said."""


class TrainingState(StrEnum):
    """How somebody stands to a training."""

    COUNTS = "counts"
    STARTS_LATER = "starts_later"
    """It was taken, and does not count yet."""
    ENDS_TOO_EARLY = "ends_too_early"
    """It counts now, and will not until the work is done."""
    IS_OVER = "is_over"
    WITHDRAWN = "withdrawn"
    MISSING = "missing"

    @property
    def label(self) -> str:
        """The state, as people say it."""
        return {
            "counts": "counts",
            "starts_later": "not yet",
            "ends_too_early": "ends too early",
            "is_over": "lapsed",
            "withdrawn": "withdrawn",
            "missing": "missing",
        }[self.value]


@dataclass(frozen=True, kw_only=True)
class TrainingRecord:
    """What is written down of a training of somebody."""

    until: datetime
    since: datetime | None = None
    """From when it counts; None for ever since."""
    withdrawn_at: datetime | None = None
    reason: str = ""
    """Why it was withdrawn."""


@dataclass(frozen=True, kw_only=True)
class NoteTraining:
    """That a training of somebody is to be written down."""

    person: Actor
    training: str
    """Its code."""
    until: datetime
    since: datetime | None = None
    """From when it counts; None for ever since."""


@dataclass(frozen=True, kw_only=True)
class TrainingStanding:
    """How somebody stands to a training that a beamline asks for."""

    training: TrainingDefinition
    state: TrainingState
    until: datetime | None
    """Until when it counts, or counted; None for who never took it."""
    since: datetime | None = None
    """From when it counts; None for ever since, and for who never took it."""
    reason: str = ""
    """Why it was withdrawn, if it was."""

    @property
    def last_moment(self) -> datetime | None:
        """The end, on the last day on which it counts."""
        return None if self.until is None else self.until - _MOMENT


@dataclass(frozen=True, kw_only=True)
class ShownTraining(TrainingStanding):
    """How somebody stands to a training of the facility now, and who asks for it."""

    asked_at: tuple[str, ...]
    """Names of beamlines."""


@dataclass(frozen=True, kw_only=True)
class Lacking:
    """A training that somebody of a team lacks for a session."""

    training: TrainingDefinition
    state: TrainingState
    until: datetime | None

    @property
    def last_moment(self) -> datetime | None:
        """The end, on the last day on which it counts."""
        return None if self.until is None else self.until - _MOMENT


@dataclass(frozen=True, kw_only=True)
class PersonLacking:
    """Somebody of a team who lacks trainings for a session."""

    username: str
    full_name: str
    role: TeamRole
    lacks: tuple[Lacking, ...]

    @property
    def closed(self) -> tuple[Way, ...]:
        """What is closed to them, each way once, in the order of ``Way``."""
        ways = {way for one in self.lacks for way in one.training.closes}
        return tuple(way for way in Way if way in ways)


@dataclass(frozen=True, kw_only=True)
class SessionLacking:
    """A session of whose team somebody lacks a training."""

    session: SessionSummary
    people: tuple[PersonLacking, ...]


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """Who would be kept out of the sessions of the coming time, and who lacks what closes nothing."""

    sessions: tuple[SessionLacking, ...]
    """Those of whose teams somebody lacks something, the soonest first."""
    looked_at: int
    """How many sessions there are in that time at beamlines that ask for trainings."""
    until: datetime

    @property
    def kept_out(self) -> int:
        """How many people would find something closed."""
        return len({one.username for each in self.sessions for one in each.people if one.closed})


class LineEffect(StrEnum):
    """What a line of a table would do."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, kw_only=True)
class CheckedLine:
    """A line of a table, and what it would do."""

    number: int
    note: NoteTraining
    full_name: str
    training_name: str
    effect: LineEffect
    was_until: datetime | None
    """Until when it counted before; None when nothing was written down."""

    @property
    def last_moment(self) -> datetime:
        """The end, on the last day on which it is to count."""
        return self.note.until - _MOMENT

    @property
    def last_moment_before(self) -> datetime | None:
        """The end, on the last day on which it counted before."""
        return None if self.was_until is None else self.was_until - _MOMENT


@dataclass(frozen=True, kw_only=True)
class CheckedBatch:
    """A table, and what it would do; nothing at all while anything is wrong."""

    lines: tuple[CheckedLine, ...]
    objections: tuple[Objection, ...]

    @property
    def counting(self) -> tuple[CheckedLine, ...]:
        """The lines that say something that was not there."""
        return tuple(line for line in self.lines if line.effect is not LineEffect.SAME)
