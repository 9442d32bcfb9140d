from pathlib import Path

import pytest

from farlight.processing.domain import lattices
from farlight.processing.domain.symmetry import lattice_of, mirror_image_of, plain_symbol, symbol_from_hall

SOLUTIONS = lattices.parse_lattices((Path(__file__).parent / "recorded" / "bravais_insulin.json").read_text())


@pytest.mark.parametrize(
    ("symbol", "lattice"),
    [
        ("P 1", "aP"),
        ("P 1 21 1", "mP"),
        ("C 1 2 1", "mC"),
        ("I 1 2 1", "mI"),
        ("P 21 21 21", "oP"),
        ("C 2 2 21", "oC"),
        ("A 1 2 1", "mC"),
        ("F 2 2 2", "oF"),
        ("P 43 21 2", "tP"),
        ("P43212", "tP"),
        ("R 3:H", "hR"),
        ("R 3 2:R", "hR"),
        ("P 65 2 2", "hP"),
        ("I 21 3", "cI"),
        ("X 9", ""),
    ],
)
def test_lattice_of_a_space_group(symbol, lattice):
    assert lattice_of(symbol) == lattice


def test_symbols_are_written_in_two_ways():
    assert plain_symbol("P 43 21 2") == "P43212"
    assert plain_symbol("Q 1 2") == "Q12"
    assert symbol_from_hall(" I 2 2 3") == "I 2 3"
    assert symbol_from_hall("P 4nw 2abw") == "P 43 21 2"


def test_the_most_symmetric_recommended_lattice_is_taken():
    chosen = lattices.chosen_lattice(SOLUTIONS)
    assert chosen is not None
    assert (chosen.number, chosen.lattice, chosen.change_of_basis) == (22, "cI", "b+c,a+c,a+b")
    assert chosen.unit_cell[0] == pytest.approx(78.28, abs=0.01)


def test_a_given_space_group_decides_on_the_lattice():
    chosen = lattices.chosen_lattice(SOLUTIONS, "I 4 2 2")
    assert chosen is not None
    assert chosen.lattice == "tI"
    assert lattices.chosen_lattice(SOLUTIONS, "P 21 21 21") is None


def test_a_lattice_is_found_only_where_it_is_recommended():
    best = lattices.best_of_lattice(SOLUTIONS, "hR")
    assert best is not None
    assert best.rmsd_mm == min(one.rmsd_mm for one in SOLUTIONS if one.lattice == "hR")
    assert lattices.best_of_lattice(SOLUTIONS, "tP") is None
    assert lattices.chosen_lattice([]) is None


@pytest.mark.parametrize(
    ("symbol", "mirror_image"),
    [("P 41 21 2", "P 43 21 2"), ("P43212", "P 41 21 2"), ("P 65 2 2", "P 61 2 2"), ("I 2 3", ""), ("X", "")],
)
def test_mirror_images_are_known(symbol, mirror_image):
    assert mirror_image_of(symbol) == mirror_image
