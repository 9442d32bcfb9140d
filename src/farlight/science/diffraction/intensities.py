"""Intensities like those of a protein: Wilson statistics, exact symmetry, exact absences."""

from dataclasses import dataclass

import gemmi
import numpy as np
import numpy.typing as npt

from farlight.science.diffraction.crystals import Crystal

Floats = npt.NDArray[np.float64]
MillerIndices = npt.NDArray[np.int32]

PROTEIN_COMPOSITION = (("C", 0.63), ("N", 0.17), ("O", 0.19), ("S", 0.01))
"""Fractions of the elements among the atoms of a protein other than hydrogen (average of the Protein Data Bank)."""

SECONDARY_STRUCTURE = ((4.5, 1.2, 0.035), (6.5, -0.35, 0.03))
"""Departures of a protein from Wilson's straight line: d in Å, relative height, width in 1/Å
(after Popov & Bourenkov, Acta Cryst. D59, 1145, 2003)."""


@dataclass(frozen=True)
class Reflections:
    """All reflections of a crystal within a sphere, both hands of every Friedel pair."""

    hkl: MillerIndices
    """Miller indices, shape (n, 3)."""
    intensity: Floats
    """Intensity on a scale of its own, shape (n,): equal for symmetry mates."""
    d_angstrom: Floats
    """Spacing of the planes in Å, shape (n,)."""


def mean_intensity(crystal: Crystal, d_angstrom: Floats) -> Floats:
    """Expected intensity at a spacing: Σf² exp(-2B sin²θ/λ²), with the bumps of secondary structure.

    Parameters
    ----------
    crystal
        The crystal.
    d_angstrom
        Spacings in Å, shape (n,).

    Returns
    -------
    Expected intensities in electrons², shape (n,) (Wilson, Nature 150, 152, 1942).
    """
    stol2 = 1.0 / (4.0 * d_angstrom**2)
    grid = np.linspace(0.0, stol2.max(), 256)
    f2 = np.zeros_like(grid)
    for element, fraction in PROTEIN_COMPOSITION:
        factors = gemmi.Element(element).it92
        f2 += fraction * np.array([factors.calculate_sf(x) ** 2 for x in grid])
    bumps = 1.0 + sum(
        height * np.exp(-(((1.0 / d_angstrom - 1.0 / d_bump) / width) ** 2))
        for d_bump, height, width in SECONDARY_STRUCTURE
    )
    atoms = crystal.protein_atoms * len(crystal.symmetry.operations())
    intensity: Floats = atoms * np.interp(stol2, grid, f2) * bumps * np.exp(-2.0 * crystal.wilson_b_angstrom2 * stol2)
    return intensity


def wilson_intensities(crystal: Crystal, unique: MillerIndices, d_angstrom: Floats, seed: int) -> Floats:
    """Draw intensities of unique reflections: exponential for acentric ones, squared Gaussian for centric ones.

    The symmetry enhancement ε multiplies those on axes (Stewart & Karle, Acta Cryst. A32, 1005, 1976).
    Shapes (n, 3) and (n,) give (n,). The same seed gives the same crystal.
    """
    random = np.random.default_rng(seed)
    operations = crystal.symmetry.operations()
    centric = np.asarray(operations.centric_flag_array(unique), bool)
    epsilon = np.asarray(operations.epsilon_factor_without_centering_array(unique), float)
    acentric_draw = random.exponential(1.0, len(unique))
    centric_draw = random.normal(size=len(unique)) ** 2
    draws: Floats = np.where(centric, centric_draw, acentric_draw) * epsilon
    return draws * mean_intensity(crystal, d_angstrom)


def symmetry_mates(crystal: Crystal, unique: MillerIndices) -> tuple[MillerIndices, npt.NDArray[np.intp]]:
    """All reflections equivalent to unique ones under the Laue group.

    Returns
    -------
    hkl
        Miller indices, shape (m, 3), each once.
    parent
        For each of them the row of `unique` that it is equivalent to, shape (m,).
    """
    rotations = [np.array(op.rot, np.int32) // op.DEN for op in crystal.symmetry.operations().sym_ops]
    mates = np.concatenate([sign * unique @ rotation for rotation in rotations for sign in (1, -1)])
    parents = np.tile(np.arange(len(unique)), 2 * len(rotations))
    hkl, first = np.unique(mates, axis=0, return_index=True)
    return hkl.astype(np.int32), parents[first]


def reflections_of(crystal: Crystal, d_min_angstrom: float, seed: int = 1) -> Reflections:
    """All present reflections of a crystal to a resolution limit (Å), with intensities drawn by `seed`."""
    cell = crystal.unit_cell
    unique = gemmi.make_miller_array(cell, crystal.symmetry, d_min_angstrom)
    unique_intensity = wilson_intensities(crystal, unique, cell.calculate_d_array(unique), seed)
    hkl, parent = symmetry_mates(crystal, unique)
    return Reflections(hkl, unique_intensity[parent], np.asarray(cell.calculate_d_array(hkl), float))
