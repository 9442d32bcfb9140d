"""Inviting: an account is made, and waits until its owner chooses a password."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from farlight.audit.public import record
from farlight.audit.types import AuditKind
from farlight.bus.public import publish
from farlight.kernel.errors import Conflict, Invalid, NotFound, Objection
from farlight.kernel.ids import new_opaque_id
from farlight.people.access import keeps_accounts
from farlight.people.domain.invitations import VALID_FOR, login_names, objections_to_invitation
from farlight.people.events import InvitationAccepted, InvitationMade
from farlight.people.models import Invitation, Person
from farlight.people.services.accounts import register_person
from farlight.people.types import Actor, InvitationSummary

_SALT = "farlight.people.invitation"
LONGEST_PASSWORD = 1024


@transaction.atomic
def invite_person(
    *, email: str, given_name: str, family_name: str, by: Actor, now: datetime, joins: str = ""
) -> Person:
    """Make an account for somebody and ask them by mail to take it; return the account.

    Parameters
    ----------
    joins : str
        What they join, in words: ``the team of mx1001-2``. Whoever asks puts them there.

    Raises
    ------
    Invalid
        With every objection; also when the address has an account.
    """
    email = email.strip()
    waiting = 0 if keeps_accounts(by) else _waiting_of(by, now)
    wrong = objections_to_invitation(email=email, given_name=given_name, family_name=family_name, waiting=waiting)
    if wrong:
        raise Invalid(wrong)
    if Person.objects.filter(email__iexact=email).exists():
        raise Invalid([Objection(message=f"{email} has an account already.", field="email")])
    names = login_names(given_name, family_name)
    username = next(name for name in names if not Person.objects.filter(username__iexact=name).exists())
    person = register_person(
        username=username, email=email, given_name=given_name.strip(), family_name=family_name.strip(), by=by
    )
    _invite(person, by=by, joins=joins, now=now)
    return person


@transaction.atomic
def invite_again(*, person: Person, by: Actor, now: datetime) -> None:
    """Send another link to somebody who did not take the account yet; the links before do not work any more.

    Raises
    ------
    Conflict
        When the account has an owner who logs in already, or is locked.
    """
    if person.has_usable_password() or not person.is_active or person.machine_of:
        raise Conflict(f"{person.full_name} needs no invitation: the account is taken, or locked.")
    last = Invitation.objects.filter(person=person).order_by("-pk").first()
    Invitation.objects.filter(person=person, accepted_at=None, expires_at__gt=now).update(expires_at=now)
    _invite(person, by=by, joins=last.joins if last else "", now=now)


def _invite(person: Person, *, by: Actor, joins: str, now: datetime) -> None:
    row = Invitation.objects.create(
        person=person, code=new_opaque_id("i-"), by_id=by.pk, joins=joins, made_at=now, expires_at=now + VALID_FOR
    )
    publish(InvitationMade(person=person.username, code=row.code), by=by.username)
    record(kind=AuditKind.INVITED, by=by.username, about=person.username, details={"joins": joins}, now=now)


def _waiting_of(by: Actor, now: datetime) -> int:
    return Invitation.objects.filter(by_id=by.pk, accepted_at=None, expires_at__gt=now).count()


def invitation_with(code: str) -> InvitationSummary | None:
    """Return an invitation and its link, for the mail; None when there is none."""
    row = Invitation.objects.select_related("person", "by").filter(code=code).first()
    if row is None:
        return None
    return InvitationSummary(
        person_id=row.person_id,
        username=row.person.username,
        by_name=row.by.full_name if row.by else "The user office",
        joins=row.joins,
        expires_at=row.expires_at,
        link=reverse("people:invitation", args=[signing.dumps(row.code, salt=_SALT)]),
    )


def invited_by_link(token: str, *, now: datetime) -> Invitation:
    """Return the invitation that a link is for.

    Raises
    ------
    NotFound
        When nobody signed it here, it was used, is too old, or another one was sent since.
    """
    try:
        code = signing.loads(token, salt=_SALT)
    except signing.BadSignature as error:
        raise NotFound from error
    rows = Invitation.objects.select_related("person", "by").filter(code=code, accepted_at=None, expires_at__gt=now)
    row = rows.filter(person__is_active=True).first()
    if row is None or row.person.has_usable_password():
        raise NotFound
    return row


@transaction.atomic
def accept_invitation(*, token: str, password: str, now: datetime) -> Person:
    """Let the owner of an invited account choose its password; the link does not work any more.

    Raises
    ------
    NotFound
        As :func:`invited_by_link`.
    Invalid
        When the password is too weak.
    """
    row = invited_by_link(token, now=now)
    person = Person.objects.select_for_update(no_key=True).get(pk=row.person_id)
    if len(password) > LONGEST_PASSWORD:
        raise Invalid([Objection(message="The password is longer than anybody can type.", field="password")])
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Invalid([Objection(message=said, field="password") for said in error.messages]) from error
    if not Invitation.objects.filter(pk=row.pk, accepted_at=None).update(accepted_at=now):
        raise NotFound
    person.set_password(password)
    person.save(update_fields=["password"])
    whose = person.username
    publish(InvitationAccepted(person=whose, code=row.code), by=whose)
    record(kind=AuditKind.ACCOUNT_MADE, by=whose, about=whose, now=now)
    return person
