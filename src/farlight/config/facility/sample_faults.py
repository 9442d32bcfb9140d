"""What does not fit together in what proposals bring."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from farlight.config.facility.description import ContainerEntry, Facility, ProposalEntry, SampleEntry, SubstanceEntry
from farlight.config.facility.faults import Fault, unknown
from farlight.config.facility.positions import Path
from farlight.samples.domain.geometry import objections_to_slot, objections_to_thing
from farlight.samples.domain.hazards import objections_to_declaration
from farlight.samples.domain.techniques import Technique, problems_in
from farlight.samples.types import ContainerTypeSummary


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a file may speak of without saying it."""

    types: Mapping[str, ContainerTypeSummary]
    """Sorts of containers, by code."""
    techniques: Mapping[str, Technique]
    """By code, the newest version of each."""


def faults_of_samples(here: Path, proposal: ProposalEntry, facility: Facility, known: Known) -> Iterator[Fault]:
    """Everything that is wrong with the substances, containers and samples of a proposal."""
    for index, substance in enumerate(proposal.substance):
        yield from _substance((*here, "substance", index), substance)
    layouts = {c.name: known.types.get(c.type) for c in facility.container}
    for index, container in enumerate(proposal.container):
        place = (*here, "container", index)
        yield from unknown((*place, "type"), "container type", container.type, known.types)
        yield from _outer(place, container, layouts, known)
        layouts[container.name] = known.types.get(container.type)
    names: list[str] = []
    for index, sample in enumerate(proposal.sample):
        place = (*here, "sample", index)
        yield from _sample(place, sample, proposal, layouts)
        yield from _values(place, sample, known)
        if sample.beside:
            yield from unknown((*place, "beside"), "sample further up", sample.beside, names)
        names.append(sample.name)
    yield from _crowded(here, proposal)


def _substance(here: Path, entry: SubstanceEntry) -> Iterator[Fault]:
    for objection in objections_to_declaration(entry.hazards) if entry.hazards else ():
        path = (*here, "hazards", objection.field)
        yield Fault(path=path, message=objection.message, mend=objection.mend)


def _outer(
    here: Path, entry: ContainerEntry, layouts: Mapping[str, ContainerTypeSummary | None], known: Known
) -> Iterator[Fault]:
    """What a container lies in: further up in the file, with such a slot, which takes it."""
    if not entry.lies_in:
        return
    yield from unknown((*here, "lies_in"), "container of this proposal or the facility", entry.lies_in, layouts)
    outer, own = layouts.get(entry.lies_in), known.types.get(entry.type)
    if outer is None or own is None:
        return
    slot = outer.slot_named(entry.slot)
    objections = objections_to_slot(outer, entry.slot)
    if slot is not None:
        objections = objections_to_thing(outer, slot, [own.code, own.form_factor], f"a {own.title}")
    for objection in objections:
        yield Fault(path=(*here, "slot"), message=objection.message, mend=objection.mend)


def _sample(
    here: Path, sample: SampleEntry, proposal: ProposalEntry, layouts: Mapping[str, ContainerTypeSummary | None]
) -> Iterator[Fault]:
    if sample.substance:
        acronyms = [s.acronym for s in proposal.substance]
        yield from unknown((*here, "substance"), "substance of this proposal", sample.substance, acronyms)
    if not sample.container:
        return
    own = [c.name for c in proposal.container]
    yield from unknown((*here, "container"), "container of this proposal", sample.container, own)
    layout = layouts.get(sample.container)
    for objection in objections_to_slot(layout, sample.slot) if layout else ():
        yield Fault(path=(*here, "slot"), message=objection.message, mend=objection.mend)


def _values(here: Path, sample: SampleEntry, known: Known) -> Iterator[Fault]:
    if not sample.technique:
        return
    yield from unknown((*here, "technique"), "technique", sample.technique, known.techniques)
    technique = known.techniques.get(sample.technique)
    for problem in problems_in(technique, sample.values) if technique else ():
        path = (*here, "values", problem.field)
        yield Fault(path=path, message=problem.message, mend=problem.remedy)


def _crowded(here: Path, proposal: ProposalEntry) -> Iterator[Fault]:
    taken: dict[tuple[str, str], str] = {}
    things: list[tuple[Path, str, str, str]] = [
        *((("container", i), c.name, c.lies_in, c.slot) for i, c in enumerate(proposal.container)),
        *((("sample", i), s.name, s.container, s.slot) for i, s in enumerate(proposal.sample)),
    ]
    for path, name, container, slot in things:
        if container and (container, slot) in taken:
            message = f"{taken[container, slot]} lies in position {slot} of {container} already."
            yield Fault(path=(*here, *path, "slot"), message=message)
        taken.setdefault((container, slot), name)
