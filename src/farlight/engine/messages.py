"""What goes into the engine and what comes out of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from farlight.science.scans import Layout


class Stage(StrEnum):
    """Steps of a collection, in order."""

    MOUNTING = "mounting"
    CENTRING = "centring"
    MOVING = "moving"
    COLLECTING = "collecting"
    TREATING = "treating"
    """In the place of centring, moving and collecting, where a sample is only washed or annealed."""


class HandlingKind(StrEnum):
    """What is done to a sample, before it is measured or by itself."""

    MOUNT = "mount"
    UNMOUNT = "unmount"
    CENTRING = "centring"
    WASH = "wash"
    ANNEAL = "anneal"


class Outcome(StrEnum):
    """How a collection, or a handling, ended."""

    FINISHED = "finished"
    ABORTED = "aborted"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class SampleInBeam:
    """The sample to measure, as the sample changer knows it."""

    code: str
    name: str
    acronym: str
    """Acronym of its substance."""
    container: str = ""
    """Name of the puck, plate or rack; empty for a hand-mounted sample."""
    position: int | None = None
    """Place in the container, from 1."""


@dataclass(frozen=True, kw_only=True)
class Treatment:
    """Something that is done to a sample for its own sake."""

    handling: HandlingKind
    """Wash or anneal."""
    duration_s: float


@dataclass(frozen=True, kw_only=True)
class CollectionOrder:
    """Collect images: a rotation sweep, or as the layout says; or only treat a sample."""

    ticket: str
    """Comes back with every message about this order."""
    sample: SampleInBeam | None
    """What to mount; None measures whatever is on the goniometer."""
    directory: Path
    """Where the files go; made if it does not exist."""
    prefix: str
    """Beginning of the files' names."""
    start_deg: float
    """Angle at which the first frame begins."""
    width_deg: float
    """Rotation during one frame."""
    images: int
    """Number of frames."""
    exposure_time_s: float
    """Time per frame."""
    energy_ev: float
    transmission_frac: float
    detector_distance_mm: float
    layout: Layout | None = None
    """Stills at angles, a grid, points of a scan…; None is a sweep."""
    treatment: Treatment | None = None
    """What is done to the sample instead of measuring it; None measures."""


@dataclass(frozen=True, kw_only=True)
class PictureScale:
    """What a picture of the sample shows where."""

    size_px: tuple[int, int]
    """Width and height."""
    beam_px: tuple[float, float]
    """Where the beam goes through, from the upper left corner, x then y."""
    microns_per_px: float


@dataclass(frozen=True, kw_only=True)
class Message:
    """What the engine tells about an order."""

    ticket: str
    """The order that it is about."""


@dataclass(frozen=True, kw_only=True)
class StageReached(Message):
    """A step of the collection began."""

    stage: Stage


@dataclass(frozen=True, kw_only=True)
class SnapshotTaken(Message):
    """The camera took a picture of the sample."""

    path: Path
    omega_deg: float
    scale: PictureScale


@dataclass(frozen=True, kw_only=True)
class HandlingBegan(Message):
    """The robot or the goniometer began to do something to a sample."""

    handling: HandlingKind
    sample: SampleInBeam
    picture: Path | None = None
    """How it looked before."""


@dataclass(frozen=True, kw_only=True)
class HandlingEnded(Message):
    """What was begun last is over."""

    outcome: Outcome
    note: str = ""
    """What came of it, for people."""
    picture: Path | None = None
    """How it looked afterwards."""


@dataclass(frozen=True, kw_only=True)
class CollectionOpened(Message):
    """The detector is armed and the files are there: what will really be collected.

    The numbers are those of the devices, not of the order: a replay brings its own.
    """

    master: Path
    """The file to open: an NXmx master, the template (with #) of a series of single images, or the file of a scan."""
    images: int
    start_deg: float
    width_deg: float
    exposure_time_s: float
    detector: str
    """The detector's name."""
    energy_ev: float
    detector_distance_mm: float
    transmission_frac: float
    flux_hz: float
    """Photons a second on the sample."""
    beam_size_um: tuple[float, float]
    """Horizontal and vertical size of the beam at the sample."""
    started_at: datetime
    layout: Layout | None = None
    """Where the images lie, where they are no sweep."""


@dataclass(frozen=True, kw_only=True)
class FramesWritten(Message):
    """Frames, or points of a scan, are in the files and can be read."""

    frames: int
    """How many in all so far."""


@dataclass(frozen=True, kw_only=True)
class HoldChanged(Message):
    """The collection paused, or went on."""

    held: bool


@dataclass(frozen=True, kw_only=True)
class CollectionClosed(Message):
    """The order is done with, one way or the other; the files are closed."""

    frames: int
    outcome: Outcome
    reason: str = ""
    """Why it did not finish, for people; empty when it did."""
