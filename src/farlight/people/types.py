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
    MACHINE = "machine"
    """A program of a beamline: given with its key, never to people."""

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


class StepUpAction(StrEnum):
    """What may ask for a second factor that was given just now; which of them do, the facility says."""

    REMOTE_CONTROL = "remote_control"
    """Driving an instrument from afar: the control desktop, the baton."""
    SSH = "ssh"
    """Minting a certificate, entering by SSH or SFTP."""
    DESKTOP = "desktop"
    """Entering a remote desktop."""
    OTHERS_DATA = "others_data"
    """Data of sessions that one has no part in."""
    ACCOUNTS = "accounts"
    """Locking, opening and making accounts of others."""

    @property
    def label(self) -> str:
        """What it is, as people say it."""
        return {
            "remote_control": "remote control",
            "ssh": "access by SSH",
            "desktop": "a remote desktop",
            "others_data": "data of others",
            "accounts": "work on others' accounts",
        }[self.value]


@dataclass(frozen=True, kw_only=True)
class SecurityPolicy:
    """What the facility asks of people who come in."""

    roles: frozenset[Role] = frozenset()
    """Roles that must have a second factor; users have no role, and are asked for it where an action asks."""
    step_up: frozenset[StepUpAction] = frozenset()
    """What asks for a second factor that was given within the last 15 minutes."""
    longest_token_days: int = 365
    """For how long a token may be made to count."""


class FactorKind(StrEnum):
    """What proves, beside the password, that somebody is who they say."""

    ONE_TIME_CODES = "one_time_codes"
    PASSKEY = "passkey"
    RECOVERY_CODE = "recovery_code"

    @property
    def label(self) -> str:
        """The factor, as people say it."""
        return {"one_time_codes": "code of an app", "passkey": "passkey", "recovery_code": "recovery code"}[self.value]


@dataclass(frozen=True, kw_only=True)
class PasskeySummary:
    """A passkey, as its owner sees it."""

    code: str
    name: str
    is_verified: bool
    """Whether the device asks for a finger, a face or a PIN."""
    made_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Factors:
    """The second factors of a person."""

    one_time_codes_since: datetime | None = None
    """Since when an app shows codes; None when there is none."""
    one_time_code_used_at: datetime | None = None
    passkeys: tuple[PasskeySummary, ...] = ()
    recovery_codes_left: int = 0
    recovery_codes_made_at: datetime | None = None

    @property
    def has_one_time_codes(self) -> bool:
        """Whether an app shows codes; the only factor that SSH can ask for by itself."""
        return self.one_time_codes_since is not None

    @property
    def has_any(self) -> bool:
        """Whether there is a second factor; recovery codes alone are none."""
        return self.has_one_time_codes or bool(self.passkeys)


@dataclass(frozen=True, kw_only=True)
class FactorStanding:
    """Whether somebody has a second factor, and must have one."""

    person_id: int
    has_factor: bool
    is_demanded: bool


@dataclass(frozen=True, kw_only=True)
class SignInSummary:
    """A browser in which somebody is signed in."""

    code: str
    device: str
    """Browser and system, as people say them."""
    way: str
    address: str
    begun_at: datetime
    seen_at: datetime
    is_here: bool
    """Whether it is the browser that asks."""


@dataclass(frozen=True, kw_only=True)
class InvitationSummary:
    """An invitation, as the mail needs it."""

    person_id: int
    username: str
    by_name: str
    joins: str
    """What the person joins, in words; empty when it is only the account."""
    expires_at: datetime
    link: str
    """Path on which the password is chosen: whoever has it takes the account."""


class TokenScope(StrEnum):
    """What a token opens; it never opens what its owner may not do."""

    READ = "read"
    FILES = "files"
    SAMPLES = "samples"
    PARCELS = "parcels"
    COLLECT = "collect"
    PROCESS = "process"
    NOTES = "notes"
    CAMERAS = "cameras"
    CONTROL = "control"
    ACCOUNT = "account"

    @property
    def words(self) -> str:
        """What a program may do with it, as people say it."""
        return {
            "read": "see sessions, samples, parcels, runs, results, images and events",
            "files": "download files",
            "samples": "declare and change samples, containers and sheets",
            "parcels": "prepare parcels and write down where they are",
            "collect": "queue, move and cancel data collections",
            "process": "start and cancel data processing",
            "notes": "write and change notes",
            "cameras": "look through cameras, and on at desktops",
            "control": "give a beamline commands, use its desktops, close channels, switch cameras",
            "account": "read your mails and choose when they come",
        }[self.value]


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
    scopes: tuple[TokenScope, ...]
    state: TokenState
    issued_at: datetime
    expires_at: datetime
    is_ending: bool
    """Whether it counts, but not for much longer."""
    used_at: datetime | None
    """When it last opened something, to the minute; None when it never did."""
    used_from: str
    """Address that it was last used from; empty when it never was."""


@dataclass(frozen=True, kw_only=True)
class TokenNeeds:
    """What an operation of the interface asks of a token."""

    operation: str
    scope: TokenScope
    is_for_machines: bool = False
    """Whether the machine of a beamline does such a thing."""


@dataclass(frozen=True, kw_only=True)
class MachineSummary:
    """A program of a beamline, with the keys that it comes in with."""

    login: str
    name: str
    beamline: str
    is_locked: bool
    tokens: tuple[TokenSummary, ...]


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
