"""The elements with their absorption edges and emission lines."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import gemmi

EDGES = ("K", "L1", "L2", "L3")
"""Names of the edges that are known, from the innermost shell outwards."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of a fluorescence spectrum."""

    name: str
    """In Siegbahn's notation, plain: ``Ka1``."""
    energy_ev: float
    part_frac: float
    """Part of the photons that an emptied shell sends out."""


@dataclass(frozen=True, kw_only=True)
class Edge:
    """An absorption edge of an element."""

    element: str
    """Symbol."""
    number: int
    """Atomic number."""
    name: str
    """``K``, ``L1``, ``L2`` or ``L3``."""
    energy_ev: float
    """Of the neutral atom; bonds move it by some eV."""
    yield_frac: float
    """Part of the emptied shells that send out a photon."""
    jump_ratio: float
    """How much more is absorbed above than below."""
    lines: tuple[Line, ...]
    """The strongest first."""

    @property
    def main_line(self) -> Line:
        """Its strongest line."""
        return self.lines[0]


@cache
def edge_table() -> Mapping[str, tuple[Edge, ...]]:
    """Return the edges of each element between 1 and 60 keV, by symbol; of an element, the innermost first."""
    lines: dict[tuple[str, str], list[Line]] = {}
    for row in _rows("lines.csv"):
        line = Line(name=row["line"], energy_ev=float(row["energy_ev"]), part_frac=float(row["part_frac"]))
        lines.setdefault((row["element"], row["edge"]), []).append(line)
    found: dict[str, list[Edge]] = {}
    for row in _rows("edges.csv"):
        edge = Edge(
            element=row["element"],
            number=int(row["number"]),
            name=row["edge"],
            energy_ev=float(row["energy_ev"]),
            yield_frac=float(row["yield_frac"]),
            jump_ratio=float(row["jump_ratio"]),
            lines=tuple(lines.get((row["element"], row["edge"]), ())),
        )
        if edge.lines:
            found.setdefault(edge.element, []).append(edge)
    return {symbol: tuple(edges) for symbol, edges in found.items()}


def _rows(name: str) -> Sequence[Mapping[str, str]]:
    text = files(__package__).joinpath(name).read_text(encoding="ascii")
    return list(csv.DictReader(text.splitlines()))


def edge_named(element: str, edge: str) -> Edge | None:
    """Return an edge of an element by symbol and name; None when there is none in the table."""
    return next((one for one in edge_table().get(element, ()) if one.name == edge), None)


def edges_within(low_ev: float, high_ev: float, *, names: Sequence[str] = EDGES) -> list[Edge]:
    """Return the edges between two energies, by atomic number."""
    everything = (edge for edges in edge_table().values() for edge in edges)
    found = [edge for edge in everything if low_ev <= edge.energy_ev <= high_ev and edge.name in names]
    return sorted(found, key=lambda edge: (edge.number, EDGES.index(edge.name)))


def scattering_factors(number: int, energy_ev: float) -> tuple[float, float]:
    """Return f' and f'' (electrons) of a free atom, by Cromer and Liberman's method.

    Parameters
    ----------
    number
        Atomic number, 3 to 92.
    energy_ev
        Photon energy.
    """
    f_prime, f_double_prime = gemmi.cromer_liberman(number, energy_ev)
    return float(f_prime), float(f_double_prime)


BARN_EV_PER_ELECTRON = 6.98760145e7
"""2 r_e h c in barn eV, with the classical radius of the electron r_e (CODATA 2018)."""


def photoabsorption_barn(number: int, energy_ev: float) -> float:
    """Return the photoabsorption cross-section of an atom, in barn: 2 r_e λ f'' (the optical theorem)."""
    return BARN_EV_PER_ELECTRON * scattering_factors(number, energy_ev)[1] / energy_ev
