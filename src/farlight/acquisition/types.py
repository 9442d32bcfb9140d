"""What other contexts see of acquisition."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class RequestKind(StrEnum):
    """What is asked for."""

    ROTATION = "rotation"


class RequestState(StrEnum):
    """Where a request is on its way."""

    QUEUED = "queued"
    COLLECTING = "collecting"
    PAUSED = "paused"
    DONE = "done"
    ABORTED = "aborted"
    FAILED = "failed"
    INTERRUPTED = "interrupted"
    """The engine ended in the middle of it."""
    CANCELLED = "cancelled"

    @property
    def is_under_way(self) -> bool:
        """Whether the beamline is busy with it."""
        return self in {RequestState.COLLECTING, RequestState.PAUSED}


class Command(StrEnum):
    """What somebody wants of the collection under way."""

    NONE = ""
    PAUSE = "pause"
    RESUME = "resume"
    ABORT = "abort"


@dataclass(frozen=True, kw_only=True)
class CollectionParameters:
    """A rotation sweep; either the distance of the detector or the resolution at its edge is given."""

    start_deg: float = 0.0
    width_deg: float = 0.5
    """Rotation during one image."""
    images: int = 120
    exposure_time_s: float = 0.02
    """Time per image."""
    energy_ev: float = 12_658.0
    transmission_frac: float = 1.0
    detector_distance_mm: float | None = None
    resolution_angstrom: float | None = None
    """Resolution at the nearer edge of the detector."""

    @property
    def duration_s(self) -> float:
        """Time under the beam."""
        return self.images * self.exposure_time_s

    @property
    def range_deg(self) -> float:
        """Rotation from the beginning of the first image to the end of the last."""
        return self.images * self.width_deg


@dataclass(frozen=True, kw_only=True)
class RequestSummary:
    """A request."""

    code: str
    session: str
    kind: RequestKind
    state: RequestState
    sample: str
    """Code of the sample; empty for whatever is on the goniometer."""
    sample_name: str
    parameters: CollectionParameters
    """The distance is always known."""
    command: Command
    """What was last asked of it while it is under way."""
    stage: str
    """Step of the collection: mounting, centring, moving, collecting; empty before and after."""
    frames: int
    """Images in the files so far."""
    run_number: int | None
    """The run that it became; None before."""
    reason: str
    """Why it ended as it did, when that needs saying."""
    queued_by: str
    """Full name of who asked."""
    queued_at: datetime

    @property
    def progress_frac(self) -> float:
        """How much of it is measured."""
        return self.frames / self.parameters.images
