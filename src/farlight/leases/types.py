"""What others see of leases and channels."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from farlight.beamtime.types import Action
from farlight.kernel.errors import Objection


class ChannelKind(StrEnum):
    """A way into a session that stays open for a while."""

    DESKTOP = "desktop"
    CONTROL = "control"
    SSH = "ssh"
    SFTP = "sftp"
    WEBCAM = "webcam"
    NOTEBOOK = "notebook"
    DOWNLOADS = "downloads"

    @property
    def action(self) -> Action:
        """What a person must be allowed to do in the session to open it."""
        return _ACTIONS[self]

    @property
    def label(self) -> str:
        """The channel, as people say it."""
        return _LABELS[self]

    def door(self, session: str) -> tuple[str, str]:
        """Where somebody goes to open it: the page's name, and its path."""
        name, path = _DOORS[self]
        return name, path.replace("{}", session)


_ACTIONS = {
    ChannelKind.DESKTOP: Action.WATCH,
    ChannelKind.CONTROL: Action.CONTROL,
    ChannelKind.SSH: Action.CONTROL,
    ChannelKind.SFTP: Action.READ_FILES,
    ChannelKind.WEBCAM: Action.WATCH,
    ChannelKind.NOTEBOOK: Action.PROCESS,
    ChannelKind.DOWNLOADS: Action.READ_FILES,
}
_LABELS = {
    ChannelKind.DESKTOP: "Remote desktop",
    ChannelKind.CONTROL: "Remote control",
    ChannelKind.SSH: "SSH",
    ChannelKind.SFTP: "SFTP",
    ChannelKind.WEBCAM: "Webcams",
    ChannelKind.NOTEBOOK: "Notebook",
    ChannelKind.DOWNLOADS: "Downloads",
}
_DOORS = {
    ChannelKind.DESKTOP: ("Desktops", "/sessions/{}/desktops/"),
    ChannelKind.CONTROL: ("Queue", "/sessions/{}/queue/"),
    ChannelKind.SSH: ("Keys", "/account/keys/"),
    ChannelKind.SFTP: ("How", "/sessions/{}/take/"),
    ChannelKind.WEBCAM: ("Cameras", "/sessions/{}/cameras/"),
    ChannelKind.NOTEBOOK: ("Notebook", "/sessions/{}/notebook/"),
    ChannelKind.DOWNLOADS: ("Files", "/sessions/{}/files/"),
}


class Ending(StrEnum):
    """Why a channel is open no more."""

    LEFT = "left"
    """The person closed it, or their line broke."""
    CLOSED = "closed"
    """Somebody pressed close."""
    RIGHTS = "rights"
    """The person may not do it any more."""
    TIME = "time"
    """The session's time is over, or that of what it needed: a training, a role."""
    LOCKED = "locked"
    """The account was locked."""
    SIGNED_OUT = "signed_out"
    """The login, token or key that it was opened with counts no more."""
    UNSEEN = "unseen"
    """The database did not answer for too long: whether it may stay open could not be asked."""
    LOST = "lost"
    """The process that held it died."""

    @property
    def label(self) -> str:
        """The reason, as a sentence."""
        return {
            "left": "It was left.",
            "closed": "It was closed by somebody else.",
            "rights": "The right to it ended.",
            "time": "The time is over that it was open for.",
            "locked": "The account was locked.",
            "signed_out": "What it was opened with counts no more.",
            "unseen": "Whether it may stay open could not be asked.",
            "lost": "The process that held it died.",
        }[self.value]


@dataclass(frozen=True, kw_only=True)
class ChannelLease:
    """Whether a person may open one kind of channel."""

    kind: ChannelKind
    allowed: bool
    until: datetime | None
    """When an allowance ends by itself; None when no clock ends it."""
    reasons: tuple[Objection, ...]
    """Everything that stands in the way; empty when it is allowed."""


@dataclass(frozen=True, kw_only=True)
class Lease:
    """What a person may open in a session."""

    session: str
    person: str
    """Login name."""
    rights: int
    """The session's rights number that this was decided at."""
    channels: Mapping[ChannelKind, ChannelLease]

    @property
    def reasons(self) -> tuple[Objection, ...]:
        """All that stands in the way of anything, each once."""
        return tuple(dict.fromkeys(reason for one in self.channels.values() for reason in one.reasons))


@dataclass(frozen=True, kw_only=True)
class Channel:
    """Something that is open, or was."""

    code: str
    session: str
    kind: ChannelKind
    person_id: int
    username: str
    full_name: str
    address: str
    opened_at: datetime
    closed_at: datetime | None = None
    ending: Ending | None = None


@dataclass(frozen=True, kw_only=True)
class CertificateSummary:
    """A certificate of an SSH key, as its owner sees it."""

    code: str
    serial: str
    """Decimal digits: more than JavaScript's numbers hold."""
    fingerprint: str
    """Of the key."""
    address: str
    """The one address that it counts from; empty for any."""
    session: str
    """Code of the one session that it opens; empty for the files of all."""
    issued_at: datetime
    valid_until: datetime
    used_at: datetime | None
    counts: bool
    factor_at: datetime | None = None
    """When the second factor was given that it stands for; None for an account without one."""


@dataclass(frozen=True, kw_only=True)
class KeySummary:
    """An SSH key, as its owner sees it."""

    code: str
    label: str
    kind: str
    fingerprint: str
    added_at: datetime
    used_at: datetime | None
