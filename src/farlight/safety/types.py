"""What others see of trainings."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, kw_only=True)
class TrainingDefinition:
    """Something that people are taught before they work somewhere."""

    code: str
    """Short name: ``radiation``."""
    name: str
    link: str = ""
    """Where one takes it: an address of the facility's training system, or a path of this site."""


class TrainingState(StrEnum):
    """How somebody stands to a training."""

    COUNTS = "counts"
    ENDS_TOO_EARLY = "ends_too_early"
    """It counts now, and will not until the work is done."""
    IS_OVER = "is_over"
    MISSING = "missing"


@dataclass(frozen=True, kw_only=True)
class TrainingStanding:
    """How somebody stands to a training that a beamline asks for."""

    training: TrainingDefinition
    state: TrainingState
    until: datetime | None
    """Until when it counts, or counted; None for who never took it."""
