"""Questions about people."""

from collections.abc import Collection
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from django.contrib.sessions.models import Session as BrowserSession
from django.db.models import Exists, OuterRef, Q

from farlight.kernel.time import utc_now
from farlight.people.models import (
    ApiToken,
    LinkedAccount,
    OneTimeSeed,
    Passkey,
    Person,
    RecoveryCode,
    RoleGrant,
    SecurityPolicyRow,
    SignOnProvider,
)
from farlight.people.types import (
    Actor,
    Addressee,
    ClaimedInstitute,
    ClaimedRole,
    Credential,
    Factors,
    FactorStanding,
    LinkSummary,
    PasskeySummary,
    PersonSummary,
    ProviderDefinition,
    ProviderSummary,
    Role,
    SecurityPolicy,
    StepUpAction,
)


def person_named(username: str) -> Person | None:
    """Return the person with a login name, whatever its capitals."""
    return Person.objects.filter(username__iexact=username).first()


def login_meant_by(text: str) -> str:
    """Return the login name of the account, open or locked, that a login name or address means; empty for none."""
    meant = Person.objects.filter(Q(username__iexact=text) | Q(email__iexact=text)) if text else Person.objects.none()
    return meant.values_list("username", flat=True).first() or ""


def summary_of(person: Person) -> PersonSummary:
    """Return what others see of a person."""
    institute = person.institute
    return PersonSummary(
        id=person.pk,
        username=person.username,
        full_name=person.full_name,
        institute=institute.name if institute else "",
        country=institute.country if institute else "",
    )


def people_with(ids: Collection[int]) -> list[PersonSummary]:
    """Return the people with these keys whose accounts are open, by family name: one query for any number."""
    rows = Person.objects.select_related("institute").filter(pk__in=ids, is_active=True)
    return [summary_of(row) for row in rows.order_by("family_name", "given_name")]


def addressees_with(ids: Collection[int]) -> list[Addressee]:
    """Return the people with these keys whose accounts are open, as mails need them, by family name: one query."""
    rows = Person.objects.filter(pk__in=ids, is_active=True).order_by("family_name", "given_name", "pk")
    return [
        Addressee(
            id=row.pk,
            username=row.username,
            full_name=row.full_name,
            email=row.email,
            time_zone=row.time_zone,
        )
        for row in rows
    ]


def actor_with(key: int | None) -> Person | None:
    """Return the person with this key whose account is open; None when there is none."""
    return Person.objects.filter(pk=key, is_active=True).first() if key is not None else None


def people_in_role(role: Role, *, beamline: str = "") -> list[int]:
    """Return the keys of the open accounts that have a role everywhere or at this beamline: one query."""
    holding = Q(lapses_at=None) | Q(lapses_at__gt=utc_now())
    grants = RoleGrant.objects.filter(holding, role=role.value, beamline__in={"", beamline}, person__is_active=True)
    return sorted(set(grants.values_list("person_id", flat=True)))


def digest_of(key: str) -> str:
    """Return what is kept of a token's key."""
    return sha256(key.encode()).hexdigest()


def token_with_key(key: str, *, now: datetime) -> ApiToken | None:
    """Return the valid token with this key; None when it is unknown, over, revoked or its owner locked."""
    return (
        ApiToken.objects.select_related("person")
        .filter(digest=digest_of(key), revoked_at=None, expires_at__gt=now, person__is_active=True)
        .first()
    )


def token_called(code: str) -> ApiToken | None:
    """Return the token with a code, for the facility's own machinery; None when there is none."""
    return ApiToken.objects.select_related("person").filter(digest__startswith=code).first() if code else None


def token_of(person_id: int, digest: str) -> ApiToken | None:
    """Return the token of a person with this digest, whether it counts or not; None when there is none."""
    return ApiToken.objects.select_related("person").filter(person_id=person_id, digest=digest).first()


def tokens_among(digests: Collection[str], *, now: datetime) -> set[tuple[int, str]]:
    """Return, of tokens with some digests, those that count at a moment and their open accounts: at most one query."""
    if not digests:
        return set()
    counting = ApiToken.objects.filter(revoked_at=None, expires_at__gt=now, person__is_active=True)
    return set(counting.filter(digest__in=digests).values_list("person_id", "digest"))


class LoginRow(NamedTuple):
    """What the rows of a browser's login and of its person say; it changes with whatever may end the login."""

    data: str
    password: str
    is_active: bool


def logins_among(wanted: Collection[tuple[int, str]], *, now: datetime) -> dict[tuple[int, str], LoginRow]:
    """Return the rows of logins that are not over, by the person's and the login's key: at most two queries."""
    if not wanted:
        return {}
    sessions = BrowserSession.objects.filter(session_key__in={login for _, login in wanted}, expire_date__gt=now)
    data = dict(sessions.values_list("session_key", "session_data"))
    people = Person.objects.filter(pk__in={key for key, _ in wanted}).values_list("pk", "password", "is_active")
    rows = {key: (password, is_active) for key, password, is_active in people}
    return {(key, login): LoginRow(data[login], *rows[key]) for key, login in wanted if login in data and key in rows}


def token_key_of(person: Actor, credential: Credential) -> int:
    """Return the key of the row of the token that a request came with; 0 when it came by a login, or there is none."""
    token = token_of(person.pk, credential.token) if credential.token else None
    return token.pk if token else 0


def tokens_counting_among(keys: Collection[int], *, now: datetime) -> set[int]:
    """Return those of some keys of tokens' rows that count at a moment: one query."""
    return set(ApiToken.objects.filter(pk__in=keys, revoked_at=None, expires_at__gt=now).values_list("pk", flat=True))


def person_with_key(key: str, *, now: datetime) -> Person | None:
    """Return the person whose valid token has this key; None when there is none."""
    token = token_with_key(key, now=now)
    return token.person if token else None


def counting_tokens(person: Actor, *, now: datetime) -> int:
    """Return how many tokens of a person count now."""
    return ApiToken.objects.filter(person_id=person.pk, revoked_at=None, expires_at__gt=now).count()


def person_with_address(email: str) -> Person | None:
    """Return the person whose account has exactly this e-mail address and is open, whatever its capitals."""
    return Person.objects.filter(email__iexact=email.strip(), is_active=True).first()


def factors_of(person_id: int) -> Factors:
    """Return the second factors of a person: three queries."""
    seed = OneTimeSeed.objects.filter(person_id=person_id).first()
    keys = Passkey.objects.filter(person_id=person_id).order_by("made_at", "pk")
    codes = list(RecoveryCode.objects.filter(person_id=person_id).values_list("made_at", "used_at"))
    return Factors(
        one_time_codes_since=seed.made_at if seed else None,
        one_time_code_used_at=seed.used_at if seed else None,
        passkeys=tuple(passkey_summary_of(key) for key in keys),
        recovery_codes_left=sum(used_at is None for _, used_at in codes),
        recovery_codes_made_at=max((made_at for made_at, _ in codes), default=None),
    )


def factor_standings(usernames: Collection[str]) -> dict[str, FactorStanding]:
    """Return who of some people has a second factor, and who must, by login name: one query."""
    seeds, keys = (rows.objects.filter(person_id=OuterRef("pk")) for rows in (OneTimeSeed, Passkey))
    rows = Person.objects.filter(username__in=usernames).annotate(has_seed=Exists(seeds), has_key=Exists(keys))
    return {
        row.username: FactorStanding(
            person_id=row.pk, has_factor=row.has_seed or row.has_key, is_demanded=row.is_factor_demanded
        )
        for row in rows
    }


def passkey_summary_of(row: Passkey) -> PasskeySummary:
    """Return a passkey as its owner sees it."""
    return PasskeySummary(
        code=row.code, name=row.name, is_verified=row.is_verified, made_at=row.made_at, used_at=row.used_at
    )


def security_policy() -> SecurityPolicy:
    """Return what the facility asks of people who come in: one query; nothing while no policy was loaded."""
    row = SecurityPolicyRow.objects.first()
    if row is None:
        return SecurityPolicy()
    return SecurityPolicy(
        roles=frozenset(map(Role, row.roles)),
        step_up=frozenset(map(StepUpAction, row.step_up)),
        longest_token_days=row.longest_token_days,
    )


def credentials_of(person: Person) -> list[str]:
    """Return the credentials of a person's passkeys."""
    return list(Passkey.objects.filter(person=person).order_by("pk").values_list("credential", flat=True))


def sign_on_providers() -> list[ProviderDefinition]:
    """Return where else people sign on, in the order of the buttons: one query."""
    return [_definition_of(row) for row in SignOnProvider.objects.order_by("place")]


def sign_on_provider(code: str) -> ProviderDefinition | None:
    """Return a provider of identities; None when the facility has none of this code."""
    row = SignOnProvider.objects.filter(code=code).first()
    return _definition_of(row) if row else None


def _definition_of(row: SignOnProvider) -> ProviderDefinition:
    said = dict(row.definition)
    roles = tuple(ClaimedRole(**{**rule, "role": Role(rule["role"])}) for rule in said.pop("roles"))
    institutes = tuple(ClaimedInstitute(**rule) for rule in said.pop("institutes"))
    said |= {name: tuple(said[name]) for name in ("scopes", "second_factor")}
    return ProviderDefinition(**said, roles=roles, institutes=institutes)


def provider_summary_of(provider: ProviderDefinition) -> ProviderSummary:
    """Return a provider as a button shows it."""
    return ProviderSummary(code=provider.code, name=provider.name, gives_factor=bool(provider.second_factor))


def linked_accounts_of(person_id: int) -> list[LinkSummary]:
    """Return the accounts elsewhere that open somebody's account, the oldest first: two queries."""
    names = {provider.code: provider.name for provider in sign_on_providers()}
    return [
        LinkSummary(
            code=row.code,
            provider=row.provider,
            provider_name=names.get(row.provider, row.provider),
            label=row.label,
            linked_at=row.linked_at,
            used_at=row.used_at,
            factor_at=row.factor_at,
        )
        for row in LinkedAccount.objects.filter(person_id=person_id).order_by("linked_at", "pk")
    ]


def proving_providers(person_id: int) -> list[ProviderSummary]:
    """Return the providers at which somebody can prove who they are, in the order of the buttons: two queries."""
    linked = set(LinkedAccount.objects.filter(person_id=person_id).values_list("issuer", flat=True))
    return [provider_summary_of(one) for one in sign_on_providers() if one.issuer in linked]


def has_factor_elsewhere(person_id: int) -> bool:
    """Whether somebody gave a second factor elsewhere before, at a provider that still counts: two queries at most."""
    proved = LinkedAccount.objects.filter(person_id=person_id, factor_at__isnull=False)
    issuers = set(proved.values_list("issuer", flat=True))
    return bool(issuers) and any(one.issuer in issuers and one.second_factor for one in sign_on_providers())
