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

    @property
    def came_with(self) -> "Credential | None":
        """What the person showed at the door, as long as they are here; None when they did not come: a job, a watch."""


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
    """Key of the browser's session; empty when the request came by a token, or by SSH."""
    is_ssh: bool = False
    """Whether it is a connection by SSH, which proves everything when it begins."""
    factor_at: datetime | None = None
    """By SSH: when the second factor was given that it came in with; None when there was none."""
    certified_for: str | None = None
    """By a certificate: code of the one session that it opens, empty for the files of all; None without one."""
    certified_until: datetime | None = None
    """By a certificate: when it ends; what is open then goes on, and nothing more is opened."""


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
        said = {"remote_control": "remote control", "ssh": "access by SSH", "desktop": "a remote desktop"}
        return (said | {"others_data": "data of others", "accounts": "work on others' accounts"})[self.value]


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
    TRAININGS = "trainings"
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
            "trainings": "see and write down everybody's trainings, for the safety group",
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
    roles_claimed_at: tuple[str, ...]
    """Codes of the providers whose claims gave some of these roles, and take them; empty when people gave all."""
    is_locked: bool
    locked_at: datetime | None
    locked_by: str
    lock_reason: str
    last_login: datetime | None
    joined_at: datetime


@dataclass(frozen=True, kw_only=True)
class ClaimedRole:
    """A role that a provider of identities gives by what it says of somebody."""

    claim: str
    """Where it stands: names with dots between them, ``realm_access.roles``."""
    value: str
    """Text that has to stand there, alone or in a list; ``{beamline}`` in it is the code of a beamline."""
    role: Role
    beamline: str = ""
    """Code of a beamline, ``{beamline}`` for the one in the text; empty when the role holds everywhere."""


@dataclass(frozen=True, kw_only=True)
class ClaimedInstitute:
    """An institute that a provider of identities names in its own way."""

    claim: str
    """Where it stands: names with dots between them."""
    value: str
    """Text that has to stand there, alone or in a list."""
    institute: str
    """Name of the institute here."""


@dataclass(frozen=True, kw_only=True)
class ProviderDefinition:
    """Somewhere else where people sign on, and how far it is believed (OpenID Connect)."""

    code: str
    """Stands in addresses."""
    name: str
    """As people say it; stands on buttons."""
    issuer: str
    """What the provider calls itself; its configuration lies at ``/.well-known/openid-configuration`` below."""
    client_id: str
    secret_env: str = ""
    """Name of the environment variable with the client's secret."""
    secret_file: str = ""
    """File with the client's secret; neither of both for a client without one."""
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    second_factor: tuple[str, ...] = ()
    """Values of ``acr`` that mean that a second factor was given there; all others mean that none was."""
    max_age_s: int = 43_200
    """How long ago somebody may have signed on there."""
    makes_accounts: bool = False
    """Whether whoever comes from there and has no account gets one."""
    believes_addresses: bool = False
    """Whether an e-mail address that the provider calls verified says whose account it is."""
    gives_administrator: bool = False
    """Whether what the provider says may make somebody an administrator at all."""
    roles: tuple[ClaimedRole, ...] = ()
    roles_last_s: int = 604_800
    """How long they hold without signing on there again."""
    institutes: tuple[ClaimedInstitute, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ProviderSummary:
    """Somewhere else where people sign on, as a button shows it."""

    code: str
    name: str
    gives_factor: bool
    """Whether it can ask for a second factor that counts here."""


@dataclass(frozen=True, kw_only=True)
class LinkSummary:
    """An account elsewhere that opens an account here."""

    code: str
    provider: str
    """Code of the provider."""
    provider_name: str
    label: str
    """Whom the provider says it is: address or name there."""
    linked_at: datetime
    used_at: datetime | None
    factor_at: datetime | None
    """When somebody last gave a second factor there; None for never."""
