"""Who a request to the REST interface comes from: a token's owner, or whoever is logged in."""

from collections.abc import Mapping
from datetime import datetime
from importlib import import_module
from typing import Self

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import SESSION_KEY, get_user
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from farlight.kernel.errors import NotAllowed, Objection
from farlight.kernel.time import utc_now
from farlight.people.domain import elevation
from farlight.people.domain.elevation import SET_UP_FIRST
from farlight.people.domain.tokens import objections_to_scope, objections_to_use
from farlight.people.models import ApiToken, Person
from farlight.people.queries import (
    actor_with,
    digest_of,
    factors_of,
    has_factor_elsewhere,
    proving_providers,
    security_policy,
    token_of,
)
from farlight.people.services.machines import note_act
from farlight.people.services.proofs import SessionData, factor_until, gave_factor_elsewhere, present_until
from farlight.people.services.tokens import token_using
from farlight.people.types import Actor, Credential, StepUpAction, TokenNeeds, TokenScope

_READING = frozenset({"GET", "HEAD", "OPTIONS"})

_LOGGED_OUT = Objection(message="You have logged out.", mend="Log in again.", link="/accounts/login/")
_REMOVED = Objection(message="The token is gone.", mend="Make a new one.", link="/account/tokens/")
_LOCKED = Objection(message="The account is locked.", who="the user office")


class ApiKeyOrSession(AuthBase):
    """``Authorization: Bearer <token>``, or the browser's session with its cross-site check.

    The person becomes ``request.user`` either way, so that everything behind asks one question.
    Whoever must have a second factor and has none is refused, and told where to set one up. A token must have what the
    operation needs; where that is not said, none is enough.
    """

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, needs: TokenNeeds | None = None) -> None:
        super().__init__()
        self.needs = needs

    def needing(self, needs: TokenNeeds | None) -> Self:
        """Return the same, for an operation that needs this of a token."""
        return type(self)(needs)

    def __call__(self, request: HttpRequest) -> Person | None:
        """Return who it is; None refuses with 401."""
        person = self._person_in(request)
        if person is not None and lacks_factor(person):
            is_token = _key_in(request.headers) is not None
            if not _has_one_elsewhere(person, is_token=is_token, session=request.session):
                raise NotAllowed([SET_UP_FIRST])
        return person

    def _person_in(self, request: HttpRequest) -> Person | None:
        key = _key_in(request.headers)
        if key is not None:
            token = token_using(key, address=request.META.get("REMOTE_ADDR", ""), now=utc_now())
            if token is None:
                return None
            request.user = token.person
            return self._owner_of(token, method=request.method or "", path=request.path)
        if isinstance(request.user, Person) and request.user.is_active:
            if check_csrf(request):
                raise HttpError(403, "The request did not come from a page of this site.")
            return request.user
        return None

    def _owner_of(self, token: ApiToken, *, method: str, path: str) -> Person:
        person, needs = token.person, self.needs
        scopes = {scope for scope in TokenScope if scope.value in token.scopes}
        reasons = objections_to_scope(needs, scopes=scopes, is_machine=bool(person.machine_of))
        if reasons:
            raise NotAllowed(reasons)
        if person.machine_of and needs is not None and method not in _READING:
            note_act(token, operation=needs.operation, path=path, now=utc_now())
        return person


class ApiKeyOrSessionAsync(ApiKeyOrSession):
    """The same, for operations that run in the event loop."""

    async def __call__(self, request: HttpRequest) -> Person | None:  # type: ignore[override]
        """Return who it is; None refuses with 401."""
        return await sync_to_async(super().__call__)(request)


def person_of(request: HttpRequest) -> Person:
    """Return who a request comes from, with what they showed; the only way from a request to an actor.

    Raises
    ------
    NotAllowed
        When nobody is logged in.
    """
    if isinstance(request.user, Person):
        request.user.came_with = credential_in(request.headers, login=request.session.session_key)
        return request.user
    raise NotAllowed([Objection(message="You are not logged in.", mend="Log in.", link="/accounts/login/")])


def arrived(person: Actor, came_with: Credential) -> Actor:
    """Return a person with what they showed at a door; it stays with them until they go."""
    if isinstance(person, Person):
        person.came_with = came_with
    return person


def _key_in(headers: Mapping[str, str]) -> str | None:
    scheme, _, key = headers.get("Authorization", "").partition(" ")
    return key.strip() if scheme.lower() == "bearer" else None


def credential_in(headers: Mapping[str, str], *, login: str | None) -> Credential:
    """Return what a request came with that was let in: the token in its headers, or else its browser's login."""
    key = _key_in(headers)
    return Credential(login=login or "") if key is None else Credential(token=digest_of(key))


def objections_to_credential(credential: Credential, *, person: Actor, now: datetime) -> tuple[Objection, ...]:
    """What stands in the way of what a request of a person came with; nothing while it counts and the account is open.

    Who may not know of a thing any more must not be told these reasons for it: ask ``may`` first.
    """
    return objections_to_credential_of(person.pk, credential, now=now)


def objections_to_credential_of(person_id: int, credential: Credential, *, now: datetime) -> tuple[Objection, ...]:
    """Say the same of the person with this key."""
    if not credential.token:
        return () if _is_logged_in(person_id, credential.login) else (_LOGGED_OUT,)
    token = token_of(person_id, credential.token)
    if token is None:
        return (_REMOVED,)
    if not token.person.is_active:
        return (_LOCKED,)
    return objections_to_use(label=token.label, revoked_at=token.revoked_at, expires_at=token.expires_at, now=now)


def _is_logged_in(person_id: int, key: str) -> bool:
    """Whether a browser's session is still this person's: not over, no other password since, the account not locked."""
    request = HttpRequest()
    request.session = _session_with(key)
    return get_user(request).pk == person_id


def _session_with(key: str) -> SessionBase:
    session: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore(key)
    return session


def lacks_factor(person: Person) -> bool:
    """Whether the facility asks a second factor of a person's role, and there is none here."""
    return person.is_factor_demanded and not factors_of(person.pk).has_any


def _has_one_elsewhere(person: Person, *, is_token: bool, session: SessionBase) -> bool:
    """Whether a login came by a second factor elsewhere; a token counts when its owner ever did."""
    return has_factor_elsewhere(person.pk) if is_token else gave_factor_elsewhere(session, person_id=person.pk)


def elevated_until(credential: Credential, *, now: datetime) -> datetime | None:
    """Until when the second factor counts that was given last in a login; None when none does, and for tokens."""
    if credential.is_ssh:
        return elevation.until(credential.factor_at, now=now)
    if credential.token or not credential.login:
        return None
    session = _session_with(credential.login)
    person_id = session.get(SESSION_KEY)
    return factor_until(session, person_id=int(person_id), now=now) if person_id else None


def factor_given_at(credential: Credential, *, now: datetime) -> datetime | None:
    """When the second factor was given that still counts for a credential; None when none does."""
    ends = elevated_until(credential, now=now)
    return ends - elevation.STEP_UP if ends else None


def objections_to_step_up(
    credential: Credential, *, person: Actor, action: StepUpAction, now: datetime
) -> tuple[Objection, ...]:
    """What stands in the way of something that may ask for a fresh second factor; nothing where the site does not ask.

    Each objection has the link of the page where the factor is given; ``?next=`` leads back from there.
    """
    if action not in security_policy().step_up:
        return ()
    return elevation.objections_to_step_up(
        action,
        came_with=credential,
        has_factor=factors_of(person.pk).has_any,
        elsewhere=_factors_elsewhere(person.pk),
        elevated_until=elevated_until(credential, now=now),
    )


def objections_to_absence(credential: Credential, *, person: Person, now: datetime) -> tuple[Objection, ...]:
    """What stands in the way of making something that opens the account later, too: a token, an SSH key.

    Whoever makes it said within 15 minutes who they are, by a factor when they have one: else a browser that was left
    open for a moment opens the account for months.
    """
    session: SessionData = _session_with(credential.login) if credential.login else {}
    return () if present_until(session, person=person, now=now) else (elevation.SAY_AGAIN,)


def objections_to_fresh_factor(
    credential: Credential, *, person: Actor, action: StepUpAction, now: datetime
) -> tuple[Objection, ...]:
    """As above, but asked of everybody who has a second factor or must have one, whatever the site's step-up says.

    For what stands for a second factor afterwards: a certificate. Who gave one elsewhere before has one.
    """
    has_factor, account = factors_of(person.pk).has_any, actor_with(person.pk)
    is_asked = has_factor or action in security_policy().step_up or has_factor_elsewhere(person.pk)
    if not is_asked and (account is None or not account.is_factor_demanded):
        return ()
    return elevation.objections_to_step_up(
        action,
        came_with=credential,
        has_factor=has_factor,
        elsewhere=_factors_elsewhere(person.pk),
        elevated_until=elevated_until(credential, now=now),
    )


def _factors_elsewhere(person_id: int) -> list[str]:
    """Return the names of the providers at which somebody can give a second factor."""
    return [one.name for one in proving_providers(person_id) if one.gives_factor]


__all__ = [
    "ApiKeyOrSession",
    "ApiKeyOrSessionAsync",
    "arrived",
    "credential_in",
    "elevated_until",
    "factor_given_at",
    "lacks_factor",
    "objections_to_absence",
    "objections_to_credential",
    "objections_to_fresh_factor",
    "objections_to_step_up",
    "person_of",
]
