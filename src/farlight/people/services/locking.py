"""Locking accounts, and opening them again."""

from django.db import transaction

from farlight.audit.public import record
from farlight.audit.types import AuditKind
from farlight.bus.public import publish
from farlight.kernel.errors import Invalid, NotAllowed, NotFound, Objection
from farlight.kernel.time import utc_now
from farlight.people.access import facility_roles_of, keeps_accounts, roles_of
from farlight.people.domain.locking import objections_to_keeper, objections_to_reason
from farlight.people.events import PersonLocked, PersonUnlocked
from farlight.people.models import Person
from farlight.people.services.sign_ins import end_sign_ins
from farlight.people.types import Actor


@transaction.atomic
def lock_person(*, person: Person, reason: str, by: Actor | None = None) -> None:
    """Lock an account: no sign-on any more, its tokens do not count, and open channels close within two seconds.

    Nothing happens when it is locked already. Without ``by`` it is the facility's own machinery that does it.

    Raises
    ------
    NotFound
        When whoever wants it does not look after accounts.
    NotAllowed
        When it is not for this keeper to do.
    Invalid
        When no reason is given, or too long a one.
    """
    refuse_unless_keeper(person, by)
    wrong = objections_to_reason(reason)
    if wrong:
        raise Invalid(wrong)
    login, why = by.username if by else "", reason.strip()
    now, whose = utc_now(), person.username
    rows = Person.objects.filter(pk=person.pk, is_active=True)
    if rows.update(is_active=False, locked_at=now, lock_reason=why, locked_by=login):
        end_sign_ins(person=person, by=by, now=now)
        publish(PersonLocked(person=whose, reason=why), by=login)
        record(kind=AuditKind.ACCOUNT_LOCKED, by=login, about=whose, details={"reason": why}, now=now)


@transaction.atomic
def unlock_person(*, person: Person, by: Actor | None = None) -> None:
    """Open a locked account again; raises as :func:`lock_person`. Nothing happens when it is open."""
    refuse_unless_keeper(person, by)
    rows = Person.objects.filter(pk=person.pk, is_active=False)
    if rows.update(is_active=True, locked_at=None, lock_reason="", locked_by=""):
        login = by.username if by else ""
        publish(PersonUnlocked(person=person.username), by=login)
        record(kind=AuditKind.ACCOUNT_UNLOCKED, by=login, about=person.username, now=utc_now())


def objections_to_locking(*, person: Person, by: Actor) -> tuple[Objection, ...]:
    """What stands in the way of somebody locking or opening an account."""
    whose = frozenset(grant.role for grant in roles_of(person))
    return objections_to_keeper(keeper=facility_roles_of(by), whose=whose, is_oneself=person.pk == by.pk)


def refuse_unless_keeper(person: Person, by: Actor | None) -> None:
    """Refuse work on an account to whoever may not do it; the command line may. Raises as :func:`lock_person`."""
    if by is None:
        return
    if not keeps_accounts(by):
        raise NotFound
    reasons = objections_to_locking(person=person, by=by)
    if reasons:
        raise NotAllowed(reasons)
