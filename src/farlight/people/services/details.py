"""What is written down about people, and the passwords of a demo."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from farlight.audit.public import record
from farlight.audit.types import AuditKind
from farlight.bus.public import publish
from farlight.kernel.ids import new_opaque_id
from farlight.people.events import PasswordChanged, PersonCorrected
from farlight.people.models import Institute, Person
from farlight.people.services.sign_ins import end_sign_ins
from farlight.people.types import Actor


@transaction.atomic
def correct_person(  # noqa: PLR0913 - a person has so many parts
    *,
    person: Person,
    email: str,
    given_name: str,
    family_name: str,
    institute: Institute | None,
    orcid: str,
    by: Actor | None = None,
) -> None:
    """Make what is written down about a person true. Nothing happens when it is so already."""
    wanted = {
        "email": email,
        "given_name": given_name,
        "family_name": family_name,
        "institute_id": institute.pk if institute else None,
        "orcid": orcid,
    }
    changed = tuple(name for name, value in wanted.items() if getattr(person, name) != value)
    if not changed:
        return
    for name in changed:
        setattr(person, name, wanted[name])
    person.save(update_fields=changed)
    publish(PersonCorrected(person=person.username, fields=changed), by=by.username if by else "")


@transaction.atomic
def note_password(*, person: Person, now: datetime, but: str = "") -> None:
    """Sign somebody with a new password out of all browsers, but perhaps of the one that is called so."""
    end_sign_ins(person=person, but=but, by=person, now=now)
    whose = person.username
    publish(PasswordChanged(person=whose, code=new_opaque_id("f-")), by=whose)
    record(kind=AuditKind.PASSWORD_CHANGED, by=whose, about=whose, now=now)


@transaction.atomic
def give_shared_password(*, people: Sequence[Person], password: str) -> None:
    """Let people of a demo facility sign on with one password that everybody may know; hashed once."""
    hashed = make_password(password)
    Person.objects.filter(pk__in=[person.pk for person in people]).update(password=hashed)
