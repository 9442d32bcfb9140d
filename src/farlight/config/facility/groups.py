"""Proposals of a facility file, and what they bring."""

from collections.abc import Sequence
from datetime import datetime

from farlight.config.facility.description import ProposalEntry, SampleEntry
from farlight.kernel.errors import NotFound
from farlight.people.public import person_named
from farlight.people.types import Actor
from farlight.proposals.public import proposal_row, register_proposal, set_members
from farlight.samples.public import (
    container_named,
    place_sample,
    register_container,
    register_sample,
    register_substance,
    sample_named,
    substance_named,
)


def load_proposal(entry: ProposalEntry, *, now: datetime) -> None:
    """Enter a proposal, its group, substances, containers and samples, as far as they are not there yet."""
    members = [known_person(login) for login in entry.members]
    _load_group(entry, members)
    for substance in entry.substance:
        if substance_named(entry.code, substance.acronym) is None:
            register_substance(
                proposal=entry.code, acronym=substance.acronym, name=substance.name, hazard=substance.hazard
            )
    for container in entry.container:
        if container_named(entry.code, container.name) is None:
            register_container(proposal=entry.code, name=container.name, container_type=container.type)
    for sample in entry.sample:
        _load_sample(entry.code, sample, now=now)


def known_person(login: str) -> Actor:
    """Return a person; NotFound when there is none."""
    person = person_named(login)
    if person is None:
        raise NotFound(f"There is no person {login!r}.")
    return person


def _load_group(entry: ProposalEntry, members: Sequence[Actor]) -> None:
    try:
        row = proposal_row(entry.code)
    except NotFound:
        leader = known_person(entry.principal_investigator)
        register_proposal(code=entry.code, title=entry.title, principal_investigator=leader, members=members)
    else:
        set_members(proposal=row, members=members)


def _load_sample(proposal: str, entry: SampleEntry, *, now: datetime) -> None:
    sample = sample_named(proposal, entry.name)
    if sample is None:
        substance = substance_named(proposal, entry.substance)
        if substance is None:
            raise NotFound(f"Proposal {proposal} has no substance {entry.substance!r}.")
        sample = register_sample(substance=substance, name=entry.name, comment=entry.comment)
        if entry.container:
            container = container_named(proposal, entry.container)
            if container is None:
                raise NotFound(f"There is no container {entry.container!r}.")
            place_sample(sample=sample, container=container, slot=entry.slot, now=now)
