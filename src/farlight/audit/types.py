"""What others see of the audit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

Detail = str | int | float | bool
ACTS_LOGGER = "farlight.acts"
"""The logger to which sealed records go, where the site has a log store."""


class AuditKind(StrEnum):
    """What was done."""

    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    SIGN_IN_FAILED = "sign_in_failed"
    FACTOR_ADDED = "factor_added"
    FACTOR_REMOVED = "factor_removed"
    FACTOR_FAILED = "factor_failed"
    STEPPED_UP = "stepped_up"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of an act
    INVITED = "invited"
    ACCOUNT_MADE = "account_made"
    ACCOUNT_LOCKED = "account_locked"
    ACCOUNT_UNLOCKED = "account_unlocked"
    ACCOUNT_LINKED = "account_linked"
    ACCOUNT_UNLINKED = "account_unlinked"
    ROLES_CHANGED = "roles_changed"
    TOKEN_ISSUED = "token_issued"  # noqa: S105 - the name of an act
    TOKEN_REVOKED = "token_revoked"  # noqa: S105 - the name of an act
    MACHINE_ACTED = "machine_acted"
    PASSPORT_ISSUED = "passport_issued"
    PASSPORT_ENDED = "passport_ended"
    PASSPORT_REFUSED = "passport_refused"
    SERVICE_TOLD = "service_told"
    SERVICE_NOT_TOLD = "service_not_told"
    KEY_ADDED = "key_added"
    KEY_REMOVED = "key_removed"
    CERTIFICATE_ISSUED = "certificate_issued"
    CERTIFICATE_REVOKED = "certificate_revoked"
    TEAM_CHANGED = "team_changed"
    LOCAL_CONTACT_ASSIGNED = "local_contact_assigned"
    SESSION_CHANGED = "session_changed"
    TRAINING_NOTED = "training_noted"
    TRAINING_WITHDRAWN = "training_withdrawn"
    ACCESS_REFUSED = "access_refused"
    CHANNEL_OPENED = "channel_opened"
    CHANNEL_CLOSED = "channel_closed"
    FILES_DOWNLOADED = "files_downloaded"
    FILES_UPLOADED = "files_uploaded"
    FILES_CHANGED = "files_changed"
    CONTROL_PASSED = "control_passed"
    CAMERAS_SWITCHED = "cameras_switched"
    RECORDING_MADE = "recording_made"
    RECORDING_READ = "recording_read"
    RECORDS_EXPORTED = "records_exported"
    PERSONAL_PARTS_ERASED = "personal_parts_erased"

    @property
    def group(self) -> "AuditGroup":
        """What the act belongs to."""
        return _GROUPS[self]

    @property
    def label(self) -> str:
        """The act, as people say it."""
        return self.value.replace("_", " ").capitalize()


class AuditGroup(StrEnum):
    """What the acts of a filter have in common."""

    SIGN_ON = "sign_on"
    ACCOUNTS = "accounts"
    RIGHTS = "rights"
    REFUSALS = "refusals"
    CHANNELS = "channels"
    FILES = "files"
    AUDIT = "audit"

    @property
    def label(self) -> str:
        """The group, as a filter names it."""
        return {"sign_on": "Sign-on"}.get(self.value, self.value.capitalize())


_K, _G = AuditKind, AuditGroup
_MEMBERS = {
    _G.SIGN_ON: (
        *(_K.SIGNED_IN, _K.SIGNED_OUT, _K.STEPPED_UP),
        *(_K.PASSPORT_ISSUED, _K.PASSPORT_ENDED, _K.SERVICE_TOLD, _K.SERVICE_NOT_TOLD),
    ),
    _G.ACCOUNTS: (
        *(_K.FACTOR_ADDED, _K.FACTOR_REMOVED, _K.PASSWORD_CHANGED, _K.INVITED, _K.ACCOUNT_MADE),
        *(_K.ACCOUNT_LOCKED, _K.ACCOUNT_UNLOCKED, _K.TOKEN_ISSUED, _K.TOKEN_REVOKED),
        *(_K.ACCOUNT_LINKED, _K.ACCOUNT_UNLINKED),
        *(_K.MACHINE_ACTED, _K.KEY_ADDED, _K.KEY_REMOVED, _K.CERTIFICATE_ISSUED, _K.CERTIFICATE_REVOKED),
    ),
    _G.RIGHTS: (
        *(_K.ROLES_CHANGED, _K.TEAM_CHANGED, _K.LOCAL_CONTACT_ASSIGNED, _K.SESSION_CHANGED),
        *(_K.TRAINING_NOTED, _K.TRAINING_WITHDRAWN),
    ),
    _G.REFUSALS: (_K.ACCESS_REFUSED, _K.SIGN_IN_FAILED, _K.FACTOR_FAILED, _K.PASSPORT_REFUSED),
    _G.CHANNELS: (
        _K.CHANNEL_OPENED,
        _K.CHANNEL_CLOSED,
        _K.CONTROL_PASSED,
        _K.CAMERAS_SWITCHED,
        _K.RECORDING_MADE,
        _K.RECORDING_READ,
    ),
    _G.FILES: (_K.FILES_DOWNLOADED, _K.FILES_UPLOADED, _K.FILES_CHANGED),
    _G.AUDIT: (_K.RECORDS_EXPORTED, _K.PERSONAL_PARTS_ERASED),
}
_GROUPS = {kind: group for group, kinds in _MEMBERS.items() for kind in kinds}


@dataclass(frozen=True, kw_only=True)
class AuditRecord:
    """One act."""

    id: int
    """Place in the list: later acts have greater ones."""
    number: int | None
    """Place in the chain; None for the moment before it is sealed."""
    at: datetime
    kind: AuditKind
    session_code: str
    """The session that it concerns; empty for none."""
    by: str
    """Login name of who did it, or tried; empty for the machinery, or when it was erased."""
    about: str
    """Whom or what it was done to."""
    address: str
    """Where it came from: an IP address, or the name of a command."""
    details: Mapping[str, Detail]
    hash: str
    """64 hexadecimal digits; empty before it is sealed."""
    erased_at: datetime | None
    """When the personal part (who, whom, from where, details) was erased; None while it is there."""


class ChainFault(StrEnum):
    """What is wrong with a record of the chain."""

    MISSING = "missing"
    """A number is not there: a record was removed."""
    CHANGED = "changed"
    """The record is not what was sealed."""
    PERSONAL_CHANGED = "personal_changed"
    """The record is what was sealed, but who, whom, from where or the details are not."""
    CUT = "cut"
    """The chain ends before the number that it once reached."""
    OTHER = "other"
    """A number that was noted outside carries another hash now: the chain was written anew."""

    @property
    def label(self) -> str:
        """The fault, as a sentence without its end."""
        return {
            "missing": "the record is missing",
            "changed": "the record is not what was sealed",
            "personal_changed": "who, whom, from where or the details are not what was sealed",
            "cut": "the chain ends here, but it once reached further",
            "other": "the record carries another hash than the one noted outside",
        }[self.value]


@dataclass(frozen=True, kw_only=True)
class ChainReport:
    """What a look along the whole chain found."""

    records: int
    """How many sealed records there are."""
    erased: int
    """How many of them have lost their personal part by policy."""
    number: int
    """The newest number."""
    hash: str
    """The newest hash: whoever notes it elsewhere can prove later that nothing before it was changed."""
    faults: tuple[tuple[int, ChainFault], ...]
    """Numbers, and what is wrong there; the first hundred."""

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults
