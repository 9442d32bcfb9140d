"""Roles that a provider of identities gives and takes; those that people gave by hand are left alone."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from farlight.audit.public import record
from farlight.audit.types import AuditKind
from farlight.bus.public import publish
from farlight.people.access import roles_of
from farlight.people.events import RolesChanged
from farlight.people.models import Institute, Person, RoleGrant
from farlight.people.queries import sign_on_providers
from farlight.people.services.policy import demand_factors


@transaction.atomic
def set_claimed_roles(
    *, person: Person, source: str, roles: Collection[str], now: datetime, lapses_at: datetime | None = None
) -> None:
    """Give a person exactly these roles by the claims of a provider, from now on until they lapse.

    Parameters
    ----------
    source : str
        Code of the provider.
    roles : collection of str
        ``role`` or ``role@beamline``.
    lapses_at : datetime, optional
        Until when they hold without signing on there again.
    """
    wanted = {(role, beamline) for role, _, beamline in (text.partition("@") for text in roles)}
    rows = RoleGrant.objects.filter(person=person, source=source)
    present = set(rows.values_list("role", "beamline"))
    rows.update(lapses_at=lapses_at)
    if wanted == present:
        return
    for role, beamline in present - wanted:
        rows.filter(role=role, beamline=beamline).delete()
    RoleGrant.objects.bulk_create(
        RoleGrant(person=person, role=role, beamline=beamline, source=source, lapses_at=lapses_at)
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


@transaction.atomic
def lapse_claimed_roles(*, now: datetime) -> int:
    """Take roles away that claims gave so long ago that they hold no more; return of how many people.

    They opened nothing from that moment on; now accounts follow, and what is open is asked about anew. Roles from
    before roles lapsed get their time from now.
    """
    for provider in sign_on_providers():
        unlimited = RoleGrant.objects.filter(source=provider.code, lapses_at=None)
        unlimited.update(lapses_at=now + timedelta(seconds=provider.roles_last_s))
    rows = RoleGrant.objects.exclude(source="").filter(lapses_at__lte=now)
    people = Person.objects.filter(pk__in=rows.values("person_id")).order_by("pk")
    for person in people:
        lapsed = rows.filter(person=person)
        sources = sorted(set(lapsed.values_list("source", flat=True)))
        lapsed.delete()
        _tell(person, source=", ".join(sources), roles=(), now=now)
    return len(people)


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
