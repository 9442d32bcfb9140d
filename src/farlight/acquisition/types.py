"""What other contexts see of acquisition."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from farlight.beamtime.types import Verdict
from farlight.samples.types import ContainerTypeSummary, Slot, SpecimenInside
from farlight.science.scans import AxisScan, EdgeScan, Exposures, Grid, Layout, Screening, Spectrum, has_images


class RequestKind(StrEnum):
    """What is asked for."""

    ROTATION = "rotation"
    SCREENING = "screening"
    """Single images at angles wide apart: is it worth a sweep, and where?"""
    GRID = "grid"
    """Still images in the cells of a rectangle: where is the crystal?"""
    EDGE_SCAN = "edge_scan"
    """Fluorescence about an absorption edge: where exactly is it?"""
    FLUORESCENCE = "fluorescence"
    """One spectrum: which elements does the sample hold?"""
    POWDER = "powder"
    """Images of a powder or a solution while nothing turns."""
    SCAN = "scan"
    """Fluorescence along an axis of the goniometer: is it aligned?"""
    WASH = "wash"
    """The sample is washed; nothing is measured."""
    ANNEAL = "anneal"
    """The sample warms up for a moment; nothing is measured."""

    @property
    def is_treatment(self) -> bool:
        """Whether something is done to the sample, and nothing is measured."""
        return self in {RequestKind.WASH, RequestKind.ANNEAL}

    @property
    def words(self) -> str:
        """The kind, as people say it within a sentence."""
        return {"edge_scan": "edge scan", "fluorescence": "fluorescence spectrum", "scan": "alignment scan"}.get(
            self.value, self.value
        )


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


class HandlingKind(StrEnum):
    """What the robot or the goniometer does to a sample."""

    MOUNT = "mount"
    UNMOUNT = "unmount"
    CENTRING = "centring"
    WASH = "wash"
    ANNEAL = "anneal"

    @property
    def is_by_robot(self) -> bool:
        """Whether the robot does it, and not the goniometer."""
        return self in {HandlingKind.MOUNT, HandlingKind.UNMOUNT}


@dataclass(frozen=True, kw_only=True)
class Treatment:
    """Something that is done to a sample for its own sake."""

    deed: HandlingKind
    """Wash or anneal."""
    duration_s: float


_KINDS: dict[type[Layout], RequestKind] = {
    Screening: RequestKind.SCREENING,
    Grid: RequestKind.GRID,
    Exposures: RequestKind.POWDER,
    EdgeScan: RequestKind.EDGE_SCAN,
    Spectrum: RequestKind.FLUORESCENCE,
    AxisScan: RequestKind.SCAN,
}


@dataclass(frozen=True, kw_only=True)
class CollectionParameters:
    """What to collect; either the distance of the detector or the resolution at its edge is given."""

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
    layout: Layout | None = None
    """Single images at angles, a grid, the points of a scan…; None is a sweep. Where nothing turns, the sample lies at
    ``start_deg``."""
    treatment: Treatment | None = None
    """What is done to the sample instead of measuring it; None measures."""

    @property
    def kind(self) -> RequestKind:
        """What this is."""
        if self.treatment is not None:
            return RequestKind(self.treatment.deed.value)
        return RequestKind.ROTATION if self.layout is None else _KINDS[type(self.layout)]

    @property
    def has_images(self) -> bool:
        """Whether the detector of the images takes part."""
        return self.treatment is None and has_images(self.layout)

    @property
    def duration_s(self) -> float:
        """Time that it takes, movements left out."""
        return self.treatment.duration_s if self.treatment else self.images * self.exposure_time_s

    @property
    def range_deg(self) -> float:
        """Rotation from the beginning of the first image to the end of the last."""
        return self.images * self.width_deg


class HandlingState(StrEnum):
    """How far a handling is."""

    RUNNING = "running"
    FINISHED = "finished"
    ABORTED = "aborted"
    FAILED = "failed"
    INTERRUPTED = "interrupted"
    """The engine ended in the middle of it."""


@dataclass(frozen=True, kw_only=True)
class HandlingSummary:
    """Something that the robot or the goniometer did to a sample."""

    id: int
    """Key of its row, for foreign keys within Farlight; never shown."""
    code: str
    session: str
    kind: HandlingKind
    state: HandlingState
    sample: str
    """Code of the sample; empty when it is none of the proposal's."""
    sample_name: str
    container: str
    container_position: int | None
    note: str
    """What came of it, or why it broke off."""
    started: datetime
    ended: datetime | None
    pictures: tuple[str, ...]
    """Names of the pictures, of before and after."""

    @property
    def duration_s(self) -> float | None:
        """How long it took; None while it is not over."""
        return (self.ended - self.started).total_seconds() if self.ended else None


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
    """Step of the collection: mounting, centring, moving, collecting, treating; empty before and after."""
    frames: int
    """Images, or points, in the files so far."""
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
        return self.frames / max(self.parameters.images, 1)


@dataclass(frozen=True, kw_only=True)
class PuckPlace:
    """A slot of a container in a drawing, and the physical piece in it."""

    slot: Slot
    specimen: SpecimenInside | None


@dataclass(frozen=True, kw_only=True)
class Puck:
    """A container in a sample changer, or waiting to go there."""

    code: str
    """Opaque code; empty when it is another group's and so nobody's business."""
    name: str
    proposal: str
    is_ours: bool
    """Whether it is of the session's proposal."""
    may_move: bool
    places: tuple[PuckPlace, ...]
    """Its slots with what lies in them; empty when it is another group's."""

    @property
    def specimens(self) -> int:
        """How many physical pieces lie in it."""
        return sum(place.specimen is not None for place in self.places)


@dataclass(frozen=True, kw_only=True)
class ChangerPosition:
    """A position of a sample changer."""

    slot: Slot
    puck: Puck | None


@dataclass(frozen=True, kw_only=True)
class Changer:
    """A beamline's sample changer as somebody sees it from a session."""

    name: str
    layout: ContainerTypeSummary
    positions: tuple[ChangerPosition, ...]
    waiting: tuple[Puck, ...]
    """Containers of the session's proposal that lie in no other one and fit a position."""
    may_load: Verdict

    @property
    def movable(self) -> tuple[Puck, ...]:
        """Every container that this person may put somewhere, by name."""
        inside = [position.puck for position in self.positions if position.puck]
        return tuple(sorted((p for p in [*self.waiting, *inside] if p.may_move), key=lambda puck: puck.name))
