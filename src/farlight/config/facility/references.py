"""What a facility file says twice, or of things that it does not have."""

from collections.abc import Iterator, Sequence

from farlight.beamlines.domain.computers import objections_to_computer
from farlight.config.facility.description import EarlierRun, Facility, FirstCollection
from farlight.config.facility.faults import Fault, unknown
from farlight.config.facility.positions import Path
from farlight.config.facility.sample_faults import Known, faults_of_samples
from farlight.config.facility.sign_on import faults_of_sign_on
from farlight.processing.domain.pipelines import objections_to_definition


def faults_of(facility: Facility, known: Known) -> list[Fault]:
    """Return everything that does not fit together, in no order.

    Parameters
    ----------
    facility : Facility
        The file.
    known : Known
        What the file may speak of without saying it: types of containers, techniques.
    """
    return [
        *_twins(facility),
        *_beamlines(facility),
        *_computers(facility),
        *_changers(facility),
        *_people(facility),
        *_trainings(facility),
        *_sign_on(facility),
        *_proposals(facility, known),
        *_sessions(facility),
        *_earlier_runs(facility),
        *_first_shells(facility),
    ]


def _changers(facility: Facility) -> Iterator[Fault]:
    names = [c.name for c in facility.container]
    for number, beamline in enumerate(facility.beamline):
        if beamline.changer:
            yield from unknown(("beamline", number, "changer"), "container of the facility", beamline.changer, names)


def _twins(facility: Facility) -> Iterator[Fault]:
    yield from _repeated(("institute",), "name", [i.name for i in facility.institute])
    yield from _repeated(("person",), "login", [p.login for p in facility.person])
    yield from _repeated(("person",), "email", [p.email.lower() for p in facility.person])
    yield from _repeated(("sign_on",), "code", [s.code for s in facility.sign_on])
    yield from _repeated(("sign_on",), "issuer", [s.issuer for s in facility.sign_on])
    yield from _repeated(("beamline",), "code", [b.code for b in facility.beamline])
    yield from _repeated(("proposal",), "code", [p.code for p in facility.proposal])
    yield from _repeated(("session",), "code", [s.code for s in facility.session])
    yield from _repeated(("container",), "name", [c.name.lower() for c in facility.container])
    for number, proposal in enumerate(facility.proposal):
        here: Path = ("proposal", number)
        yield from _repeated((*here, "substance"), "acronym", [s.acronym.lower() for s in proposal.substance])
        yield from _repeated((*here, "sample"), "name", [s.name for s in proposal.sample])
        yield from _repeated((*here, "container"), "name", [c.name.lower() for c in proposal.container])


def _repeated(path: Path, key: str, values: Sequence[str]) -> Iterator[Fault]:
    for index, value in enumerate(values):
        if value in values[:index]:
            yield Fault(path=(*path, index, key), message=f"{value!r} stands here twice.")


def _beamlines(facility: Facility) -> Iterator[Fault]:
    for number, beamline in enumerate(facility.beamline):
        offered = [pipeline.code for pipeline in beamline.pipelines_offered]
        yield from _repeated(("beamline", number, "pipelines_offered"), "code", offered)
        for place, code in enumerate(beamline.pipelines):
            yield from unknown(("beamline", number, "pipelines", place), "pipeline offered there,", code, offered)
        for place, pipeline in enumerate(beamline.pipelines_offered):
            for objection in objections_to_definition(pipeline):
                path: Path = ("beamline", number, "pipelines_offered", place, "options")
                yield Fault(path=path, message=objection.message, mend=objection.mend)


def _computers(facility: Facility) -> Iterator[Fault]:
    for number, beamline in enumerate(facility.beamline):
        here: Path = ("beamline", number, "computers")
        yield from _repeated(here, "name", [computer.name for computer in beamline.computers])
        for place, computer in enumerate(beamline.computers):
            for objection in objections_to_computer(computer):
                path: Path = (*here, place, objection.field)
                yield Fault(path=path, message=objection.message, mend=objection.mend)


def _people(facility: Facility) -> Iterator[Fault]:
    institutes = [i.name for i in facility.institute]
    beamlines = [b.code for b in facility.beamline]
    for number, person in enumerate(facility.person):
        if person.institute:
            yield from unknown(("person", number, "institute"), "institute", person.institute, institutes)
        for index, grant in enumerate(person.roles):
            if grant.beamline:
                yield from unknown(("person", number, "roles", index), "beamline", grant.beamline, beamlines)


def _sign_on(facility: Facility) -> Iterator[Fault]:
    institutes, beamlines = [i.name for i in facility.institute], [b.code for b in facility.beamline]
    yield from faults_of_sign_on(facility.sign_on, institutes=institutes, beamlines=beamlines)


def _proposals(facility: Facility, known: Known) -> Iterator[Fault]:
    people = [p.login for p in facility.person]
    for number, proposal in enumerate(facility.proposal):
        here: Path = ("proposal", number)
        leader = proposal.principal_investigator
        yield from unknown((*here, "principal_investigator"), "person", leader, people)
        for index, member in enumerate(proposal.members):
            yield from unknown((*here, "members", index), "person", member, people)
            if member == leader:
                message = f"{member} is the principal investigator and need not be a member too."
                yield Fault(path=(*here, "members", index), message=message)
        yield from faults_of_samples(here, proposal, facility, known)


def _sessions(facility: Facility) -> Iterator[Fault]:
    people = [p.login for p in facility.person]
    beamlines = [b.code for b in facility.beamline]
    proposals = [p.code for p in facility.proposal]
    numbers = dict.fromkeys(proposals, 0)
    for number, session in enumerate(facility.session):
        here: Path = ("session", number)
        yield from unknown((*here, "code"), "proposal", session.proposal, proposals)
        yield from unknown((*here, "beamline"), "beamline", session.beamline, beamlines)
        if session.local_contact:
            yield from unknown((*here, "local_contact"), "person", session.local_contact, people)
        for index, member in enumerate(session.team):
            yield from unknown((*here, "team", index, "person"), "person", member.person, people)
        numbers[session.proposal] = numbers.get(session.proposal, 0) + 1
        expected = f"{session.proposal}-{numbers[session.proposal]}"
        if session.code != expected:
            message = f"Sessions of a proposal count 1, 2, 3 in the order of the file: this is {expected}."
            yield Fault(path=(*here, "code"), message=message)


def _trainings(facility: Facility) -> Iterator[Fault]:
    codes = [one.code for one in facility.training]
    yield from _repeated(("training",), "code", codes)
    for number, beamline in enumerate(facility.beamline):
        for index, code in enumerate(beamline.trainings):
            yield from unknown(("beamline", number, "trainings", index), "training", code, codes)
    for number, person in enumerate(facility.person):
        for code in person.trainings:
            yield from unknown(("person", number, "trainings", code), "training", code, codes)


def _first_shells(facility: Facility) -> Iterator[Fault]:
    sessions = {session.code: session.beamline for session in facility.session}
    people = [person.login for person in facility.person]
    computers = {one.code: [computer.name for computer in one.computers] for one in facility.beamline}
    for index, shell in enumerate(facility.demo.shell if facility.demo else ()):
        here = ("demo", "shell", index)
        yield from unknown((*here, "session"), "session", shell.session, sessions)
        yield from unknown((*here, "by"), "person", shell.by, people)
        known = computers.get(sessions.get(shell.session, ""), [])
        yield from unknown((*here, "computer"), "computer of the session's beamline", shell.computer, known)


def _earlier_runs(facility: Facility) -> Iterator[Fault]:
    samples = {p.code: [s.name for s in p.sample] for p in facility.proposal}
    sessions = {session.code: session.proposal for session in facility.session}
    demo = facility.demo
    entries: list[tuple[Path, EarlierRun | FirstCollection]] = [
        *((("demo", "run", index), run) for index, run in enumerate(demo.run if demo else ())),
        *((("demo", "collection", index), first) for index, first in enumerate(demo.collection if demo else ())),
    ]
    for here, entry in entries:
        yield from unknown((*here, "session"), "session", entry.session, sessions)
        proposal = sessions.get(entry.session, "")
        if proposal in samples:
            yield from unknown((*here, "sample"), f"sample of {proposal}", entry.sample, samples[proposal])
