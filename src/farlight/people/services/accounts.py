"""Accounts: registering, roles."""

from django.db import transaction

from farlight.audit.public import record
from farlight.audit.types import AuditKind
from farlight.bus.public import publish
from farlight.kernel.errors import Conflict
from farlight.kernel.time import utc_now
from farlight.people.events import PersonRegistered, RolesChanged
from farlight.people.models import Institute, Person, RoleGrant
from farlight.people.services.policy import demand_factors
from farlight.people.types import Actor, RoleGrantSummary


@transaction.atomic
def register_person(  # noqa: PLR0913 - a person has so many parts
    *,
    username: str,
    email: str,
    given_name: str,
    family_name: str,
    institute: Institute | None = None,
    orcid: str = "",
    by: Actor | None = None,
) -> Person:
    """Give somebody an account without a password yet.

    Raises
    ------
    Conflict
        When the login name or the address is taken.
    """
    if Person.objects.filter(username__iexact=username).exists():
        raise Conflict(f"The login name {username} is taken.")
    if Person.objects.filter(email__iexact=email).exists():
        raise Conflict(f"The address {email} belongs to another account.")
    person = Person(
        username=username,
        email=email,
        given_name=given_name,
        family_name=family_name,
        institute=institute,
        orcid=orcid,
    )
    person.set_unusable_password()
    person.save()
    login = by.username if by else ""
    publish(PersonRegistered(person=username), by=login)
    record(kind=AuditKind.ACCOUNT_MADE, by=login, about=username, now=utc_now())
    return person


@transaction.atomic
def set_roles(*, person: Person, roles: tuple[RoleGrantSummary, ...], by: Actor | None = None) -> None:
    """Give a person exactly these roles. Nothing happens when they are the same already."""
    wanted = {(grant.role.value, grant.beamline) for grant in roles}
    present = set(RoleGrant.objects.filter(person=person).values_list("role", "beamline"))
    if wanted == present:
        return
    for role, beamline in present - wanted:
        RoleGrant.objects.filter(person=person, role=role, beamline=beamline).delete()
    RoleGrant.objects.bulk_create(RoleGrant(person=person, role=r, beamline=b) for r, b in sorted(wanted - present))
    demand_factors(person)
    names = tuple(sorted(f"{r}@{b}" if b else r for r, b in wanted))
    login = by.username if by else ""
    publish(RolesChanged(person=person.username, roles=names), by=login)
    details = {"roles": ", ".join(names)}
    record(kind=AuditKind.ROLES_CHANGED, by=login, about=person.username, details=details, now=utc_now())
