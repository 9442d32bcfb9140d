"""How what is measured lies: stills at chosen angles, the cells of a grid, the energies of an edge scan, and more.

A grid is counted as one looks at the picture of the crystal: row 0 on top, column 0 on the left. Positions are in µm
from its middle, x to the right and y upwards in that picture. A snaked grid is measured to and fro, as motors like it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Cell(NamedTuple):
    """A place of a grid, both counted from 0."""

    row: int
    column: int


@dataclass(frozen=True, kw_only=True)
class Screening:
    """One image at each of some angles, wide apart."""

    angles_deg: tuple[float, ...]
    """Angle at which each image begins, in the order in which they are taken."""

    @property
    def images(self) -> int:
        """Images that are taken."""
        return len(self.angles_deg)


@dataclass(frozen=True, kw_only=True)
class Grid:
    """One still image in each cell of a rectangle about the beam."""

    rows: int
    columns: int
    step_x_um: float
    """Width of a cell."""
    step_y_um: float
    """Height of a cell."""
    snaked: bool = True
    """Whether every second row is measured from right to left."""

    @property
    def images(self) -> int:
        """Images that are taken."""
        return self.rows * self.columns

    def cell_of_image(self, image: int) -> Cell:
        """Return where an image (counted from 1) was taken."""
        row, along = divmod(image - 1, self.columns)
        return Cell(row, self.columns - 1 - along if self.snaked and row % 2 else along)

    def image_of_cell(self, row: int, column: int) -> int:
        """Return the number (from 1) of the image of a cell: the inverse of :meth:`cell_of_image`."""
        along = self.columns - 1 - column if self.snaked and row % 2 else column
        return row * self.columns + along + 1

    def position_um(self, row: int, column: int) -> tuple[float, float]:
        """Return the middle of a cell, (x, y) in µm from the grid's middle."""
        x_um = (column - (self.columns - 1) / 2) * self.step_x_um
        return x_um, ((self.rows - 1) / 2 - row) * self.step_y_um


@dataclass(frozen=True, kw_only=True)
class Exposures:
    """Images of a powder or a solution, one after the other, while nothing turns."""

    exposures: int

    @property
    def images(self) -> int:
        """Images that are taken."""
        return self.exposures


@dataclass(frozen=True, kw_only=True)
class EdgeScan:
    """Fluorescence at energies about an absorption edge, in even steps."""

    element: str
    """Symbol: ``Se``."""
    edge: str
    """``K``, ``L1``, ``L2`` or ``L3``."""
    below_ev: float = 60.0
    """How far below the edge it begins."""
    above_ev: float = 90.0
    """How far above it ends."""
    step_ev: float = 1.0

    @property
    def images(self) -> int:
        """Points that are measured; 0 when the steps make no sense."""
        return _steps(-self.below_ev, self.above_ev, self.step_ev)

    def energies_ev(self, edge_ev: float) -> tuple[float, ...]:
        """Return the energies of its points, given that of the edge."""
        return tuple(edge_ev - self.below_ev + point * self.step_ev for point in range(self.images))


@dataclass(frozen=True, kw_only=True)
class Spectrum:
    """One fluorescence spectrum at the energy of the beam."""

    channels: int
    """Of the detector, from 0 eV on; what is asked for does not count, what was measured says what it had."""
    channel_ev: float
    """Width of a channel; likewise."""

    @property
    def images(self) -> int:
        """Points that are measured: the one spectrum."""
        return 1


class Axis(StrEnum):
    """What an alignment scan may move."""

    SAMPLE_X = "sample_x"
    SAMPLE_Y = "sample_y"
    OMEGA = "omega"
    ENERGY = "energy"

    @property
    def unit(self) -> str:
        """Unit of its positions."""
        return {"sample_x": "µm", "sample_y": "µm", "omega": "°", "energy": "eV"}[self.value]

    @property
    def word(self) -> str:
        """What people call it."""
        return {"sample_x": "Along the pin", "sample_y": "Across the pin", "omega": "Omega", "energy": "Energy"}[
            self.value
        ]


@dataclass(frozen=True, kw_only=True)
class AxisScan:
    """The fluorescence of the sample while one axis goes from one position to another, in even steps."""

    axis: Axis
    first: float
    """Position of the first point, in the unit of the axis."""
    last: float
    points: int

    @property
    def images(self) -> int:
        """Points that are measured."""
        return self.points

    def positions(self) -> tuple[float, ...]:
        """Return the positions of its points."""
        step = (self.last - self.first) / max(self.points - 1, 1)
        return tuple(self.first + point * step for point in range(self.points))


def _steps(first: float, last: float, step: float) -> int:
    if not (step > 0.0 and last >= first) or (last - first) / step > MOST_STEPS:
        return 0
    return int((last - first) / step + 1e-6) + 1


MOST_STEPS = 1_000_000
"""Nobody means more."""

PointScan = EdgeScan | Spectrum | AxisScan
"""Measured point by point with the fluorescence detector, without images."""
Layout = Screening | Grid | Exposures | PointScan


def has_images(layout: Layout | None) -> bool:
    """Whether a collection makes images; a sweep (None) does."""
    return not isinstance(layout, PointScan)
