"""Whether two crystals have the same lattice, whatever cell was chosen to describe it.

A lattice has endlessly many cells, and even its reduced cell jumps between settings when the crystal changes by a hair
(89.99° or 90.01°). What does not jump are the shortest vectors of the seven classes into which the lattice falls when
even steps are not counted: a, b, c, their face diagonals and a body diagonal, of a suitable cell. Their lengths change
as smoothly as the crystal does, and with their arrangement they tell any two lattices apart.

Sources
-------
Conway & Sloane (1992), Proc. R. Soc. Lond. A 436, 55-68: the seven lengths ("vonorms") and their arrangement as a point
of the projective plane over F2, whose symmetries are the 168 permutations used here.
Selling (1874); Delaunay (1932), Z. Kristallogr. 84, 109-149; Andrews, Bernstein & Sauter (2019), Acta Cryst. A75,
115-120: reduction by Selling's numbers, done here by gemmi.
Niggli (1928); Krivy & Gruber (1976), Acta Cryst. A32, 297-298: the reduced cell that is shown.
"""

import math
from functools import cache
from itertools import permutations
from typing import Final

import gemmi
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Cell = tuple[float, float, float, float, float, float]
"""a, b, c in Å, then alpha, beta, gamma in degrees."""

CLASSES: Final = 7
_MOST_STEPS: Final = 10_000
"""Reducing the longest and thinnest cells takes some hundred steps."""
CENTRINGS: Final = {
    "P": "P 1",
    "A": "A 1 2 1",
    "B": "B 1 1 2",
    "C": "C 1 2 1",
    "I": "I 1 2 1",
    "F": "F 2 2 2",
    "R": "R 3:H",
}
"""Centring letters, with a space group that has each: gemmi takes the centring from it. ``R`` has hexagonal axes."""

_PAIRS: Final = ((1, 2), (0, 2), (0, 1), (0, 3), (1, 3), (2, 3))
"""Of which two of a, b, c, d = -(a+b+c) each of Selling's numbers is the scalar product, in gemmi's order."""
_POINTS: Final = ((1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 1), (1, 1, 0), (1, 0, 1), (0, 1, 1))
"""The seven classes: a, b, c, d, a+b, a+c and b+c, each modulo two."""


class NotACell(ValueError):  # noqa: N818 - the house names the condition
    """Six numbers that are not the cell of a lattice."""


def shortest_lengths_angstrom(cell: Cell, centring: str = "P") -> Floats:
    """Return the lengths of the shortest vectors of a lattice's seven classes.

    Parameters
    ----------
    cell : Cell
        Any cell of the lattice, in Å and degrees.
    centring : str
        One of `CENTRINGS`.

    Returns
    -------
    ndarray, shape (7,), Å
        In the order a, b, c, a+b+c, a+b, a+c, b+c of some reduced basis: the order is not unique, hence two of these
        are compared by `distance_angstrom` only.

    Raises
    ------
    NotACell
        When the angles do not close, an axis is not positive, or the centring is unknown.
    """
    selling = _niggli(cell, centring).selling()
    selling.reduce(iteration_limit=_MOST_STEPS)
    products = dict(zip(_PAIRS, selling.parameters, strict=True))
    squared = [-sum(value for pair, value in products.items() if one in pair) for one in range(4)]
    squared += [squared[i] + squared[j] + 2 * products[i, j] for i, j in ((0, 1), (0, 2), (1, 2))]
    return np.sqrt(np.maximum(squared, 0.0))


def reduced_cell(cell: Cell, centring: str = "P") -> Cell:
    """Return the Niggli-reduced primitive cell of a lattice, in Å and degrees.

    Raises
    ------
    NotACell
        As for `shortest_lengths_angstrom`.
    """
    a, b, c, alpha, beta, gamma = _niggli(cell, centring).cell_parameters()
    return (a, b, c, alpha, beta, gamma)


def distance_angstrom(one: Floats, others: Floats) -> Floats:
    """Return how far lattices are from one: the largest difference between lengths that belong together, in Å.

    It is a metric: 0 for the same lattice only, the same both ways, and no detour is shorter. A change of the crystal
    by some hundredth of an Å changes it by as little, on whichever side of a boundary between settings it falls.

    Parameters
    ----------
    one : ndarray, shape (7,), Å
        From `shortest_lengths_angstrom`.
    others : ndarray, shape (n, 7), Å
        Lattices to compare with.

    Returns
    -------
    ndarray, shape (n,), Å
    """
    best = np.full(len(others), np.inf)
    for order in _arrangements():
        np.minimum(best, np.abs(others[:, order] - one).max(axis=1), out=best)
    return best


def angle_deg_of(length_angstrom: float, side_angstrom: float) -> float:
    """Return by how many degrees the right angle between two equal sides changes when its diagonal does by a length.

    The diagonal of two sides s at an angle t is s·sqrt(2 - 2 cos t); at 90° it changes by s/sqrt(2) per radian.
    """
    return math.degrees(length_angstrom * math.sqrt(2.0) / side_angstrom)


@cache
def _arrangements() -> tuple[npt.NDArray[np.intp], ...]:
    """The 168 orders of the seven classes that a change of basis can bring about."""
    numbers = {point: number for number, point in enumerate(_POINTS)}
    orders = set()
    for columns in permutations(_POINTS, 3):
        images = [
            tuple(
                sum(part * column[axis] for part, column in zip(point, columns, strict=True)) % 2 for axis in range(3)
            )
            for point in _POINTS
        ]
        if set(images) == set(_POINTS):
            orders.add(tuple(numbers[image] for image in images))  # type: ignore[index] # three parts by construction
    return tuple(np.array(order, dtype=np.intp) for order in sorted(orders))


def _niggli(cell: Cell, centring: str) -> gemmi.GruberVector:
    """The reduced cell in G6; Selling's reduction needs few steps from there, and hundreds from a long thin cell."""
    gruber = gemmi.GruberVector(_checked(cell), _group_with(centring))
    gruber.niggli_reduce(iteration_limit=_MOST_STEPS)
    return gruber


def _group_with(centring: str) -> gemmi.SpaceGroup:
    symbol = CENTRINGS.get(centring)
    if symbol is None:
        raise NotACell(f"{centring!r} is not a centring: {', '.join(CENTRINGS)}.")
    return gemmi.SpaceGroup(symbol)


def _checked(cell: Cell) -> gemmi.UnitCell:
    """A cell with a volume: three angles must be able to close a corner."""
    if not all(math.isfinite(value) and value > 0 for value in cell) or max(cell[3:]) >= 180:  # noqa: PLR2004
        raise NotACell("Axes and angles are positive, and angles are below 180°.")
    alpha, beta, gamma = (math.cos(math.radians(angle)) for angle in cell[3:])
    if 1 - alpha**2 - beta**2 - gamma**2 + 2 * alpha * beta * gamma <= 1e-6:  # noqa: PLR2004 - flat within rounding
        raise NotACell("Such angles do not meet in a corner.")
    return gemmi.UnitCell(*cell)
