"""How images of a collection lie in space: stills at chosen angles, or the cells of a grid.

A grid is counted as one looks at the picture of the crystal: row 0 on top, column 0 on the left. Positions are in µm
from its middle, x to the right and y upwards in that picture. A snaked grid is measured to and fro, as motors like it.
"""

from dataclasses import dataclass
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


Layout = Screening | Grid
