"""Samples, as others see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from farlight.samples.types.words import Condition, Hazard, SampleRole, SpecimenState


@dataclass(frozen=True, kw_only=True)
class SampleSummary:
    """A sample."""

    id: int
    """Key of its row, for foreign keys within Farlight; never shown."""
    code: str
    name: str
    acronym: str
    """Short name of its substance, as used in file names and by the simulated beamline; empty without substance."""
    substance: str
    hazard: Hazard | None
    """The worst colour of all that is in it; None while the safety group has not approved everything."""
    proposal: str
    container: str
    """Name of the container that it lies in; empty when it lies in none."""
    container_position: int | None
    """Number of the slot in the order of the container's type, from 1."""
    slot: str = ""
    """Name of the slot."""
    container_code: str = ""
    """Opaque code of that container."""
    technique: str = ""
    role: SampleRole = SampleRole.SAMPLE
    state: SpecimenState = SpecimenState.DECLARED
    """Of its first physical piece."""
    specimen: str = ""
    """Code of its first physical piece; the one that has a place, where any has."""
    conditions: tuple[Condition, ...] = ()
    """What is wrong with any of its physical pieces."""
    release_on: date | None = None
    """When the last of its activated pieces may leave; None when nobody said."""


@dataclass(frozen=True, kw_only=True)
class SampleRow:
    """A sample in a list."""

    summary: SampleSummary
    comment: str
    declared_at: datetime
    values: Mapping[str, object]
    """By key of its technique's schema."""
    specimens: int
    """How many physical pieces there are."""


@dataclass(frozen=True, kw_only=True)
class SamplePage:
    """A part of a list of samples."""

    rows: tuple[SampleRow, ...]
    next_cursor: str
    """Ask with it for what follows; empty at the end."""
