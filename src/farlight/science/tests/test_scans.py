"""Cells and images of grids; the same cases test the front end (``frontend/islands/grid-map/cells.test.ts``)."""

import itertools
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from farlight.science.scans import Cell, Grid, Screening

CASES = json.loads((Path(__file__).parents[4] / "tests" / "data" / "grid_cells.json").read_text())
SIZES = st.integers(1, 40)


def grid(rows, columns, *, snaked=True):
    return Grid(rows=rows, columns=columns, step_x_um=20.0, step_y_um=10.0, snaked=snaked)


@pytest.mark.parametrize("case", CASES)
def test_images_lie_where_both_languages_say(case):
    a_grid = grid(case["rows"], case["columns"], snaked=case["snaked"])
    cells = [list(a_grid.cell_of_image(image)) for image in range(1, a_grid.images + 1)]
    assert cells == case["cells"]


@given(SIZES, SIZES, st.booleans())
def test_every_cell_has_one_image_and_back(rows, columns, snaked):
    a_grid = grid(rows, columns, snaked=snaked)
    cells = [a_grid.cell_of_image(image) for image in range(1, a_grid.images + 1)]
    assert sorted(cells) == [Cell(row, column) for row in range(rows) for column in range(columns)]
    assert [a_grid.image_of_cell(*cell) for cell in cells] == list(range(1, a_grid.images + 1))


@given(SIZES, SIZES)
def test_neighbouring_images_of_a_snaked_grid_are_neighbouring_cells(rows, columns):
    cells = [grid(rows, columns).cell_of_image(image) for image in range(1, rows * columns + 1)]
    ways = [abs(a.row - b.row) + abs(a.column - b.column) for a, b in itertools.pairwise(cells)]
    assert ways == [1] * (rows * columns - 1)


def test_positions_count_from_the_middle_to_the_right_and_up():
    a_grid = grid(2, 3)
    assert a_grid.position_um(0, 0) == (-20.0, 5.0)
    assert a_grid.position_um(1, 2) == (20.0, -5.0)


def test_a_screening_has_an_image_an_angle():
    assert Screening(angles_deg=(0.0, 90.0)).images == 2
