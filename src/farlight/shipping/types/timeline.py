"""A parcel's way in plain words, as its sender reads it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from farlight.shipping.types.moves import Move, Source
from farlight.shipping.types.states import ParcelState


class StageState(StrEnum):
    """Whether a stage of the way is behind, here or ahead."""

    DONE = "done"
    HERE = "here"
    AHEAD = "ahead"
    TROUBLE = "trouble"
    """The parcel is there, and something holds it."""


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A stage of a parcel's way."""

    title: str
    state: StageState
    at: datetime | None
    """When it was reached; None for what lies ahead."""
    planned_at: datetime | None
    """When it should be reached, or should have been; None where nobody planned."""
    is_late: bool
    """Whether it was reached after its time, or its time is over."""


@dataclass(frozen=True, kw_only=True)
class TimelineEntry:
    """Something that happened to a parcel, as a sentence."""

    number: int
    move: Move
    at: datetime
    text: str
    said: str
    """What was said with it."""
    who: str
    """Name, or what told of it."""
    place: str
    source: Source
    state: ParcelState
    """Where the parcel was afterwards."""
    is_late: bool
    is_undone: bool
    may_be_undone_until: datetime | None
    photographs: tuple[str, ...] = ()
    """Codes of the pictures that came with it; none of what was taken back."""


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """A parcel's way: the stages, and everything that happened, the newest first."""

    stages: tuple[Stage, ...]
    entries: tuple[TimelineEntry, ...]
    headline: str
    """Where it is, in one sentence."""
