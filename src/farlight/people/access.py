"""The way to tokens and accounts: through who is asking."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from farlight.kernel.errors import NotFound
from farlight.kernel.time import utc_now
from farlight.people.domain.claims import later_of
from farlight.people.domain.devices import device_named
from farlight.people.domain.elevation import words_for_proof
from farlight.people.domain.locking import AUDITORS, KEEPERS
from farlight.people.domain.machines import looks_after
from farlight.people.domain.tokens import TOLD_BEFORE
from farlight.people.models import ApiToken, Person, RoleGrant, SignIn
from farlight.people.models.token import CODE_LENGTH
from farlight.people.types import (
    AccountSummary,
    Actor,
    MachineSummary,
    Role,
    RoleGrantSummary,
    SignInSummary,
    TokenScope,
    TokenState,
    TokenSummary,
)

TOKEN_CODE_DIGITS = frozenset("0123456789abcdef")


def roles_of(person: Actor) -> tuple[RoleGrantSummary, ...]:
    """Return the roles that a person has, by hand or by claims that have not lapsed: one query."""
    return tuple(roles_until(person))


def roles_until(person: Actor) -> dict[RoleGrantSummary, datetime | None]:
    """Return the roles that a person has, each with the moment when it lapses, or None: one query."""
    rows = RoleGrant.objects.filter(person_id=person.pk).order_by("role", "beamline")
    now, found = utc_now(), dict[RoleGrantSummary, datetime | None]()
    for role, beamline, lapses_at in rows.values_list("role", "beamline", "lapses_at"):
        grant = RoleGrantSummary(role=Role(role), beamline=beamline)
        if lapses_at is None or lapses_at > now:
            found[grant] = later_of(lapses_at, found[grant]) if grant in found else lapses_at
    return found


def is_active(person: Actor) -> bool:
    """Whether the account is open now. Asks the database: an open channel may hold its person for hours."""
    return Person.objects.filter(pk=person.pk, is_active=True).exists()


def active_among(keys: Collection[int]) -> set[int]:
    """Return those of some keys of people whose accounts are open now: one query."""
    return set(Person.objects.filter(pk__in=keys, is_active=True).values_list("pk", flat=True))


def visible_tokens(person: Actor) -> QuerySet[ApiToken]:
    """A person's own tokens, newest first; nobody sees another's."""
    return ApiToken.objects.filter(person_id=person.pk).order_by("-issued_at", "-pk")


def token_for(person: Actor, code: str) -> ApiToken:
    """Return a token of a person's own.

    Raises
    ------
    NotFound
        When the person has none of this code.
    """
    is_code = len(code) == CODE_LENGTH and set(code) <= TOKEN_CODE_DIGITS
    row = visible_tokens(person).filter(digest__startswith=code).first() if is_code else None
    if row is None:
        raise NotFound
    return row


def token_summary_of(row: ApiToken, *, now: datetime) -> TokenSummary:
    """Return a token as its owner sees it at a moment."""
    over = TokenState.EXPIRED if row.expires_at <= now else TokenState.ACTIVE
    return TokenSummary(
        code=row.code,
        label=row.label,
        scopes=tuple(scope for scope in TokenScope if scope.value in row.scopes),
        state=TokenState.REVOKED if row.revoked_at else over,
        issued_at=row.issued_at,
        expires_at=row.expires_at,
        is_ending=row.revoked_at is None and now < row.expires_at <= now + TOLD_BEFORE,
        used_at=row.used_at,
        used_from=row.used_from,
    )


def keeps_machines(person: Actor, beamline: str) -> bool:
    """Whether a person looks after the programs of a beamline."""
    return is_active(person) and looks_after(roles_of(person), beamline)


def beamlines_kept_among(person: Actor, beamlines: Collection[str]) -> set[str]:
    """Return those of some beamlines, by code, whose programs a person looks after."""
    grants = roles_of(person) if is_active(person) else ()
    return {code for code in beamlines if looks_after(grants, code)}


def machines_of(person: Actor, beamlines: Collection[str], *, now: datetime) -> list[MachineSummary]:
    """Return the programs with their keys of those of some beamlines that a person looks after, by name."""
    kept = beamlines_kept_among(person, beamlines)
    rows = Person.objects.filter(machine_of__in=kept).prefetch_related("tokens").order_by("username")
    return [
        MachineSummary(
            login=row.username,
            name=row.given_name,
            beamline=row.machine_of,
            is_locked=not row.is_active,
            tokens=tuple(token_summary_of(token, now=now) for token in _newest_first(row)),
        )
        for row in rows
    ]


def _newest_first(machine: Person) -> list[ApiToken]:
    return sorted(machine.tokens.all(), key=lambda token: (token.issued_at, token.pk), reverse=True)


def machine_token_row(person: Actor, beamline: str, code: str) -> ApiToken:
    """Return the key of a program of a beamline, for whoever looks after it.

    Raises
    ------
    NotFound
        When there is none, and for everybody else.
    """
    is_code = len(code) == CODE_LENGTH and set(code) <= TOKEN_CODE_DIGITS and keeps_machines(person, beamline)
    rows = ApiToken.objects.select_related("person").filter(person__machine_of=beamline, digest__startswith=code)
    row = rows.first() if is_code and beamline else None
    if row is None:
        raise NotFound
    return row


def sign_ins_of(person: Actor, *, here: str, now: datetime) -> list[SignInSummary]:
    """Return the browsers that a person is signed in with, the one that asks first: one query; nobody sees another's.

    Parameters
    ----------
    here : str
        What the browser that asks is called.
    """
    oldest = now - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    rows = SignIn.objects.filter(person_id=person.pk, seen_at__gt=oldest).order_by("-seen_at", "-pk")
    found = [
        SignInSummary(
            code=row.code,
            device=device_named(row.device),
            way=", ".join(words_for_proof(kind) for kind in row.way.split(", ")),
            address=row.address,
            begun_at=row.begun_at,
            seen_at=row.seen_at,
            is_here=row.code == here,
        )
        for row in rows
    ]
    return sorted(found, key=lambda browser: not browser.is_here)


def facility_roles_of(person: Actor) -> frozenset[Role]:
    """Return the roles that a person has for the whole facility; none while the account is locked."""
    return (
        frozenset(grant.role for grant in roles_of(person) if not grant.beamline) if is_active(person) else frozenset()
    )


def keeps_accounts(person: Actor) -> bool:
    """Whether a person looks after everybody's accounts."""
    return bool(facility_roles_of(person) & KEEPERS)


def reads_audit(person: Actor) -> bool:
    """Whether a person reads the record of everybody's acts."""
    return bool(facility_roles_of(person) & AUDITORS)


def visible_accounts(person: Actor) -> QuerySet[Person]:
    """Every account, by name, for those who look after accounts.

    Raises
    ------
    NotFound
        For everybody else: they cannot tell that there is such a list.
    """
    if not keeps_accounts(person):
        raise NotFound
    return accounts_with_roles()


def accounts_with_roles() -> QuerySet[Person]:
    """Every account with all that a summary needs, by name: for those who have asked, and for the command line."""
    rows = Person.objects.select_related("institute").prefetch_related("role_grants")
    return rows.order_by("family_name", "given_name", "username")


def account_for(person: Actor, username: str) -> Person:
    """Return somebody's account for whoever looks after accounts.

    Raises
    ------
    NotFound
        When there is none, or it is not this person's to see.
    """
    row = visible_accounts(person).filter(username__iexact=username).first()
    if row is None:
        raise NotFound
    return row


def fitting(rows: QuerySet[Person], words: str, *, locked: bool | None) -> QuerySet[Person]:
    """Those whose name, login name, address or institute holds every word; locked, open, or (None) any."""
    for word in words.split():
        named = Q(given_name__icontains=word) | Q(family_name__icontains=word) | Q(username__icontains=word)
        rows = rows.filter(named | Q(email__icontains=word) | Q(institute__name__icontains=word))
    return rows if locked is None else rows.filter(is_active=not locked)


def account_summary_of(row: Person) -> AccountSummary:
    """Return an account as those see it who look after accounts, with the roles that it has by the clock."""
    now = utc_now()
    held = [grant for grant in row.role_grants.all() if grant.lapses_at is None or grant.lapses_at > now]
    grants = sorted({(grant.role, grant.beamline) for grant in held})
    claimed = {grant.source for grant in held if grant.source}
    return AccountSummary(
        username=row.username,
        full_name=row.full_name,
        email=row.email,
        institute=row.institute.name if row.institute else "",
        roles=tuple(RoleGrantSummary(role=Role(role), beamline=beamline) for role, beamline in grants),
        roles_claimed_at=tuple(sorted(claimed)),
        is_locked=not row.is_active,
        locked_at=row.locked_at,
        locked_by=row.locked_by,
        lock_reason=row.lock_reason,
        last_login=row.last_login,
        joined_at=row.joined_at,
    )


def all_accounts() -> list[AccountSummary]:
    """Every account, by name; only for the machine's own command line."""
    return [account_summary_of(row) for row in accounts_with_roles()]
