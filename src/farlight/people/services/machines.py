"""Programs of a beamline: accounts without a face, which come in with keys alone."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from farlight.audit.public import record
from farlight.audit.types import AuditKind
from farlight.kernel.errors import Conflict, Invalid, NotFound
from farlight.people.access import keeps_machines, machine_token_row
from farlight.people.domain.machines import login_of, objections_to_name
from farlight.people.models import ApiToken, Person
from farlight.people.queries import person_named
from farlight.people.services.accounts import register_person, set_roles
from farlight.people.services.tokens import issue_token, revoke_token
from farlight.people.types import Actor, Role, RoleGrantSummary, TokenScope

HOST = "machines.invalid"
"""Accounts have an address; that of a machine is none (RFC 2606)."""


@transaction.atomic
def issue_machine_token(
    *,
    beamline: str,
    name: str,
    scopes: Collection[TokenScope],
    now: datetime,
    valid_for: timedelta,
    by: Actor | None = None,
) -> str:
    """Give a program of a beamline a key, and an account when it has none; return the key, which is not kept.

    Without ``by`` it is the machine's own command line.

    Raises
    ------
    NotFound
        When whoever wants it does not look after the programs of this beamline.
    Invalid
        With every objection to its name, what it opens, or its time.
    Conflict
        When a person's account is called what the program's would be.
    """
    if by is not None and not keeps_machines(by, beamline):
        raise NotFound
    wrong = objections_to_name(name)
    if wrong:
        raise Invalid(wrong)
    machine = person_named(login_of(beamline, name)) or _make_machine(beamline, name.strip(), by)
    if machine.machine_of != beamline:
        raise Conflict(f"{machine.username} is the account of a person: call the program something else.")
    return issue_token(person=machine, label=name.strip(), scopes=scopes, now=now, valid_for=valid_for, by=by)


def _make_machine(beamline: str, name: str, by: Actor | None) -> Person:
    login = login_of(beamline, name)
    machine = register_person(username=login, email=f"{login}@{HOST}", given_name=name, family_name=beamline, by=by)
    Person.objects.filter(pk=machine.pk).update(machine_of=beamline)
    machine.machine_of = beamline
    set_roles(person=machine, roles=(RoleGrantSummary(role=Role.MACHINE, beamline=beamline),), by=by)
    return machine


@transaction.atomic
def revoke_machine_token(*, beamline: str, code: str, by: Actor, now: datetime) -> str:
    """Make the key of a program worthless, and return the program's name.

    Raises
    ------
    NotFound
        When there is none, or it is not for this person to do.
    """
    token = machine_token_row(by, beamline, code)
    revoke_token(token=token, now=now, by=by)
    return token.label


def note_act(token: ApiToken, *, operation: str, path: str, now: datetime) -> None:
    """Write into the record of acts what the program of a beamline asked for."""
    machine = token.person
    details = {"operation": operation, "path": path[:200], "key": token.code}
    record(kind=AuditKind.MACHINE_ACTED, by=machine.username, about=machine.machine_of, details=details, now=now)
