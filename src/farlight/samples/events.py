"""What happens to samples."""

from dataclasses import dataclass

from farlight.kernel.events import Event


class SubstanceRegistered(Event):
    """A proposal brings another substance."""

    proposal: str
    acronym: str
    hazard: str
    """Colour that counts from the start; empty while nothing is approved."""


class SubstanceChanged(Event):
    """What is known of a substance was corrected."""

    proposal: str
    acronym: str
    fields: tuple[str, ...]


class HazardProfileSubmitted(Event):
    """The safety group is asked to look at the hazards of a substance."""

    proposal: str
    acronym: str
    version: int
    changed: tuple[str, ...]
    """What differs from the profile that counts; everything when there is none."""


class HazardProfileApproved(Event):
    """The hazards of a substance are known and accepted."""

    proposal: str
    acronym: str
    version: int
    hazard: str
    decision: str
    """Whether a person, the facility file, or the profile itself (nothing that matters changed) decided."""


class HazardProfileRefused(Event):
    """The safety group cannot accept the hazards of a substance as they are declared."""

    proposal: str
    acronym: str
    version: int
    reason: str


class HazardProfileRetired(Event):
    """A hazard profile counts no more: its group took it back, or what the substance is was changed."""

    proposal: str
    acronym: str
    version: int
    reason: str


class SampleRegistered(Event):
    """There is a new sample."""

    proposal: str
    sample: str
    name: str
    acronym: str


class SampleChanged(Event):
    """What is known of a sample was corrected."""

    proposal: str
    sample: str
    name: str
    fields: tuple[str, ...]


class SampleShared(Event):
    """Another proposal may see and measure a sample too."""

    proposal: str
    sample: str
    with_proposal: str


class SamplesRelated(Event):
    """It is said that a sample came out of another one."""

    proposal: str
    sample: str
    parent: str
    relation: str


class SpecimenRegistered(Event):
    """There is another physical piece of a sample."""

    proposal: str
    sample: str
    specimen: str


class SpecimenStateChanged(Event):
    """A physical piece is further on its way."""

    proposal: str
    sample: str
    specimen: str
    state: str
    before: str


class SpecimenConditionNoted(Event):
    """Something was noticed about a physical piece: it is warm, cracked, activated or contaminated."""

    proposal: str
    sample: str
    specimen: str
    conditions: tuple[str, ...]


class SpecimenPlaced(Event):
    """A physical piece lies in a slot of a container from now on."""

    proposal: str
    sample: str
    specimen: str
    container: str
    container_name: str
    slot: str
    position: int


class SpecimenTakenOut(Event):
    """A physical piece lies in no container any more."""

    proposal: str
    sample: str
    specimen: str
    container: str
    container_name: str
    slot: str


class ContainerRegistered(Event):
    """There is a new container."""

    proposal: str
    container: str
    name: str
    container_type: str


class ContainerPlaced(Event):
    """A container lies in a slot of another one from now on."""

    proposal: str
    container: str
    name: str
    into: str
    into_name: str
    slot: str


class ContainerTakenOut(Event):
    """A container lies in no other one any more."""

    proposal: str
    container: str
    name: str
    out_of: str
    out_of_name: str
    slot: str


class ContainerEmptied(Event):
    """Everything was taken out of a container at once."""

    proposal: str
    container: str
    name: str
    taken_out: int


class ContainerReported(Event):
    """Somebody wrote down what a container is like, perhaps with photographs."""

    proposal: str
    container: str
    name: str
    report: str
    photographs: int


class ContainerHandedOver(Event):
    """A container belongs to another group from now on, or to the facility again."""

    proposal: str
    """Whose it is now; empty for the facility."""
    container: str
    name: str
    before: str


class ContainerRetired(Event):
    """Nothing is put into a container any more."""

    proposal: str
    container: str
    name: str
    reason: str


class ContainerTypeDefined(Event):
    """The facility knows a sort of container, or knows it better."""

    container_type: str
    version: int


class TechniqueDefined(Event):
    """Samples can be declared by another technique, or by a new version of one."""

    technique: str
    version: int


@dataclass(frozen=True, kw_only=True)
class PackedContainers:
    """What travels in one parcel of a sheet."""

    parcel: str
    """The sheet's own name of it."""
    containers: tuple[str, ...]
    """Codes; of containers that lie in others the outer one is named."""


class SheetTaken(Event):
    """The samples of a sheet are the proposal's now, all at once."""

    proposal: str
    sheet: str
    new: int
    changed: int
    samples: tuple[str, ...]
    """Codes of the new and the changed ones."""
    parcels: tuple[PackedContainers, ...]


class SheetUndone(Event):
    """A sheet was taken back: what came by it is gone, and what it changed is as before."""

    proposal: str
    sheet: str
    samples: tuple[str, ...]
