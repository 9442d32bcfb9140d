"""Accounts elsewhere that open accounts here."""

from datetime import datetime, timedelta

from django.db import transaction

from farlight.audit.public import record
from farlight.audit.types import AuditKind
from farlight.bus.public import publish
from farlight.kernel.errors import Conflict, NotAllowed, NotFound, Objection
from farlight.kernel.ids import OPAQUE_CODE, new_opaque_id
from farlight.people.domain.identities import Identity
from farlight.people.domain.invitations import login_names
from farlight.people.events import AccountLinked, AccountUnlinked, InvitationAccepted
from farlight.people.models import Invitation, LinkedAccount, Passkey, Person
from farlight.people.queries import sign_on_provider
from farlight.people.services.accounts import register_person
from farlight.people.services.claimed_roles import set_claimed_institute, set_claimed_roles, take_claimed_roles
from farlight.people.services.invitations import invited_by_link
from farlight.people.types import ProviderDefinition

LOCKED = Objection(message="This account is locked.", who="the user office")
LAST_WAY = Objection(
    message="It is the only way into your account.",
    mend="Set a password, make a passkey, or link another account first.",
    link="/account/security/",
)


@transaction.atomic
def enter_from(*, identity: Identity, provider: ProviderDefinition, now: datetime) -> LinkedAccount | None:
    """Return the link of whoever signed on elsewhere, with the roles that the claims give; None when there is none.

    An account that has the same address is linked only where the facility believes the provider's addresses, and the
    provider has verified this one. Where the facility says so, somebody without an account gets one.

    Raises
    ------
    NotAllowed
        When the account is locked.
    """
    row = link_of(identity)
    if row is None:
        person = _person_believed(identity, provider)
        if person is None:
            return None
        row = _link(person, identity, provider, now)
    _note_use(row, identity, provider, now)
    return row


def link_of(identity: Identity) -> LinkedAccount | None:
    """Return the link of an account elsewhere, whoever's it is; None when there is none."""
    rows = LinkedAccount.objects.select_related("person")
    return rows.filter(issuer=identity.issuer, subject=identity.subject).first()


def _person_believed(identity: Identity, provider: ProviderDefinition) -> Person | None:
    if not (provider.believes_addresses and identity.is_email_verified and identity.email):
        return None
    person = Person.objects.filter(email__iexact=identity.email).first()
    if person is not None or not provider.makes_accounts:
        return person
    names = login_names(identity.given_name, identity.family_name)
    username = next(name for name in names if not Person.objects.filter(username__iexact=name).exists())
    return register_person(
        username=username,
        email=identity.email,
        given_name=identity.given_name[:100],
        family_name=identity.family_name[:100],
    )


def _note_use(row: LinkedAccount, identity: Identity, provider: ProviderDefinition, now: datetime) -> None:
    if not Person.objects.filter(pk=row.person_id, is_active=True).exists():
        raise NotAllowed([LOCKED])
    row.used_at, row.label = now, identity.label
    row.factor_at = now if identity.gave_factor else row.factor_at
    row.save(update_fields=["used_at", "label", "factor_at"])
    set_claimed_institute(person=row.person, name=identity.institute)
    lapses_at = now + timedelta(seconds=provider.roles_last_s)
    whose, source = row.person, identity.provider
    set_claimed_roles(person=whose, source=source, roles=identity.roles, now=now, lapses_at=lapses_at)


def _link(person: Person, identity: Identity, provider: ProviderDefinition, now: datetime) -> LinkedAccount:
    if not Person.objects.select_for_update(no_key=True).filter(pk=person.pk, is_active=True, machine_of="").exists():
        raise NotAllowed([LOCKED])
    row = LinkedAccount.objects.create(
        person=person,
        code=new_opaque_id("l-"),
        provider=provider.code,
        issuer=identity.issuer,
        subject=identity.subject,
        label=identity.label,
        linked_at=now,
    )
    _end_invitations(person, now)
    whose, details = person.username, {"provider": provider.code, "account": identity.label or identity.subject}
    publish(AccountLinked(person=whose, provider=provider.name, code=row.code), by=whose)
    record(kind=AuditKind.ACCOUNT_LINKED, by=whose, about=whose, details=details, now=now)
    return row


def _end_invitations(person: Person, now: datetime) -> None:
    """An account that somebody has taken waits for nobody: links of mails do not open it any more."""
    waiting = Invitation.objects.filter(person=person, accepted_at=None, expires_at__gt=now)
    for code in waiting.values_list("code", flat=True):
        publish(InvitationAccepted(person=person.username, code=code), by=person.username)
    waiting.update(accepted_at=now)


@transaction.atomic
def link_account(*, person: Person, identity: Identity, provider: ProviderDefinition, now: datetime) -> LinkedAccount:
    """Let an account elsewhere open somebody's account, who has proved just now that both are theirs.

    Raises
    ------
    Conflict
        When it opens somebody else's account already.
    NotAllowed
        When the account is locked.
    """
    row = link_of(identity)
    if row is not None and row.person_id != person.pk:
        raise Conflict(f"That account at {provider.name} belongs to another account here.")
    if row is None:
        row = _link(person, identity, provider, now)
    _note_use(row, identity, provider, now)
    return row


@transaction.atomic
def accept_invitation_from(
    *, token: str, identity: Identity, provider: ProviderDefinition, now: datetime
) -> LinkedAccount:
    """Let the owner of an invited account take it by an account elsewhere; the link of the mail is used up.

    Raises
    ------
    NotFound
        When the link of the mail does not work (any more).
    Conflict
        When the account elsewhere opens another account already.
    """
    person = invited_by_link(token, now=now).person
    row = link_account(person=person, identity=identity, provider=provider, now=now)
    record(kind=AuditKind.ACCOUNT_MADE, by=person.username, about=person.username, now=now)
    return row


@transaction.atomic
def unlink_account(*, person: Person, code: str, now: datetime) -> LinkedAccount:
    """Let an account elsewhere open somebody's account no more, and take the roles away that came with it.

    Raises
    ------
    NotFound
        When it does not open this person's account.
    NotAllowed
        When it is the only way in.
    """
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    rows = LinkedAccount.objects.filter(person=person)
    row = rows.filter(code=code).first() if OPAQUE_CODE.fullmatch(code) else None
    if row is None:
        raise NotFound
    others = rows.exclude(pk=row.pk)
    has_way = Passkey.objects.filter(person=person, is_verified=True).exists() or person.has_usable_password()
    if not has_way and not others.exists():
        raise NotAllowed([LAST_WAY])
    row.delete()
    take_claimed_roles(person=person, but=list(others.values_list("provider", flat=True)), now=now)
    whose, details = person.username, {"provider": row.provider, "account": row.label or row.subject}
    provider = sign_on_provider(row.provider)
    name = provider.name if provider else row.provider
    publish(AccountUnlinked(person=whose, provider=name, code=row.code), by=whose)
    record(kind=AuditKind.ACCOUNT_UNLINKED, by=whose, about=whose, details=details, now=now)
    return row
