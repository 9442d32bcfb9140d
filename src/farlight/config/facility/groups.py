"""Proposals of a facility file, and what they bring."""

from collections.abc import Sequence
from datetime import datetime

from farlight.config.facility.description import ProposalEntry
from farlight.config.facility.samples import load_samples
from farlight.kernel.errors import NotFound
from farlight.people.public import person_named
from farlight.people.types import Actor
from farlight.proposals.public import proposal_row, register_proposal, set_members


def load_proposal(entry: ProposalEntry, *, now: datetime) -> None:
    """Enter a proposal, its group, substances, containers and samples, as far as they are not there yet."""
    members = [known_person(login) for login in entry.members]
    _load_group(entry, members)
    leader = known_person(entry.principal_investigator)
    load_samples(entry, leader=leader, now=now)


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
