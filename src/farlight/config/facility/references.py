"""What a facility file says twice, or of things that it does not have."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from farlight.config.facility.description import EarlierRun, Facility, FirstCollection, ProposalEntry, SampleEntry
from farlight.config.facility.positions import Path
from farlight.processing.domain.pipelines import objections_to_definition
from farlight.samples.domain.geometry import objections_to_slot
from farlight.samples.types import ContainerTypeSummary


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Something wrong at a place of the file."""

    path: Path
    message: str
    mend: str = ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Say which known word is nearly this one; else which there are, when they are few; else nothing."""
    names = sorted(set(known))
    near = get_close_matches(word, names, n=1, cutoff=0.6)
    if near:
        return f"Did you mean {near[0]}?"
    few = 12
    return f"There are {', '.join(names)}." if 0 < len(names) <= few else ""


def faults_of(facility: Facility, types: Mapping[str, ContainerTypeSummary]) -> list[Fault]:
    """Return everything that does not fit together, in no order.

    Parameters
    ----------
    facility : Facility
        The file.
    types : mapping of str to ContainerTypeSummary
        The types of containers that the facility knows, by code.
    """
    return [
        *_twins(facility),
        *_beamlines(facility),
        *_people(facility),
        *_proposals(facility, types),
        *_sessions(facility),
        *_earlier_runs(facility),
    ]


def _twins(facility: Facility) -> Iterator[Fault]:
    yield from _repeated(("institute",), "name", [i.name for i in facility.institute])
    yield from _repeated(("person",), "login", [p.login for p in facility.person])
    yield from _repeated(("person",), "email", [p.email.lower() for p in facility.person])
    yield from _repeated(("beamline",), "code", [b.code for b in facility.beamline])
    yield from _repeated(("proposal",), "code", [p.code for p in facility.proposal])
    yield from _repeated(("session",), "code", [s.code for s in facility.session])
    for number, proposal in enumerate(facility.proposal):
        here: Path = ("proposal", number)
        yield from _repeated((*here, "substance"), "acronym", [s.acronym.lower() for s in proposal.substance])
        yield from _repeated((*here, "sample"), "name", [s.name for s in proposal.sample])
        yield from _repeated((*here, "container"), "name", [c.name.lower() for c in proposal.container])


def _repeated(path: Path, key: str, values: Sequence[str]) -> Iterator[Fault]:
    for index, value in enumerate(values):
        if value in values[:index]:
            yield Fault(path=(*path, index, key), message=f"{value!r} stands here twice.")


def _unknown(path: Path, thing: str, name: str, known: Iterable[str]) -> Iterator[Fault]:
    names = set(known)
    if name not in names:
        mend = did_you_mean(name, names)
        yield Fault(path=path, message=f"There is no {thing} {name!r} in this file.", mend=mend)


def _beamlines(facility: Facility) -> Iterator[Fault]:
    for number, beamline in enumerate(facility.beamline):
        offered = [pipeline.code for pipeline in beamline.pipelines_offered]
        yield from _repeated(("beamline", number, "pipelines_offered"), "code", offered)
        for place, code in enumerate(beamline.pipelines):
            yield from _unknown(("beamline", number, "pipelines", place), "pipeline offered there,", code, offered)
        for place, pipeline in enumerate(beamline.pipelines_offered):
            for objection in objections_to_definition(pipeline):
                path: Path = ("beamline", number, "pipelines_offered", place, "options")
                yield Fault(path=path, message=objection.message, mend=objection.mend)


def _people(facility: Facility) -> Iterator[Fault]:
    institutes = [i.name for i in facility.institute]
    beamlines = [b.code for b in facility.beamline]
    for number, person in enumerate(facility.person):
        if person.institute:
            yield from _unknown(("person", number, "institute"), "institute", person.institute, institutes)
        for index, grant in enumerate(person.roles):
            if grant.beamline:
                yield from _unknown(("person", number, "roles", index), "beamline", grant.beamline, beamlines)


def _proposals(facility: Facility, types: Mapping[str, ContainerTypeSummary]) -> Iterator[Fault]:
    people = [p.login for p in facility.person]
    for number, proposal in enumerate(facility.proposal):
        here: Path = ("proposal", number)
        leader = proposal.principal_investigator
        yield from _unknown((*here, "principal_investigator"), "person", leader, people)
        for index, member in enumerate(proposal.members):
            yield from _unknown((*here, "members", index), "person", member, people)
            if member == leader:
                message = f"{member} is the principal investigator and need not be a member too."
                yield Fault(path=(*here, "members", index), message=message)
        for index, container in enumerate(proposal.container):
            yield from _unknown((*here, "container", index, "type"), "container type", container.type, types)
        for index, sample in enumerate(proposal.sample):
            yield from _sample((*here, "sample", index), sample, proposal, types)
        yield from _crowded(here, proposal)


def _sample(
    here: Path, sample: SampleEntry, proposal: ProposalEntry, types: Mapping[str, ContainerTypeSummary]
) -> Iterator[Fault]:
    acronyms = [s.acronym for s in proposal.substance]
    yield from _unknown((*here, "substance"), "substance of this proposal", sample.substance, acronyms)
    if not sample.container:
        return
    known = {c.name: c.type for c in proposal.container}
    yield from _unknown((*here, "container"), "container of this proposal", sample.container, known)
    layout = types.get(known.get(sample.container, ""))
    for objection in objections_to_slot(layout, sample.slot) if layout else ():
        yield Fault(path=(*here, "slot"), message=objection.message, mend=objection.mend)


def _crowded(here: Path, proposal: ProposalEntry) -> Iterator[Fault]:
    taken: dict[tuple[str, str], str] = {}
    for index, sample in enumerate(proposal.sample):
        place = (sample.container, sample.slot)
        if sample.container and place in taken:
            message = f"{taken[place]} lies in position {sample.slot} of {sample.container} already."
            yield Fault(path=(*here, "sample", index, "slot"), message=message)
        taken.setdefault(place, sample.name)


def _sessions(facility: Facility) -> Iterator[Fault]:
    people = [p.login for p in facility.person]
    beamlines = [b.code for b in facility.beamline]
    proposals = [p.code for p in facility.proposal]
    numbers = dict.fromkeys(proposals, 0)
    for number, session in enumerate(facility.session):
        here: Path = ("session", number)
        yield from _unknown((*here, "code"), "proposal", session.proposal, proposals)
        yield from _unknown((*here, "beamline"), "beamline", session.beamline, beamlines)
        if session.local_contact:
            yield from _unknown((*here, "local_contact"), "person", session.local_contact, people)
        for index, member in enumerate(session.team):
            yield from _unknown((*here, "team", index, "person"), "person", member.person, people)
        numbers[session.proposal] = numbers.get(session.proposal, 0) + 1
        expected = f"{session.proposal}-{numbers[session.proposal]}"
        if session.code != expected:
            message = f"Sessions of a proposal count 1, 2, 3 in the order of the file: this is {expected}."
            yield Fault(path=(*here, "code"), message=message)


def _earlier_runs(facility: Facility) -> Iterator[Fault]:
    samples = {p.code: [s.name for s in p.sample] for p in facility.proposal}
    sessions = {session.code: session.proposal for session in facility.session}
    demo = facility.demo
    entries: list[tuple[Path, EarlierRun | FirstCollection]] = [
        *((("demo", "run", index), run) for index, run in enumerate(demo.run if demo else ())),
        *((("demo", "collection", index), first) for index, first in enumerate(demo.collection if demo else ())),
    ]
    for here, entry in entries:
        yield from _unknown((*here, "session"), "session", entry.session, sessions)
        proposal = sessions.get(entry.session, "")
        if proposal in samples:
            yield from _unknown((*here, "sample"), f"sample of {proposal}", entry.sample, samples[proposal])
