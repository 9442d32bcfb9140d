"""Recovery codes: for the day on which the phone is lost."""

from collections.abc import Sequence
from datetime import datetime
from secrets import token_hex

from django.db import transaction

from farlight.audit.public import record
from farlight.audit.types import AuditKind
from farlight.bus.public import publish
from farlight.kernel.errors import Conflict
from farlight.kernel.ids import new_opaque_id
from farlight.people.adapters.sealing import slow_hash_of
from farlight.people.domain.one_time_codes import normalised
from farlight.people.events import RecoveryCodesMade, RecoveryCodeUsed
from farlight.people.models import OneTimeSeed, Passkey, Person, RecoveryCode
from farlight.people.services.attempts import may_try_code, note_wrong_code
from farlight.people.types import FactorKind

NUMBER = 10
HALF = 5
"""A code is two halves of so many characters of an alphabet of 31: 49 bits."""
SALT_BYTES = 16


def make_recovery_codes(*, person: Person, now: datetime) -> tuple[str, ...]:
    """Make ten codes in place of those before, and return them; they are kept nowhere in a form that can be read.

    Raises
    ------
    Conflict
        When the account has no second factor that they could stand for.
    """
    codes, salt = (
        tuple(f"{new_opaque_id(length=HALF)}-{new_opaque_id(length=HALF)}" for _ in range(NUMBER)),
        _new_salt(),
    )
    hashes = [_hash_of(person, code, salt) for code in codes]  # slow: nobody waits for it at the database
    _put_in_place(person, hashes, salt=salt, now=now)
    return codes


@transaction.atomic
def _put_in_place(person: Person, hashes: Sequence[str], *, salt: str, now: datetime) -> None:
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not has_factor(person):
        raise Conflict("Recovery codes stand for a second factor: set one up first.")
    RecoveryCode.objects.filter(person=person).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(person=person, fingerprint=one, salt=salt, made_at=now) for one in hashes
    )
    whose, details = person.username, {"factor": FactorKind.RECOVERY_CODE.value}
    publish(RecoveryCodesMade(person=whose, code=new_opaque_id("f-")), by=whose)
    record(kind=AuditKind.FACTOR_ADDED, by=whose, about=whose, details=details, now=now)


def take_recovery_code(*, person_id: int, code: str, now: datetime) -> bool:
    """Use a recovery code of somebody up, and return whether it was right; wrong ones count as wrong codes."""
    with transaction.atomic(durable=True):
        person = Person.objects.select_for_update(no_key=True).filter(pk=person_id, is_active=True).first()
        if person is None or not may_try_code(person, now=now):
            return False
        rows = RecoveryCode.objects.filter(person=person, used_at=None)
        salt = rows.values_list("salt", flat=True).first() or _new_salt()  # as long as it takes where there is one
        if not rows.filter(fingerprint=_hash_of(person, code, salt)).update(used_at=now):
            note_wrong_code(person, now=now)
            return False
        left, mark = rows.count(), new_opaque_id("f-")
        publish(RecoveryCodeUsed(person=person.username, left=left, code=mark), by=person.username)
        return True


def has_factor(person: Person) -> bool:
    """Whether there is a second factor that recovery codes stand for."""
    seeds, keys = OneTimeSeed.objects.filter(person=person), Passkey.objects.filter(person=person)
    return seeds.exists() or keys.exists()


def drop_codes_without_factor(person: Person) -> None:
    """Forget a person's recovery codes when there is nothing left that they stand for."""
    if not has_factor(person):
        RecoveryCode.objects.filter(person=person).delete()


def _new_salt() -> str:
    return token_hex(SALT_BYTES)


def _hash_of(person: Person, code: str, salt: str) -> str:
    return slow_hash_of(f"{person.pk} {normalised(code).lower()}", salt=salt)
