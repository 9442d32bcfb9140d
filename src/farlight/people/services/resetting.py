"""Second factors of somebody who lost them all; whoever does it has made sure who asks."""

from datetime import datetime

from django.db import transaction

from farlight.audit.public import record
from farlight.audit.types import AuditKind
from farlight.bus.public import publish
from farlight.kernel.ids import new_opaque_id
from farlight.people.events import FactorsReset
from farlight.people.models import OneTimeSeed, Passkey, Person, RecoveryCode
from farlight.people.services.locking import refuse_unless_keeper
from farlight.people.services.sign_ins import end_sign_ins
from farlight.people.types import Actor


@transaction.atomic
def reset_factors(*, person: Person, now: datetime, by: Actor | None = None) -> bool:
    """Take all second factors of somebody away, sign them out everywhere, and return whether there were any.

    Without ``by`` it is the machine's own command line. The person gets a mail.

    Raises
    ------
    NotFound
        When whoever wants it does not look after accounts.
    NotAllowed
        When it is not for this keeper to do, as with locking.
    """
    refuse_unless_keeper(person, by)
    removed = sum(kind.objects.filter(person=person).delete()[0] for kind in (OneTimeSeed, Passkey, RecoveryCode))
    if not removed:
        return False
    end_sign_ins(person=person, by=by, now=now)
    login, details = by.username if by else "", {"factor": "all of them"}
    publish(FactorsReset(person=person.username, code=new_opaque_id("f-")), by=login)
    record(kind=AuditKind.FACTOR_REMOVED, by=login, about=person.username, details=details, now=now)
    return True
