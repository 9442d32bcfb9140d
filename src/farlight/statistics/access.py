"""Who sees which numbers."""

from farlight.people.public import is_active, roles_of
from farlight.people.types import Actor, Role
from farlight.statistics.models import FrozenYear

READERS = frozenset({Role.USER_OFFICE, Role.STORES, Role.SAFETY, Role.OPERATOR, Role.DATA_MANAGER, Role.ADMINISTRATOR})
"""Roles for the whole facility that see every number."""


def sees_exact_numbers(person: Actor) -> bool:
    """Whether somebody sees every number, and the present year; everybody else sees groups of years that are over."""
    return is_active(person) and any(g.role in READERS and not g.beamline for g in roles_of(person))


def frozen_years() -> list[int]:
    """The years whose figures stay as they are, the latest first."""
    return list(FrozenYear.objects.order_by("-year").values_list("year", flat=True))


def frozen_year(year: int) -> FrozenYear | None:
    """Return the frozen figures of a year; None while it is not over."""
    return FrozenYear.objects.filter(year=year).first()
