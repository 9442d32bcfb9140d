"""The way to trainings of others: for the safety group, and for nobody else."""

from farlight.kernel.errors import NotFound
from farlight.people.public import is_active, person_named, roles_of
from farlight.people.types import Actor, Role

KEEPERS = frozenset({Role.SAFETY, Role.ADMINISTRATOR})
"""Roles for the whole facility that write down who took which training."""


def keeps_trainings(person: Actor) -> bool:
    """Whether somebody sees everybody's trainings, writes them down and withdraws them."""
    return is_active(person) and any(g.role in KEEPERS and not g.beamline for g in roles_of(person))


def refuse_others(person: Actor) -> None:
    """See that somebody keeps trainings; NotFound when not: others cannot tell that there is such a thing."""
    if not keeps_trainings(person):
        raise NotFound


def person_for(keeper: Actor, login: str) -> Actor:
    """Return somebody whose trainings a keeper sees and changes; NotFound for others, and when there is nobody."""
    refuse_others(keeper)
    person = person_named(login)
    if person is None:
        raise NotFound(f"There is no account {login!r}.")
    return person
