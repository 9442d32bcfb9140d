"""What proposals of a facility file bring: substances, containers, samples, and the facility's own containers."""

from datetime import datetime

from farlight.config.facility.description import (
    ContainerEntry,
    FacilityContainerEntry,
    ProposalEntry,
    SampleEntry,
    SubstanceEntry,
)
from farlight.kernel.errors import NotFound
from farlight.people.types import Actor
from farlight.samples.domain.techniques import Technique
from farlight.samples.models import Container, Sample, Substance
from farlight.samples.public import (
    container_named,
    describe_specimen,
    draft_profile,
    first_specimen,
    move_container,
    pair_samples,
    place_sample,
    register_container,
    register_sample,
    register_substance,
    sample_named,
    submit_profile,
    substance_named,
)
from farlight.samples.queries.techniques import technique_named
from farlight.samples.types import (
    ContainerDetails,
    HazardDeclaration,
    Mount,
    SampleDetails,
    SpecimenDetails,
    SubstanceDetails,
)


def load_samples(entry: ProposalEntry, *, leader: Actor, now: datetime) -> None:
    """Enter what a proposal brings, as far as it is not there yet."""
    for substance in entry.substance:
        if substance_named(entry.code, substance.acronym) is None:
            _load_substance(entry.code, substance, leader=leader, now=now)
    for container in entry.container:
        if container_named(entry.code, container.name) is None:
            _load_container(entry.code, container, now=now)
    for sample in entry.sample:
        if sample_named(entry.code, sample.name) is None:
            _load_sample(entry.code, sample, leader=leader, now=now)


def load_facility_container(entry: FacilityContainerEntry) -> None:
    """Enter a container of the facility, when it is not there yet."""
    if container_named("", entry.name) is None:
        details = ContainerDetails(barcode=entry.barcode, is_registered=True)
        register_container(proposal="", name=entry.name, container_type=entry.type, details=details)


def _load_substance(proposal: str, entry: SubstanceEntry, *, leader: Actor, now: datetime) -> None:
    row = register_substance(
        proposal=proposal,
        acronym=entry.acronym,
        name=entry.name,
        hazard=None if entry.hazard == "open" else entry.hazard,
        details=SubstanceDetails(
            kind=entry.kind,
            formula=entry.formula,
            molecular_weight_da=entry.molecular_weight_da,
            species=entry.species,
        ),
    )
    if entry.hazards is not None:
        draft_profile(substance=row, declaration=HazardDeclaration(**vars(entry.hazards)))
        submit_profile(substance=row, by=leader, now=now)


def _load_container(proposal: str, entry: ContainerEntry, *, now: datetime) -> None:
    details = ContainerDetails(barcode=entry.barcode)
    row = register_container(proposal=proposal, name=entry.name, container_type=entry.type, details=details)
    if entry.lies_in:
        move_container(container=row, into=_container(proposal, entry.lies_in), slot=entry.slot, now=now)


def _load_sample(proposal: str, entry: SampleEntry, *, leader: Actor, now: datetime) -> None:
    technique = technique_named(entry.technique) if entry.technique else None
    details = SampleDetails(
        technique=entry.technique,
        schema_version=technique.version if technique else None,
        values=entry.values,
        role=entry.role,
        comment=entry.comment,
    )
    substance = _substance(proposal, entry.substance) if entry.substance else None
    row = register_sample(substance=substance, name=entry.name, proposal=proposal, details=details)
    _describe_piece(row, entry, technique)
    if entry.container:
        place_sample(sample=row, container=_container(proposal, entry.container), slot=entry.slot, now=now)
    if entry.beside:
        pair_samples(sample=row, partner=sample_named(proposal, entry.beside), by=leader)


def _describe_piece(sample: Sample, entry: SampleEntry, technique: Technique | None) -> None:
    """Say what the sample's piece is fixed to, and what a scanner reads on it."""
    piece = first_specimen(sample)
    mount = Mount(technique.mount) if technique and technique.mount else None
    if piece is not None and (entry.barcodes or mount):
        describe_specimen(specimen=piece, details=SpecimenDetails(barcodes=entry.barcodes, mount=mount))


def _substance(proposal: str, acronym: str) -> Substance:
    found = substance_named(proposal, acronym)
    if found is None:
        raise NotFound(f"Proposal {proposal} has no substance {acronym!r}.")
    return found


def _container(proposal: str, name: str) -> Container:
    found = container_named(proposal, name) or container_named("", name)
    if found is None:
        raise NotFound(f"There is no container {name!r}.")
    return found
