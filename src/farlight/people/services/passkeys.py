"""Passkeys: made, used, named, taken away."""

from datetime import datetime

from django.db import transaction

from farlight.audit.public import record
from farlight.audit.types import AuditKind
from farlight.bus.public import publish
from farlight.kernel.errors import Conflict, Invalid, NotFound, Objection
from farlight.kernel.ids import OPAQUE_CODE, new_opaque_id
from farlight.people.adapters.passkeys import NOT_ACCEPTED, Answer, NewCredential, Site, State, credential_named, proof
from farlight.people.events import FactorAdded, FactorRemoved
from farlight.people.models import Passkey, Person
from farlight.people.services.recovery_codes import drop_codes_without_factor
from farlight.people.types import FactorKind

MOST_PASSKEYS = 20
LONGEST_NAME = 60


@transaction.atomic
def add_passkey(*, person: Person, made: NewCredential, name: str, now: datetime) -> Passkey:
    """Let a key that a device made be somebody's.

    Raises
    ------
    Conflict
        When it is somebody's already, or the person has too many.
    """
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if Passkey.objects.filter(credential_id=made.credential_id).exists():
        raise Conflict("This passkey belongs to an account already.")
    if Passkey.objects.filter(person=person).count() >= MOST_PASSKEYS:
        raise Conflict(f"You have {MOST_PASSKEYS} passkeys: remove those you do not use.")
    row = Passkey.objects.create(
        person=person,
        code=new_opaque_id("f-"),
        name=name.strip()[:LONGEST_NAME] or "Passkey",
        credential_id=made.credential_id,
        credential=made.credential,
        uses=made.uses,
        is_verified=made.is_verified,
        made_at=now,
    )
    whose, kind = person.username, FactorKind.PASSKEY.value
    publish(FactorAdded(person=whose, factor=kind, code=row.code), by=whose)
    record(kind=AuditKind.FACTOR_ADDED, by=whose, about=whose, details={"factor": kind, "name": row.name}, now=now)
    return row


@transaction.atomic
def take_passkey(*, site: Site, state: State, answer: object, now: datetime, person: Person | None = None) -> Passkey:
    """Return the passkey that signed a challenge, and note that it was used.

    Parameters
    ----------
    person : Person, optional
        Whose it must be; without one it is the way in, and the device must have asked for a finger, a face or a PIN.

    Raises
    ------
    Invalid
        When it is nobody's, or not this person's, or not of this challenge; and when the device's own count of uses
        went back, as it does when a key was copied.
    """
    rows = Passkey.objects.select_for_update(of=("self",)).select_related("person")
    row = rows.filter(credential_id=credential_named(answer)[:1400].replace("\0", "")).first()
    if row is None or (person is not None and row.person_id != person.pk):
        raise Invalid([NOT_ACCEPTED])
    signed = proof(site, state, answer, present=[row.credential])
    if person is None and not signed.is_verified:
        raise Invalid([NOT_ACCEPTED])
    _refuse_copy(row, signed)
    row.uses, row.used_at = signed.uses, now
    row.save(update_fields=["uses", "used_at"])
    return row


def _refuse_copy(row: Passkey, signed: Answer) -> None:
    counts = bool(row.uses or signed.uses)
    if counts and signed.uses <= row.uses:
        message = "The device's count of uses went back, as it does when a key was copied."
        raise Invalid([Objection(message=message, mend="Remove this passkey and make another one.")])


@transaction.atomic
def rename_passkey(*, person: Person, code: str, name: str) -> Passkey:
    """Call a passkey something else; nobody else cares, so there is no event.

    Raises
    ------
    NotFound
        When the person has none of this code.
    Invalid
        When the name is empty.
    """
    row = _own(person, code)
    if not name.strip():
        raise Invalid([Objection(message="The passkey has no name.", mend="Say which device it is.", field="name")])
    row.name = name.strip()[:LONGEST_NAME]
    row.save(update_fields=["name"])
    return row


@transaction.atomic
def remove_passkey(*, person: Person, code: str, by: Person, now: datetime) -> Passkey:
    """Take a passkey away; raises as :func:`rename_passkey`."""
    row = _own(person, code)
    Passkey.objects.filter(pk=row.pk).delete()
    drop_codes_without_factor(person)
    whose, kind = person.username, FactorKind.PASSKEY.value
    publish(FactorRemoved(person=whose, factor=kind, code=row.code), by=by.username)
    details = {"factor": kind, "name": row.name}
    record(kind=AuditKind.FACTOR_REMOVED, by=by.username, about=whose, details=details, now=now)
    return row


def _own(person: Person, code: str) -> Passkey:
    rows = Passkey.objects.select_for_update().filter(person=person, code=code)
    row = rows.first() if OPAQUE_CODE.fullmatch(code) else None
    if row is None:
        raise NotFound
    return row
