"""What of a result is kept in columns, to be ranked and searched by."""

from dataclasses import dataclass

from farlight.processing.domain.ranking import worth_of
from farlight.processing.domain.symmetry import space_group_named
from farlight.processing.types import ProcessingResult
from farlight.science.lattices import CENTRINGS, NotACell, shortest_lengths_angstrom


@dataclass(frozen=True, kw_only=True)
class FindingFacts:
    """The columns of a result."""

    worth_angstrom: float | None
    lengths_angstrom: tuple[float, ...]
    """Of the lattice's seven classes, in their arrangement; empty when the cell is none."""


def centring_of(space_group: str) -> str:
    """Return the centring letter of a space group's symbol; ``P`` when it is unknown.

    Rhombohedral groups on their own axes are primitive.
    """
    found = space_group_named(space_group)
    letter = "P" if found is None else str(found.centring_type())
    return letter if letter in CENTRINGS else "P"


def finding_of(result: ProcessingResult) -> FindingFacts:
    """Return the columns of a result."""
    try:
        found = shortest_lengths_angstrom(result.unit_cell, centring_of(result.space_group))
        lengths = tuple(round(float(value), 5) for value in found)
    except NotACell:
        lengths = ()
    return FindingFacts(worth_angstrom=worth_of(result).worth_angstrom, lengths_angstrom=lengths)
