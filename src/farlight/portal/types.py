"""What the session page shows, as its templates get it."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from farlight.acquisition.types import HandlingSummary
from farlight.beamlines.types import WrittenReading
from farlight.logbook.types import EntrySummary
from farlight.runs.types import SnapshotSummary
from farlight.science.scans import Grid, Layout, Screening


class KindLook(NamedTuple):
    """How a kind of card is shown."""

    icon: str
    word: str


class Still(NamedTuple):
    """A single image of a screening."""

    image: int
    angle_deg: float


@dataclass(frozen=True, kw_only=True)
class Headline:
    """A processing in one line: how far it is, what it found, or why it did not."""

    run: int
    number: int
    """Number of the processing within its run."""
    pipeline: str
    state: str
    stage: str
    """What it is doing, while it runs."""
    progress_frac: float
    space_group: str = ""
    unit_cell: tuple[float, ...] = ()
    """a, b, c in Å, then alpha, beta, gamma in degrees; empty while unknown."""
    resolution_angstrom: float | None = None
    cc_half_overall: float | None = None
    completeness_frac: float | None = None
    why: str = ""
    """Why it failed."""
    sample_name: str = ""


@dataclass(frozen=True, kw_only=True)
class FoundRow:
    """A line of what was found."""

    word: str
    """Its head."""
    cells: tuple[str, ...]
    """Ready to read."""
    energy_ev: str = ""
    """An energy that a sweep may follow at; empty where none is meant."""


@dataclass(frozen=True, kw_only=True)
class FoundTable:
    """What was found in a scan or a powder."""

    title: str
    heads: tuple[str, ...]
    """One more than a row has cells."""
    rows: tuple[FoundRow, ...]
    note: str = ""

    @property
    def offers_energies(self) -> bool:
        """Whether a sweep may follow at an energy that was found."""
        return any(row.energy_ev for row in self.rows)


@dataclass(frozen=True, kw_only=True)
class RunCard:
    """A run, as its card shows it."""

    number: int
    kind: str
    state: str
    sample_name: str
    started: datetime | None
    ended: datetime | None
    frames: int
    """Images that are there."""
    images: int
    """Images that were asked for."""
    facts: tuple[str, ...]
    """How it was measured, value by value, ready to read."""
    snapshots: tuple[SnapshotSummary, ...]
    """Pictures of the crystal."""
    layout: Layout | None
    """Angles or cells of its images; None is a sweep."""
    width_deg: float
    directory: str
    """Folder of its files, relative to the session's."""
    template: str
    """Name of the file to open, or the template of many."""
    reason: str
    """Why it ended as it did, when that is not plain."""
    headline: Headline | None = None
    sample: str = ""
    """Code of the sample; empty for what was on the goniometer."""
    has_images: bool = True
    """Whether there are images to look at, and not points of a scan."""
    curve: str = ""
    """Name of its plot, where it is a scan or a powder."""
    found: FoundTable | None = None

    @property
    def kind_word(self) -> str:
        """Its kind, as people say it."""
        return self.kind.replace("_", " ")

    @property
    def counted(self) -> str:
        """What its frames are, as people say it."""
        return "images" if self.has_images else "points"

    @property
    def curve_version(self) -> str:
        """Changes with its plot, so that addresses of plots can be remembered."""
        return f"{self.state}-{self.frames}-{'found' if self.found else 'not'}"

    @property
    def written_number(self) -> str:
        """Its number, as text."""
        return str(self.number)

    @property
    def is_collecting(self) -> bool:
        """Whether images are still to come."""
        return self.state in {"collecting", "paused"}

    @property
    def duration_s(self) -> float | None:
        """Time from start to end; None while it is not over."""
        return (self.ended - self.started).total_seconds() if self.started and self.ended else None

    @property
    def grid(self) -> Grid | None:
        """The cells of its images, if they are cells."""
        return self.layout if isinstance(self.layout, Grid) else None

    @property
    def grid_picture(self) -> SnapshotSummary | None:
        """The picture on which its cells can be drawn true: of a known scale, taken along the beam."""
        return next((snapshot for snapshot in self.snapshots if self.grid and snapshot.scale), None)

    @property
    def stills(self) -> tuple[Still, ...]:
        """Its single images that are there, with their angles."""
        angles_deg = self.layout.angles_deg if isinstance(self.layout, Screening) else ()
        return tuple(Still(image, angle) for image, angle in enumerate(angles_deg[: self.frames], 1))


@dataclass(frozen=True, kw_only=True)
class Card:
    """A card of the feed: an entry of the logbook with what it is about."""

    entry: EntrySummary
    look: KindLook
    """How its kind is shown."""
    deed: str = ""
    """What is, or was, done to a sample."""
    run: RunCard | None = None
    handling: HandlingSummary | None = None

    @property
    def state(self) -> str:
        """How far it is: that of its run, or of what is done to a sample; empty for a note."""
        about = self.run or self.handling
        return str(about.state) if about else ""


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A part of a session's cards, newest first."""

    cards: tuple[Card, ...]
    next_cursor: str | None
    """What the following part is asked for with; None at the end."""

    @property
    def newest(self) -> int:
        """Number of its first entry; 0 when it is empty."""
        return self.cards[0].entry.number if self.cards else 0

    @property
    def oldest(self) -> int:
        """Number of its last entry; 0 when it is empty."""
        return self.cards[-1].entry.number if self.cards else 0


@dataclass(frozen=True, kw_only=True)
class Strip:
    """The state of the beamline and of the queue, at a glance."""

    readings: tuple[WrittenReading, ...]
    """In the order in which they are shown; of who does not have the beamline now, only the facility's."""
    heard_at: datetime | None
    """When the beamline was last heard of; None when it never was."""
    waiting: int
    """Requests that wait."""
    under_way: str
    """Kind of what is being collected; empty when nothing is."""
    stage: str
