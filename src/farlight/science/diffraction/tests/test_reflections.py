from pathlib import Path

import gemmi
import numpy as np
import pytest

from farlight.science.diffraction.crystals import CRYSTALS, INSULIN, LYSOZYME, crystal_for
from farlight.science.diffraction.intensities import mean_intensity, reflections_of, symmetry_mates


@pytest.mark.parametrize("crystal", CRYSTALS.values(), ids=list(CRYSTALS))
def test_cells_fit_their_space_groups(crystal):
    assert crystal.unit_cell.is_compatible_with_spacegroup(crystal.symmetry)


def test_the_explanation_lists_every_crystal():
    page = (Path(__file__).parents[5] / "docs" / "explanation" / "simulation.md").read_text(encoding="utf-8")
    for acronym, crystal in CRYSTALS.items():
        edges, angles = (
            " ".join(map(str, crystal.edges_angstrom)),
            " ".join(f"{angle:g}" for angle in crystal.angles_deg),
        )
        row = next(line for line in page.splitlines() if line.startswith(f"| `{acronym}`"))
        assert row.endswith(f"| {edges}, {angles} | {crystal.space_group} |")


@pytest.mark.parametrize(
    ("acronym", "name"),
    [("lyso", "Hen egg-white lysozyme"), ("THAU-2", "Thaumatin"), ("insulin", "Cubic insulin"), ("", LYSOZYME.name)],
)
def test_crystals_are_found_by_the_beginning_of_an_acronym(acronym, name):
    assert crystal_for(acronym).name == name


def test_symmetry_mates_have_equal_intensities():
    reflections = reflections_of(LYSOZYME, 4.0)
    known = {tuple(hkl): value for hkl, value in zip(reflections.hkl, reflections.intensity, strict=True)}
    for operation in LYSOZYME.symmetry.operations().sym_ops:
        mate = tuple(operation.apply_to_hkl([3, 5, 2]))
        assert known[mate] == known[tuple(-index for index in mate)] == known[3, 5, 2]


def test_systematic_absences_are_absent():
    hkl = {tuple(row) for row in reflections_of(INSULIN, 5.0).hkl}
    assert all(sum(row) % 2 == 0 for row in hkl)
    assert (1, 0, 0) not in {tuple(row) for row in reflections_of(LYSOZYME, 5.0).hkl}
    assert (0, 0, 4) in {tuple(row) for row in reflections_of(LYSOZYME, 5.0).hkl}


def test_every_reflection_comes_once_and_within_the_limit():
    reflections = reflections_of(LYSOZYME, 3.0)
    assert len(np.unique(reflections.hkl, axis=0)) == len(reflections.hkl)
    assert reflections.d_angstrom.min() >= 3.0
    volume = LYSOZYME.unit_cell.volume
    assert len(reflections.hkl) == pytest.approx(4 / 3 * np.pi * volume / 3.0**3, rel=0.02)


def test_mates_of_a_general_reflection_are_those_of_the_laue_group():
    hkl, parents = symmetry_mates(LYSOZYME, np.array([[5, 3, 1]], np.int32))
    assert len(hkl) == 2 * len(list(LYSOZYME.symmetry.operations().sym_ops))
    assert set(parents) == {0}


def test_acentric_intensities_follow_wilson():
    reflections = reflections_of(LYSOZYME, 2.0, seed=3)
    expected = mean_intensity(LYSOZYME, reflections.d_angstrom)
    centric = LYSOZYME.symmetry.operations().centric_flag_array(reflections.hkl)
    ratio = (reflections.intensity / expected)[~centric]
    assert ratio.mean() == pytest.approx(1.0, abs=0.06)
    assert (ratio**2).mean() / ratio.mean() ** 2 == pytest.approx(2.0, abs=0.2)


def test_intensities_fall_with_resolution():
    means = mean_intensity(LYSOZYME, np.array([3.0, 2.5, 2.0, 1.6]))
    assert np.all(np.diff(means) < 0)


def test_the_reciprocal_basis_gives_the_spacing():
    r = np.array([2, 3, 4]) @ LYSOZYME.reciprocal_basis().T
    assert 1 / np.linalg.norm(r) == pytest.approx(gemmi.UnitCell(*LYSOZYME.cell).calculate_d([2, 3, 4]))
