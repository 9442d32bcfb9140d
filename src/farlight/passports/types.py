"""What others see of passports."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ServiceScope(StrEnum):
    """What a service may ask about people."""

    OPENID = "openid"
    PROFILE = "profile"
    EMAIL = "email"
    ROLES = "roles"
    SESSIONS = "sessions"

    @property
    def words(self) -> str:
        """What the service learns, as people say it."""
        return {
            "openid": "that it is you, and how you proved it",
            "profile": "your name and login name",
            "email": "your e-mail address",
            "roles": "your roles at the facility",
            "sessions": "which sessions of yours run now",
        }[self.value]


@dataclass(frozen=True, kw_only=True)
class ServiceDefinition:
    """A program of the facility that people sign on to through Farlight."""

    code: str
    """What it calls itself (``client_id``)."""
    name: str
    """As people say it."""
    redirect_uris: tuple[str, ...]
    """Addresses that a sign-on may come back to, letter for letter."""
    logout_uris: tuple[str, ...] = ()
    """Addresses that signing out may come back to."""
    backchannel_logout_uri: str = ""
    """Address where it is told that somebody's sign-on is over (OpenID Connect Back-Channel Logout 1.0)."""
    scopes: tuple[ServiceScope, ...] = (ServiceScope.OPENID, ServiceScope.PROFILE, ServiceScope.EMAIL)
    """What it may ask about people."""
    is_public: bool = False
    """Whether it can keep no secret, as a program on people's machines; it must use PKCE then."""
    needs_pkce: bool = True
    """Whether it must send a challenge (PKCE, S256) with each sign-on; no for an old program that cannot."""
    is_trusted: bool = False
    """Whether people are not asked each time: a program of the facility itself."""


@dataclass(frozen=True, kw_only=True)
class Proof:
    """How somebody signed on."""

    acr: str
    """Level, as a URI of REFEDS."""
    amr: tuple[str, ...]
    """What was given, in the words of RFC 8176."""
    at: datetime
    """When the newest of it was given."""


@dataclass(frozen=True, kw_only=True)
class PassportSummary:
    """A passport, as its owner sees it."""

    code: str
    service_name: str
    scopes: tuple[str, ...]
    address: str
    """Where the sign-on came from."""
    begun_at: datetime
    used_at: datetime
    """When the service last asked for more."""


class NoticeState(StrEnum):
    """How far a service is told that a sign-on is over."""

    WAITING = "waiting"
    TOLD = "told"
    GIVEN_UP = "given_up"
    DROPPED = "dropped"


@dataclass(frozen=True, kw_only=True)
class Untold:
    """A service that was not told yet, or in the end, that a sign-on of somebody is over."""

    service_name: str
    since: datetime
    """When the sign-on ended."""
    state: NoticeState
    next_at: datetime | None
    """When it is tried next; None when it was given up."""
    fault: str
    """What went wrong the last time; empty before the first time."""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a service made of a logout token."""

    is_taken: bool
    fault: str = ""
    """What went wrong, as a sentence without its end."""


@dataclass(frozen=True, kw_only=True)
class IssuedTokens:
    """What a service was given."""

    access: str
    refresh: str = ""
