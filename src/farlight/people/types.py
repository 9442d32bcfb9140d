"""What other contexts see of people."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Role(StrEnum):
    """What a person is for the facility; users have none of these."""

    BEAMLINE_SCIENTIST = "beamline_scientist"
    LOCAL_CONTACT = "local_contact"
    STORES = "stores"
    SAFETY = "safety"
    USER_OFFICE = "user_office"
    DATA_MANAGER = "data_manager"
    OPERATOR = "operator"
    SECURITY_OFFICER = "security_officer"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        """The role, as people say it."""
        return self.value.replace("_", " ")


class Actor(Protocol):
    """Whoever does or asks something. The user of a web request is one."""

    @property
    def pk(self) -> int:
        """Key of the person's row."""

    @property
    def username(self) -> str:
        """Login name."""

    @property
    def full_name(self) -> str:
        """Name, as people say it."""

    @property
    def is_active(self) -> bool:
        """False while the account is locked."""


@dataclass(frozen=True, kw_only=True)
class PersonSummary:
    """A person, as others see them."""

    id: int
    username: str
    full_name: str
    institute: str
    country: str


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """A person, as a mail needs to know."""

    id: int
    username: str
    full_name: str
    email: str
    time_zone: str
    """IANA name; empty while it is not known."""


@dataclass(frozen=True, kw_only=True)
class RoleGrantSummary:
    """A role, and where it holds: at one beamline, or everywhere when ``beamline`` is empty."""

    role: Role
    beamline: str


@dataclass(frozen=True, kw_only=True)
class Credential:
    """What a request came with: a token, or a browser's login. An open channel asks again and again if it counts."""

    token: str = ""
    """Digest of the token's key; empty when the request came by a login."""
    login: str = ""
    """Key of the browser's session; empty when the request came by a token."""


class TokenState(StrEnum):
    """Whether a token counts."""

    ACTIVE = "active"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, kw_only=True)
class TokenSummary:
    """A token; its key is known to nobody but its owner."""

    code: str
    label: str
    state: TokenState
    issued_at: datetime
    expires_at: datetime
    used_at: datetime | None
    """When it last opened something, to the minute; None when it never did."""


@dataclass(frozen=True, kw_only=True)
class AccountSummary:
    """A person's account, as those see it who look after accounts."""

    username: str
    full_name: str
    email: str
    institute: str
    roles: tuple[RoleGrantSummary, ...]
    is_locked: bool
    locked_at: datetime | None
    locked_by: str
    lock_reason: str
    last_login: datetime | None
    joined_at: datetime
