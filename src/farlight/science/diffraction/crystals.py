"""The crystals that the simulated beamline has in its freezer: the proteins every beamline commissions with."""

from dataclasses import dataclass
from types import MappingProxyType

import gemmi
import numpy as np
import numpy.typing as npt

Cell = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, kw_only=True)
class Crystal:
    """A protein crystal as far as its diffraction goes."""

    acronym: str
    """Short name, as on a sample sheet."""
    name: str
    """Name in words."""
    space_group: str
    """Hermann-Mauguin symbol."""
    edges_angstrom: tuple[float, float, float]
    """a, b, c of the unit cell."""
    wilson_b_angstrom2: float
    """Overall B factor, Å²: fall-off of intensities with resolution."""
    protein_atoms: int
    """Atoms other than hydrogen in the asymmetric unit."""
    angles_deg: tuple[float, float, float] = (90.0, 90.0, 90.0)
    """alpha, beta, gamma of the unit cell."""

    @property
    def cell(self) -> Cell:
        """The unit cell: a, b, c in Å, then alpha, beta, gamma in degrees."""
        return (*self.edges_angstrom, *self.angles_deg)

    @property
    def unit_cell(self) -> gemmi.UnitCell:
        """The cell as gemmi knows it."""
        return gemmi.UnitCell(*self.cell)

    @property
    def symmetry(self) -> gemmi.SpaceGroup:
        """The space group as gemmi knows it."""
        return gemmi.SpaceGroup(self.space_group)

    def reciprocal_basis(self) -> npt.NDArray[np.float64]:
        """B matrix, shape (3, 3): columns are a*, b*, c* in 1/Å, r* = B h (Busing & Levy, Acta Cryst. 22, 1967)."""
        return np.array(self.unit_cell.frac.mat).T


_FREEZER = (
    # acronym, name, space group, a, b, c (Å), Wilson B (Å²), protein atoms; all cells have right angles
    ("lyso", "Hen egg-white lysozyme", "P 43 21 2", (79.15, 79.15, 36.28), 18.0, 1001),
    ("thau", "Thaumatin", "P 41 21 2", (58.5, 58.5, 151.6), 22.0, 1552),
    ("insu", "Cubic insulin", "I 21 3", (78.0, 78.0, 78.0), 18.0, 404),
    ("protk", "Proteinase K", "P 43 21 2", (68.0, 68.0, 102.5), 15.0, 2029),
)

CRYSTALS = MappingProxyType(
    {
        acronym: Crystal(
            acronym=acronym,
            name=name,
            space_group=space_group,
            edges_angstrom=edges_angstrom,
            wilson_b_angstrom2=wilson_b_angstrom2,
            protein_atoms=protein_atoms,
        )
        for acronym, name, space_group, edges_angstrom, wilson_b_angstrom2, protein_atoms in _FREEZER
    }
)
"""The crystals by acronym."""

LYSOZYME = CRYSTALS["lyso"]
INSULIN = CRYSTALS["insu"]


def crystal_for(acronym: str) -> Crystal:
    """Crystal whose acronym begins like `acronym`, whatever its case; lysozyme where none does."""
    wanted = acronym.strip().lower()
    for known, crystal in CRYSTALS.items():
        if wanted.startswith(known):
            return crystal
    return LYSOZYME
