"""Looking a cell up: what may be asked, and what the answer means."""

from dataclasses import dataclass
from typing import Final

from farlight.kernel.errors import Invalid, Objection
from farlight.processing.types import UnitCell
from farlight.science.lattices import CENTRINGS, NotACell, angle_deg_of, reduced_cell, shortest_lengths_angstrom

USUAL_TOLERANCE_FRAC: Final = 0.01
"""Cells of one crystal form, measured twice, agree within about a hundredth."""
WIDEST_TOLERANCE_FRAC: Final = 0.1


@dataclass(frozen=True, kw_only=True)
class CellQuestion:
    """A cell to look for, ready to compare."""

    unit_cell: UnitCell
    centring: str
    tolerance_angstrom: float
    lengths_angstrom: tuple[float, ...]
    """Of its lattice's seven classes."""
    reduced_cell: UnitCell
    """Niggli's."""

    @property
    def mean_length_angstrom(self) -> float:
        """Mean of the seven lengths."""
        return sum(self.lengths_angstrom) / len(self.lengths_angstrom)

    @property
    def meaning(self) -> str:
        """What the tolerance means, in words."""
        side = sum(self.reduced_cell[:3]) / 3
        angle = angle_deg_of(self.tolerance_angstrom, side)
        part = self.tolerance_angstrom / self.mean_length_angstrom
        return (
            f"Lattices whose reduced axes and their diagonals all agree within {self.tolerance_angstrom:.2f} Å "
            f"({part:.1%} of their mean length). As angles: {angle:.2f}° between two axes of {side:.0f} Å."
        )


def question_about(unit_cell: UnitCell, centring: str = "P", tolerance_angstrom: float | None = None) -> CellQuestion:
    """Return the question about a cell; without a tolerance, one that suits the size of the cell.

    Raises
    ------
    Invalid
        When the numbers are no cell, the centring is unknown, or the tolerance is too wide to mean anything.
    """
    letter = centring.strip().upper() or "P"
    if letter not in CENTRINGS:
        raise Invalid([Objection(message=f"A centring is one of {', '.join(CENTRINGS)}.", field="centring")])
    try:
        lengths = tuple(float(value) for value in shortest_lengths_angstrom(unit_cell, letter))
        niggli = reduced_cell(unit_cell, letter)
    except NotACell as wrong:
        raise Invalid([Objection(message=str(wrong), field="unit_cell")]) from wrong
    mean = sum(lengths) / len(lengths)
    asked = tolerance_angstrom if tolerance_angstrom is not None else round(USUAL_TOLERANCE_FRAC * mean, 2)
    widest = WIDEST_TOLERANCE_FRAC * mean
    if not 0 < asked <= widest:
        message = f"For this cell a tolerance lies between 0 and {widest:.1f} Å: beyond, unlike cells look alike."
        raise Invalid([Objection(message=message, field="tolerance_angstrom")])
    return CellQuestion(
        unit_cell=unit_cell,
        centring=letter,
        tolerance_angstrom=asked,
        lengths_angstrom=lengths,
        reduced_cell=niggli,
    )
