"""Choosing among the lattices that ``dials.refine_bravais_settings`` found possible."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from farlight.processing.domain.symmetry import lattice_of
from farlight.processing.types import UnitCell


@dataclass(frozen=True, kw_only=True)
class LatticeSolution:
    """A row of the table of lattices."""

    number: int
    """DIALS' number: the higher, the more symmetry."""
    lattice: str
    """Bravais lattice, such as ``cI``."""
    unit_cell: UnitCell
    rmsd_mm: float
    """Distance between predicted and found spots; one that is too symmetric has a larger one."""
    max_angular_difference_deg: float
    """How far the measured cell is from the ideal one (Le Page's delta)."""
    recommended: bool
    change_of_basis: str
    """From the basis it was indexed in to this one."""


def parse_lattices(text: str) -> list[LatticeSolution]:
    """Return the solutions of ``bravais_summary.json``, most symmetric first."""
    solutions = [
        LatticeSolution(
            number=int(number),
            lattice=row["bravais"],
            unit_cell=tuple(row["unit_cell"]),
            rmsd_mm=float(row["rmsd"]),
            max_angular_difference_deg=float(row["max_angular_difference"]),
            recommended=bool(row["recommended"]),
            change_of_basis=row["cb_op"],
        )
        for number, row in json.loads(text).items()
        if row.get("rmsd") is not None and row.get("unit_cell")
    ]
    return sorted(solutions, key=lambda solution: -solution.number)


def chosen_lattice(solutions: Sequence[LatticeSolution], space_group: str = "") -> LatticeSolution | None:
    """Return the most symmetric solution that DIALS recommends; with a space group given, the best of its lattice.

    None when nothing fits.
    """
    if space_group:
        return best_of_lattice(solutions, lattice_of(space_group))
    return next((solution for solution in solutions if solution.recommended), None)


def best_of_lattice(solutions: Sequence[LatticeSolution], lattice: str) -> LatticeSolution | None:
    """Return the recommended solution of a lattice with the smallest distance; None when there is none."""
    fitting = [solution for solution in solutions if solution.lattice == lattice and solution.recommended]
    return min(fitting, key=lambda solution: solution.rmsd_mm, default=None)
