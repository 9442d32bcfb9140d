"""What others see of trainings."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from farlight.leases.types import ChannelKind
from farlight.people.types import Actor


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


@dataclass(frozen=True, kw_only=True)
class ShownTraining(TrainingStanding):
    """How somebody stands to a training of the facility now, and who asks for it."""

    asked_at: tuple[str, ...]
    """Names of beamlines."""
