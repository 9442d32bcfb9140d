"""Roles that a provider of identities gives and takes; those that people gave by hand are left alone."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from farlight.audit.public import record
from farlight.audit.types import AuditKind
from farlight.bus.public import publish
from farlight.people.access import roles_of
from farlight.people.events import RolesChanged
from farlight.people.models import Institute, Person, RoleGrant
from farlight.people.services.policy import demand_factors


@transaction.atomic
def set_claimed_roles(*, person: Person, source: str, roles: Collection[str], now: datetime) -> None:
    """Give a person exactly these roles by the claims of a provider. Nothing happens when they are the same already.

    Parameters
    ----------
    source : str
        Code of the provider.
    roles : collection of str
        ``role`` or ``role@beamline``.
    """
    wanted = {(role, beamline) for role, _, beamline in (text.partition("@") for text in roles)}
    rows = RoleGrant.objects.filter(person=person, source=source)
    present = set(rows.values_list("role", "beamline"))
    if wanted == present:
        return
    for role, beamline in present - wanted:
        rows.filter(role=role, beamline=beamline).delete()
    RoleGrant.objects.bulk_create(
        RoleGrant(person=person, role=role, beamline=beamline, source=source)
        for role, beamline in sorted(wanted - present)
    )
    _tell(person, source=source, roles=roles, now=now)


@transaction.atomic
def take_claimed_roles(*, person: Person, but: Collection[str] = (), now: datetime) -> None:
    """Take the roles away that claims gave, but for those of some providers."""
    rows = RoleGrant.objects.filter(person=person).exclude(source__in=["", *but])
    sources = sorted(set(rows.values_list("source", flat=True)))
    if sources:
        rows.delete()
        _tell(person, source=", ".join(sources), roles=(), now=now)


def _tell(person: Person, *, source: str, roles: Collection[str], now: datetime) -> None:
    demand_factors(person)
    all_of_them = tuple(f"{g.role}@{g.beamline}" if g.beamline else g.role.value for g in roles_of(person))
    publish(RolesChanged(person=person.username, roles=all_of_them))
    details = {"provider": source, "roles": ", ".join(sorted(roles))}
    record(kind=AuditKind.ROLES_CHANGED, by="", about=person.username, details=details, now=now)


def set_claimed_institute(*, person: Person, name: str) -> None:
    """Note where somebody works by the claims of a provider, when nobody wrote it down and the institute is known."""
    institute = Institute.objects.filter(name=name).first() if name and person.institute_id is None else None
    if institute is not None:
        person.institute = institute
        person.save(update_fields=["institute"])
