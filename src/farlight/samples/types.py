"""What other contexts see of samples."""

from dataclasses import dataclass
from enum import StrEnum


class Hazard(StrEnum):
    """How dangerous a substance is, as the safety group sees it."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"

    @property
    def rank(self) -> int:
        """0 for green, 1 for yellow, 2 for red."""
        return list(Hazard).index(self)


class ContainerKind(StrEnum):
    """What samples sit in."""

    UNIPUCK = "unipuck"

    @property
    def positions(self) -> int:
        """How many samples fit; positions count from 1."""
        return {ContainerKind.UNIPUCK: 16}[self]


@dataclass(frozen=True, kw_only=True)
class SampleSummary:
    """A sample."""

    id: int
    """Key of its row, for foreign keys within Farlight; never shown."""
    code: str
    name: str
    acronym: str
    """Short name of its substance, as used in file names and by the simulated beamline."""
    substance: str
    hazard: Hazard
    proposal: str
    container: str
    """Code of the container that it lies in; empty when it lies in none."""
    container_position: int | None
