"""The same lattice is the same, however its cell is written; others are not."""

import math
from itertools import product

import gemmi
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from farlight.science.lattices import (
    CENTRINGS,
    NotACell,
    angle_deg_of,
    distance_angstrom,
    reduced_cell,
    shortest_lengths_angstrom,
)

HALF = 78.0 * math.sqrt(3) / 2
axes = st.floats(min_value=4.0, max_value=300.0)
angles = st.floats(min_value=50.0, max_value=130.0)
cells = st.tuples(axes, axes, axes, angles, angles, angles)


def apart(one, other, centring="P", other_centring="P"):
    first = shortest_lengths_angstrom(one, centring)
    return float(distance_angstrom(first, shortest_lengths_angstrom(other, other_centring)[None, :])[0])


def vectors_of(cell):
    """Cell vectors as columns, Å."""
    unit = gemmi.UnitCell(*cell)
    return np.array([unit.orth.mat.column_copy(axis).tolist() for axis in range(3)]).T


def cell_of(vectors):
    lengths = np.linalg.norm(vectors, axis=0)
    cosines = [vectors[:, i] @ vectors[:, j] / (lengths[i] * lengths[j]) for i, j in ((1, 2), (0, 2), (0, 1))]
    return (*lengths, *np.degrees(np.arccos(cosines)))


def closes(cell):
    alpha, beta, gamma = (math.cos(math.radians(angle)) for angle in cell[3:])
    return 1 - alpha**2 - beta**2 - gamma**2 + 2 * alpha * beta * gamma > 0.02


@pytest.mark.parametrize(
    ("one", "centring", "other", "other_centring"),
    [
        ((78, 78, 78, 90, 90, 90), "I", (HALF, HALF, HALF, 109.47122, 109.47122, 109.47122), "P"),
        ((80, 80, 80, 90, 90, 90), "F", (56.568542, 56.568542, 56.568542, 60, 60, 60), "P"),
        ((79.1, 79.1, 37, 90, 90, 90), "P", (37, 79.1, 79.1, 90, 90, 90), "P"),
        ((79.1, 79.1, 37, 90, 90, 90), "P", (111.8643, 111.8643, 37, 90, 90, 90), "C"),
        ((79.1, 79.1, 37, 90, 90, 90), "I", (111.8643, 111.8643, 37, 90, 90, 90), "F"),
        ((60, 60, 90, 90, 90, 120), "P", (60, 103.923048, 90, 90, 90, 90), "C"),
        ((60, 60, 90, 90, 90, 120), "R", (45.825757, 45.825757, 45.825757, 81.786789, 81.786789, 81.786789), "P"),
        ((50, 60, 70, 90, 100, 90), "C", (60, 50, 70, 100, 90, 90), "C"),
    ],
)
def test_settings_of_one_lattice_are_the_same(one, centring, other, other_centring):
    assert apart(one, other, centring, other_centring) < 2e-5


@given(
    cell=cells, picks=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.sampled_from([-1, 1])), max_size=6)
)
def test_any_cell_of_a_lattice_describes_it(cell, picks):
    assume(closes(cell))
    vectors = vectors_of(cell)
    for to, added, sign in picks:
        if to != added:
            vectors[:, to] += sign * vectors[:, added]
    again = cell_of(vectors)
    assume(closes(again))
    assert apart(cell, again) < 1e-5 * max(again[:3])


@given(cell=cells, nudge=st.tuples(*[st.floats(-1, 1)] * 9))
def test_a_slightly_different_crystal_is_slightly_away(cell, nudge):
    """No boundary between settings makes a jump: lengths change by no more than the lattice is strained."""
    assume(closes(cell))
    strain = 1e-4 * np.array(nudge).reshape(3, 3)
    vectors = vectors_of(cell)
    strained = cell_of((np.eye(3) + strain) @ vectors)
    longest = shortest_lengths_angstrom(cell).max()
    assert apart(cell, strained) <= np.linalg.norm(strain, 2) * longest * 1.01 + 1e-5 * max(cell[:3])


@pytest.mark.parametrize(
    ("one", "other", "most"),
    [
        ((79.1, 79.1, 37.0, 90.01, 90, 90), (79.1, 79.1, 37.0, 89.99, 90, 90), 0.012),
        ((50.0, 60.0, 70.0, 90.01, 90.01, 90.01), (50.0, 60.0, 70.0, 89.99, 89.99, 89.99), 0.03),
        ((60.01, 60.0, 90.0, 90, 90, 120.01), (60.0, 60.01, 90.0, 90, 90, 119.99), 0.02),
        ((55.2, 55.21, 55.19, 60.02, 59.98, 60.0), (55.2, 55.2, 55.2, 60, 60, 60), 0.03),
    ],
)
def test_nearly_symmetric_cells_do_not_jump(one, other, most):
    """Niggli's cell turns from acute to obtuse between these; a comparison of its numbers would not find them."""
    assert apart(one, other) < most


def test_a_comparison_of_reduced_cells_would_jump():
    """Two measurements of one hexagonal crystal: the numbers of the reduced cells are 60° apart."""
    one, other = (50.01, 50.01, 59.99, 89.998, 89.997, 119.998), (49.99, 49.99, 60.0, 90.011, 89.998, 120.004)
    assert abs(reduced_cell(one)[5] - reduced_cell(other)[5]) > 59.9
    assert apart(one, other) < 0.04


@given(first=cells, second=cells, third=cells)
def test_it_is_a_metric(first, second, third):
    assume(all(map(closes, (first, second, third))))
    assert apart(first, first) < 1e-6
    assert apart(first, second) == pytest.approx(apart(second, first), abs=1e-9)
    assert apart(first, third) <= apart(first, second) + apart(second, third) + 1e-9


@given(first=cells, second=cells)
def test_sorted_lengths_never_differ_by_more_than_the_distance(first, second):
    """What makes a coarse search by sorted lengths safe: it loses nothing."""
    assume(closes(first) and closes(second))
    gaps = np.abs(np.sort(shortest_lengths_angstrom(first)) - np.sort(shortest_lengths_angstrom(second)))
    assert gaps.max() <= apart(first, second) + 1e-9


def test_lattices_with_the_same_seven_lengths_are_told_apart():
    """Equal lengths in another arrangement are another lattice."""
    vonorms = np.array([3.0, 3.1, 3.2, 3.3, 4.1, 4.2, 4.3])
    swapped = vonorms[[1, 0, 2, 3, 4, 5, 6]]
    one, other = (cell_from_vonorms(values) for values in (vonorms, swapped))
    lengths = [np.sort(shortest_lengths_angstrom(cell)) for cell in (one, other)]
    np.testing.assert_allclose(*lengths, atol=1e-6)
    assert apart(one, other) > 0.01


def cell_from_vonorms(squared):
    """The cell with a², b², c², (a+b+c)², (a+b)², (a+c)², (b+c)² (Å²)."""
    a2, b2, c2, _, ab2, ac2, bc2 = squared
    gram = np.array([[a2, (ab2 - a2 - b2) / 2, (ac2 - a2 - c2) / 2], [0, b2, (bc2 - b2 - c2) / 2], [0, 0, c2]])
    gram = gram + np.triu(gram, 1).T
    assert gram.sum() == pytest.approx(squared[3])
    return cell_of(np.linalg.cholesky(gram).T)


@given(cell=cells)
def test_lengths_are_the_shortest_of_their_classes(cell):
    """Against a plain search through the vectors around the origin."""
    assume(closes(cell))
    vectors = vectors_of(reduced_cell(cell))
    best = {}
    for steps in product(range(-3, 4), repeat=3):
        residue = tuple(step % 2 for step in steps)
        if any(residue):
            best[residue] = min(best.get(residue, np.inf), float(np.linalg.norm(vectors @ steps)))
    np.testing.assert_allclose(np.sort(shortest_lengths_angstrom(cell)), sorted(best.values()), rtol=1e-5)


def test_another_protein_is_far_away():
    lysozyme, thaumatin = (79.1, 79.1, 37.0, 90, 90, 90), (58.5, 58.5, 151.6, 90, 90, 90)
    assert apart(lysozyme, thaumatin) > 15
    assert apart(lysozyme, (79.1, 79.1, 74.0, 90, 90, 90)) > 10


def test_the_reduced_cell_is_primitive_and_short():
    assert reduced_cell((78, 78, 78, 90, 90, 90), "I") == pytest.approx((HALF, HALF, HALF, *[109.47122] * 3), abs=1e-4)
    assert set(CENTRINGS) == set("PABCIFR")


@pytest.mark.parametrize(
    ("cell", "centring"),
    [
        ((0, 1, 1, 90, 90, 90), "P"),
        ((10, 10, 10, 60, 60, 130), "P"),
        ((10, 10, 10, 90, 90, 180), "P"),
        ((10, 10, float("nan"), 90, 90, 90), "P"),
        ((10, 10, 10, 90, 90, 90), "Q"),
    ],
)
def test_what_is_no_cell_is_refused(cell, centring):
    for question in (shortest_lengths_angstrom, reduced_cell):
        with pytest.raises(NotACell):
            question(cell, centring)


def test_a_degree_on_a_square_face():
    side, turned = 80.0, math.radians(91.0)
    diagonal = side * math.sqrt(2 - 2 * math.cos(turned))
    assert angle_deg_of(diagonal - side * math.sqrt(2), side) == pytest.approx(1.0, rel=0.01)
