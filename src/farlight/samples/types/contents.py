"""What lies in containers, as others see it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from farlight.samples.types.words import Condition, Hazard, Mount, ProfileState, SpecimenState


@dataclass(frozen=True, kw_only=True)
class ProfileStanding:
    """The hazard profile of a substance that counts, or the newest one when none does."""

    version: int
    state: ProfileState
    hazard: Hazard | None
    """The approved colour; None unless it is approved and still valid."""
    content_hash: str
    max_mass_mg: float | None
    valid_until: date | None = None
    conditions: str = ""
    un_number: str = ""


@dataclass(frozen=True, kw_only=True)
class SubstanceInside:
    """A substance of something that lies in a container."""

    id: int
    acronym: str
    name: str
    amount: float | None = None
    amount_unit: str = ""
    profile: ProfileStanding | None = None
    """None when it has no hazard profile at all."""


@dataclass(frozen=True, kw_only=True)
class SpecimenInside:
    """A physical piece that lies in a container."""

    id: int
    code: str
    barcodes: tuple[str, ...]
    mount: Mount | None
    state: SpecimenState
    sample_id: int
    sample: str
    """Code of its sample."""
    sample_name: str
    proposal: str
    technique: str
    hazard: Hazard | None
    substances: tuple[SubstanceInside, ...]
    conditions: tuple[Condition, ...] = ()
    """What is wrong with it, such as that it was activated."""
    release_on: date | None = None
    """When an activated piece may leave; None when nobody said."""

    @property
    def acronym(self) -> str:
        """Short name of its first substance; empty when it has none."""
        return self.substances[0].acronym if self.substances else ""


@dataclass(frozen=True, kw_only=True)
class SlotContents:
    """What lies in a slot: a container or a physical piece."""

    slot: str
    position: int
    container: "ContainerContents | None" = None
    specimen: SpecimenInside | None = None


@dataclass(frozen=True, kw_only=True)
class ContainerContents:
    """A container, with all that lies in it, however deep."""

    id: int
    code: str
    name: str
    barcode: str
    container_type: str
    type_version: int
    proposal: str
    """Empty for the facility's own."""
    slots: tuple[SlotContents, ...] = field(default=())
    """Those that are taken, in the order of the type."""
    type_title: str = ""
    """What people call its type."""

    def specimens(self) -> Iterator[SpecimenInside]:
        """Every physical piece inside, in the order of the slots."""
        for taken in self.slots:
            if taken.specimen is not None:
                yield taken.specimen
            if taken.container is not None:
                yield from taken.container.specimens()

    @property
    def sample_count(self) -> int:
        """How many physical pieces lie inside, however deep."""
        return sum(1 for _ in self.specimens())
