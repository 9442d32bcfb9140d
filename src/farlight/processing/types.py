"""What other contexts see of processing: options, stages, results."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

UnitCell = tuple[float, float, float, float, float, float]
"""a, b, c in Å, then alpha, beta, gamma in degrees."""


class Stage(StrEnum):
    """A step of the chain, in the order in which they run."""

    IMPORT = "import"
    FIND_SPOTS = "find_spots"
    INDEX = "index"
    LATTICE = "refine_bravais_settings"
    REFINE = "refine"
    INTEGRATE = "integrate"
    SYMMETRY = "symmetry"
    SCALE = "scale"
    MERGE = "merge"
    REPORT = "report"


class Speed(StrEnum):
    """How much time may be spent."""

    FAST = "fast"
    """Feedback during the session: static refinement, simple background, no absorption surface."""
    THOROUGH = "thorough"
    """DIALS' own defaults."""


class BeamSearch(StrEnum):
    """Whether the beam position of the header is doubted."""

    AUTO = "auto"
    """When indexing is poor, and for narrow sweeps; the better geometry is kept."""
    ALWAYS = "always"
    NEVER = "never"


class ProcessingState(StrEnum):
    """Where a processing is."""

    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self in {ProcessingState.FINISHED, ProcessingState.FAILED, ProcessingState.CANCELLED}


class Severity(StrEnum):
    """How much a message matters."""

    NOTE = "note"
    """Good to know."""
    WARNING = "warning"
    """The numbers mean less than they seem to."""
    ERROR = "error"
    """There is no result because of it."""


@dataclass(frozen=True, kw_only=True)
class Message:
    """Something that a processing has to say."""

    severity: Severity
    words: str


@dataclass(frozen=True, kw_only=True)
class MessageCounts:
    """How many messages there are of each kind."""

    notes: int = 0
    warnings: int = 0
    errors: int = 0


@dataclass(frozen=True, kw_only=True)
class ProcessingOptions:
    """What a user may ask for; the defaults suit most sweeps."""

    speed: Speed = Speed.FAST
    beam_search: BeamSearch = BeamSearch.AUTO
    d_min_angstrom: float | None = None
    """Resolution to process to; None leaves it to the statistics."""
    unit_cell: UnitCell | None = None
    """A cell known beforehand; it also needs the space group."""
    space_group: str = ""
    """A space group known beforehand, such as ``P 43 21 2`` or ``P43212``; empty finds it."""
    max_cell_angstrom: float | None = None
    """Longest axis to look for when indexing; None estimates it from the spots."""
    first_image: int | None = None
    """First image to use, counted from 1; None is the first."""
    last_image: int | None = None
    """Last image to use; None is the last."""
    processors: int | None = None
    """Processes at once; None takes every core."""


@dataclass(frozen=True, kw_only=True)
class ShellStatistics:
    """Merging statistics of one resolution shell; None where the data do not allow a number."""

    d_max_angstrom: float | None
    d_min_angstrom: float | None
    completeness_frac: float | None
    multiplicity: float | None
    i_over_sigma: float | None
    r_merge: float | None
    r_meas: float | None
    cc_half: float | None
    observations: int | None
    unique: int | None


@dataclass(frozen=True, kw_only=True)
class ResultFile:
    """A file that a processing left."""

    name: str
    """Its name: unique within the processing, no folders in it."""
    kind: str
    """``report``, ``data``, ``model`` or ``log``."""
    title: str
    """What it is, in words."""
    size_bytes: int


@dataclass(frozen=True, kw_only=True)
class RefinedFiles:
    """Where the models that a processing refined lie, and the reflections that go with them; never shown to anybody."""

    number: int
    """Of the processing."""
    experiments: Path
    reflections: Path
    first_image: int
    """Which image of the run, counted from 1, the first image of the models is."""


@dataclass(frozen=True, kw_only=True)
class StageTime:
    """How long a stage took."""

    stage: Stage
    duration_s: float


@dataclass(frozen=True, kw_only=True)
class BeamCentres:
    """Where the beam meets the first panel: as the header has it, and as refined."""

    start_px: tuple[float, float]
    """Fast, slow."""
    refined_px: tuple[float, float]
    shift_mm: float


class DamageLevel(StrEnum):
    """How much the crystal suffered while it was measured."""

    NONE = "none"
    SLIGHT = "slight"
    MARKED = "marked"
    UNKNOWN = "unknown"
    """Too little was measured twice to tell."""


@dataclass(frozen=True, kw_only=True)
class DamageVerdict:
    """What the data say of radiation damage."""

    level: DamageLevel
    words: str
    """The verdict in a sentence, with the numbers it rests on."""
    rd_rise_frac: float | None = None
    """By which part R_d of pairs a whole sweep apart is above that of neighbours; None when it cannot be told."""
    b_drift_angstrom2: float | None = None
    """Relative B factor at the end less that at the start, positive when spots fade; None when it was not scaled."""


@dataclass(frozen=True, kw_only=True)
class ProcessingResult:
    """What came out of a processing that reached its end."""

    unit_cell: UnitCell
    space_group: str
    """Hermann-Mauguin symbol, such as ``P 43 21 2``."""
    space_group_source: str
    """``intensities`` (dials.symmetry), ``lattice`` (lowest symmetry of the lattice) or ``user``."""
    lattice: str
    """Bravais lattice, such as ``tP``."""
    resolution_angstrom: float | None
    overall: ShellStatistics | None
    inner: ShellStatistics | None
    outer: ShellStatistics | None
    images: int
    rotation_deg: float
    spots: int
    indexed_frac: float
    """Part of the strong spots that the lattice explains."""
    rmsd_px: float | None
    """How far predicted and found spots lie apart on the detector."""
    mosaicity_deg: float | None
    """sigma_M of DIALS' profile model: a standard deviation, not a full width."""
    beam_shift_px: float | None
    """How far the beam was found from where the header has it; None when it was not searched."""
    notes: tuple[str, ...]
    """Honest remarks, most important first."""
    files: tuple[ResultFile, ...]
    times: tuple[StageTime, ...]
    messages: tuple[Message, ...] = ()
    """The notes with how much each matters, and what the geometry and the radiation damage have to say."""
    beam: BeamCentres | None = None
    damage: DamageVerdict | None = None


@dataclass(frozen=True, kw_only=True)
class Failure:
    """Why a processing did not reach its end."""

    step: Stage
    why: str
    try_next: tuple[str, ...]
    """What a user can do, most promising first."""


@dataclass(frozen=True, kw_only=True)
class ProcessingSummary:
    """A processing, as other contexts see it."""

    session: str
    run: int
    number: int
    pipeline: str
    options: ProcessingOptions
    state: ProcessingState
    stage: Stage | None
    progress_frac: float
    result: ProcessingResult | None
    failure: Failure | None
    is_being_cancelled: bool
    """Whether somebody cancelled it and the worker has not ended it yet."""
    started_by: str
    """Full name; empty when it started by itself."""
    queued_at: datetime
    started_at: datetime | None
    ended_at: datetime | None

    @property
    def code(self) -> str:
        """The processing, as people write it: ``mx2345-7/12/1``."""
        return f"{self.session}/{self.run}/{self.number}"

    @property
    def messages(self) -> tuple[Message, ...]:
        """All it has to say, why it failed first."""
        failed = (Message(severity=Severity.ERROR, words=self.failure.why),) if self.failure else ()
        return (*failed, *(self.result.messages if self.result else ()))

    @property
    def message_counts(self) -> MessageCounts:
        """How many messages there are of each kind."""
        kinds = [message.severity for message in self.messages]
        return MessageCounts(
            notes=kinds.count(Severity.NOTE), warnings=kinds.count(Severity.WARNING), errors=kinds.count(Severity.ERROR)
        )

    @property
    def duration_s(self) -> float | None:
        """How long it took; None while it is not over."""
        if self.started_at is None or self.ended_at is None:
            return None
        return (self.ended_at - self.started_at).total_seconds()


@dataclass(frozen=True, kw_only=True)
class BestResult:
    """The best result of a sample (or of a run without one), where it came from, and why it is the best."""

    sample: str
    """Code of the sample; empty for a run without one."""
    sample_name: str
    processing: ProcessingSummary
    """Session, run, number, pipeline, options and the result itself."""
    parameters: tuple[str, ...]
    """What was asked for that is not the usual, in words."""
    worth_angstrom: float | None
    """The resolution of a complete, sound set of data that is worth as much; None when it cannot be judged."""
    reasons: tuple[str, ...]
    """Why it stands first, in sentences."""
    others: int
    """How many other results it was compared with."""


@dataclass(frozen=True, kw_only=True)
class CellHit:
    """A result with a lattice like the one looked for."""

    processing: ProcessingSummary
    sample_name: str
    distance_angstrom: float
    """Largest difference between reduced axes, or diagonals, that belong together."""


@dataclass(frozen=True, kw_only=True)
class CellSearch:
    """What a search for a cell found, the nearest first."""

    hits: tuple[CellHit, ...]
    is_cut: bool
    """Whether there are more, further away."""
