"""What other contexts see of runs."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from farlight.kernel.ids import run_code
from farlight.science.findings import EdgeFindings, ProfileFindings, ScanFindings, SpectrumFindings
from farlight.science.scans import Layout, has_images

Findings = EdgeFindings | SpectrumFindings | ScanFindings | ProfileFindings
"""What the points of a scan, or the average of a powder's images, say."""


class RunState(StrEnum):
    """Where a run is on its way."""

    COLLECTING = "collecting"
    FINISHED = "finished"
    ABORTED = "aborted"
    """Somebody stopped it; its images are good."""
    FAILED = "failed"
    """Something broke; the reason says what."""
    INTERRUPTED = "interrupted"
    """The engine died meanwhile."""


class AnalysisState(StrEnum):
    """How far the analysis of a run's images is."""

    WAITING = "waiting"
    """A job is queued."""
    RUNNING = "running"
    """A job follows the files."""
    IDLE = "idle"
    """No image came for long; the next one starts a job again."""
    DONE = "done"
    """All images that could be read were looked at; the note says if some could not."""


@dataclass(frozen=True, kw_only=True)
class PictureScale:
    """What a picture of the crystal shows where."""

    size_px: tuple[int, int]
    """Width and height."""
    beam_px: tuple[float, float]
    """Where the beam goes through, from the upper left corner, x then y."""
    microns_per_px: float


@dataclass(frozen=True, kw_only=True)
class SnapshotSummary:
    """A picture of the crystal."""

    name: str
    omega_deg: float
    scale: PictureScale | None = None


@dataclass(frozen=True, kw_only=True)
class RunSummary:
    """A run."""

    id: int
    """Key of its row, for foreign keys within Farlight; never shown."""
    session: str
    number: int
    kind: str
    """``rotation``, ``screening``, ``grid``, ``edge_scan``, ``fluorescence``, ``powder``, ``scan``, or what else an
    engine of the facility collects."""
    state: RunState
    sample: str
    """Code of the sample; empty for what was on the goniometer."""
    sample_name: str
    detector: str
    images: int
    """Images, or points of a scan, that were asked for."""
    frames: int
    """Images, or points, that are there."""
    start_deg: float
    width_deg: float
    exposure_time_s: float
    energy_ev: float
    transmission_frac: float
    detector_distance_mm: float
    started: datetime
    ended: datetime | None
    reason: str
    """Why it ended as it did, when that is not plain."""
    snapshots: tuple[SnapshotSummary, ...]
    analysis: AnalysisState
    analysed: int
    """Images that were looked at."""
    sampled: bool
    """Whether images are left out as yet because the analysis fell behind; it fills them in when there is time."""
    analysis_note: str
    """What kept images from being looked at; empty when nothing did."""
    directory: str
    """Folder of its files, relative to the session's folder."""
    master: str
    """Name of the file to open (or a template with #), relative to the session's folder."""
    flux_hz: float | None = None
    """Photons a second on the sample; None where no device said."""
    beam_size_um: tuple[float, float] | None = None
    """Horizontal and vertical size of the beam at the sample."""
    layout: Layout | None = None
    """Angles or cells of its images, or the points of a scan; None is a sweep."""
    findings: Findings | None = None
    """What a scan or a powder says; None while that is not known, and of other kinds."""

    @property
    def kind_word(self) -> str:
        """Its kind, as people say it."""
        return self.kind.replace("_", " ")

    @property
    def has_images(self) -> bool:
        """Whether there are images to look at, and not points of a scan."""
        return has_images(self.layout)

    @property
    def code(self) -> str:
        """The run, as people write it: ``mx2345-7/12``."""
        return run_code(self.session, self.number)

    @property
    def is_collecting(self) -> bool:
        """Whether images are still to come."""
        return self.state is RunState.COLLECTING


@dataclass(frozen=True, kw_only=True)
class RunFiles:
    """Where a run's files lie, for other contexts; never shown to anybody."""

    directory: Path
    master: Path
    """NeXus master, or the template (with #) of single images; `science.images.open_images` opens it."""


@dataclass(frozen=True, kw_only=True)
class Series:
    """Values of each image that was looked at, in the order of the images; all tuples have one length."""

    image_numbers: tuple[int, ...] = ()
    """From 1."""
    spots: tuple[int, ...] = ()
    resolution_angstrom: tuple[float | None, ...] = ()
    """None where an image has too few spots to tell."""
    total_intensity: tuple[float, ...] = ()
    ice_score: tuple[float, ...] = ()
    sampled: bool = False
    """Whether images are left out as yet because the analysis fell behind; it fills them in when there is time."""
