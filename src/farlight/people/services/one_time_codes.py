"""Codes of an app: set up, used once, taken away."""

from datetime import datetime

from django.db import transaction

from farlight.audit.public import record
from farlight.audit.types import AuditKind
from farlight.bus.public import publish
from farlight.kernel.errors import Conflict, Invalid, NotFound, Objection
from farlight.kernel.ids import new_opaque_id
from farlight.people.adapters.sealing import sealed, sealed_anew, unsealed
from farlight.people.domain.one_time_codes import counter_of
from farlight.people.events import FactorAdded, FactorRemoved
from farlight.people.models import OneTimeSeed, Person
from farlight.people.services.attempts import may_try_code, note_wrong_code
from farlight.people.services.recovery_codes import drop_codes_without_factor
from farlight.people.types import FactorKind

WRONG_CODE = Objection(
    message="That is not the code the app shows now.",
    mend="Type the one that it shows at this moment; the phone's clock must be right.",
    field="code",
)


@transaction.atomic
def set_up_one_time_codes(*, person: Person, seed: bytes, code: str, now: datetime) -> None:
    """Let an app be somebody's second factor, once it showed that it has the seed.

    Raises
    ------
    Conflict
        When there is one already.
    Invalid
        When the code is not the seed's at this moment.
    """
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if OneTimeSeed.objects.filter(person=person).exists():
        raise Conflict("An app shows codes already: remove it first.")
    counter = counter_of(seed, code, now=now)
    if counter is None:
        raise Invalid([WRONG_CODE])
    row = OneTimeSeed.objects.create(
        person=person,
        code=new_opaque_id("f-"),
        sealed_seed=sealed(seed),
        last_counter=counter,
        made_at=now,
        used_at=now,
    )
    kind = FactorKind.ONE_TIME_CODES.value
    publish(FactorAdded(person=person.username, factor=kind, code=row.code), by=person.username)
    record(kind=AuditKind.FACTOR_ADDED, by=person.username, about=person.username, details={"factor": kind}, now=now)


def take_one_time_code(*, person_id: int, code: str, now: datetime) -> bool:
    """Use a code of somebody's app up, and return whether it was right.

    A code works once, however many processes are shown it at the same time, on pages or by SSH: the row is locked, and
    the counter only rises. This is a transaction of its own, which nothing that follows can undo. After ten wrong codes
    within 15 minutes none is right.
    """
    with transaction.atomic(durable=True):
        rows = OneTimeSeed.objects.select_for_update(of=("self",)).select_related("person")
        row = rows.filter(person_id=person_id, person__is_active=True).first()
        if row is None or not may_try_code(row.person, now=now):
            return False
        counter = counter_of(unsealed(row.sealed_seed), code, now=now)
        if counter is None or counter <= row.last_counter:
            note_wrong_code(row.person, now=now)
            return False
        row.last_counter, row.used_at = counter, now
        row.save(update_fields=["last_counter", "used_at"])
        return True


@transaction.atomic
def remove_one_time_codes(*, person: Person, by: Person, now: datetime) -> None:
    """Let an app be nobody's second factor any more.

    Raises
    ------
    NotFound
        When there is none.
    """
    row = OneTimeSeed.objects.select_for_update().filter(person=person).first()
    if row is None:
        raise NotFound
    row.delete()
    drop_codes_without_factor(person)
    kind = FactorKind.ONE_TIME_CODES.value
    publish(FactorRemoved(person=person.username, factor=kind, code=row.code), by=by.username)
    record(kind=AuditKind.FACTOR_REMOVED, by=by.username, about=person.username, details={"factor": kind}, now=now)


@transaction.atomic
def seal_seeds_anew() -> int:
    """Seal all seeds with the newest key, so that an older one can be taken away; return how many there are."""
    rows = list(OneTimeSeed.objects.select_for_update())
    for row in rows:
        row.sealed_seed = sealed_anew(row.sealed_seed)
    OneTimeSeed.objects.bulk_update(rows, ["sealed_seed"])
    return len(rows)
