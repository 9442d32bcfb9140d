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
    cell: Cell
    """a, b, c in Å, then alpha, beta, gamma in degrees."""
    space_group: str
    """Hermann-Mauguin symbol."""
    wilson_b_angstrom2: float
    """Overall B factor, Å²: fall-off of intensities with resolution."""
    protein_atoms: int
    """Atoms other than hydrogen in the asymmetric unit."""

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


LYSOZYME = Crystal(
    acronym="lyso",
    name="Hen egg-white lysozyme",
    cell=(79.15, 79.15, 36.28, 90.0, 90.0, 90.0),
    space_group="P 43 21 2",
    wilson_b_angstrom2=18.0,
    protein_atoms=1001,
)
THAUMATIN = Crystal(
    acronym="thau",
    name="Thaumatin",
    cell=(58.5, 58.5, 151.6, 90.0, 90.0, 90.0),
    space_group="P 41 21 2",
    wilson_b_angstrom2=22.0,
    protein_atoms=1552,
)
INSULIN = Crystal(
    acronym="insu",
    name="Cubic insulin",
    cell=(78.0, 78.0, 78.0, 90.0, 90.0, 90.0),
    space_group="I 21 3",
    wilson_b_angstrom2=18.0,
    protein_atoms=404,
)
PROTEINASE_K = Crystal(
    acronym="protk",
    name="Proteinase K",
    cell=(68.0, 68.0, 102.5, 90.0, 90.0, 90.0),
    space_group="P 43 21 2",
    wilson_b_angstrom2=15.0,
    protein_atoms=2029,
)

CRYSTALS = MappingProxyType({crystal.acronym: crystal for crystal in (LYSOZYME, THAUMATIN, INSULIN, PROTEINASE_K)})
"""The crystals by acronym."""


def crystal_for(acronym: str) -> Crystal:
    """Crystal whose acronym begins like `acronym`, whatever its case; lysozyme where none does."""
    wanted = acronym.strip().lower()
    for known, crystal in CRYSTALS.items():
        if wanted.startswith(known):
            return crystal
    return LYSOZYME
