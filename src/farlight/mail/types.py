"""What other contexts see of mails."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Pace(StrEnum):
    """How often somebody wants mails."""

    AT_ONCE = "at_once"
    """Each mail when it is written."""
    DAILY = "daily"
    """One mail each morning; what needs the person comes at once."""
    NEEDED = "needed"
    """Only what needs the person."""

    @property
    def label(self) -> str:
        """The pace, as people say it."""
        return {"at_once": "At once", "daily": "Once a day", "needed": "Only what needs me"}[self.value]


class MailState(StrEnum):
    """Where a mail is on its way."""

    WAITING = "waiting"
    """For the mail server."""
    GATHERING = "gathering"
    """For the day's digest."""
    KEPT = "kept"
    """There is no mail server; the mail is read in Farlight."""
    SENT = "sent"
    """The mail server has taken it."""
    GATHERED = "gathered"
    """It went out in a digest."""
    UNWANTED = "unwanted"
    """The person wants only mails that need them."""
    UNDELIVERABLE = "undeliverable"
    """The mail server refused it for good, or did not take it for days."""
    DROPPED = "dropped"
    """The account is locked."""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What there is to say, to anybody it concerns."""

    cause: str
    """What it is about, once: a second letter of the same cause to the same person is not written."""
    template: str
    """Name of its texts: ``parcel_received``."""
    facts: Mapping[str, object] = field(default_factory=dict)
    """What the texts name. Moments are shown in the zone of the person."""
    link: str = ""
    """Path of the page where the person goes on; empty when there is none."""
    link_word: str = "Open it"
    """What the link does, in two or three words."""
    thread: str = ""
    """What keeps mails together in a mail program, such as the code of a parcel."""
    needs_person: bool = False
    """Whether something waits for the person: such a mail waits for no digest."""


@dataclass(frozen=True, kw_only=True)
class MailSummary:
    """A mail, as those see it who may."""

    code: str
    person_name: str
    address: str
    """Where it went; while it was not sent, where it would go."""
    subject: str
    template: str
    state: MailState
    needs_person: bool
    written_at: datetime
    due_at: datetime | None
    """When it is tried next, or goes into a digest; None when nothing more is planned."""
    sent_at: datetime | None
    attempts: int
    reason: str
    """What the mail server said last; empty while it refused nothing."""


@dataclass(frozen=True, kw_only=True)
class MailText:
    """What a mail says, in both of its forms."""

    summary: MailSummary
    text: str
    html: str


@dataclass(frozen=True, kw_only=True)
class MailPreview:
    """What a letter would say."""

    subject: str
    text: str
    unknown: tuple[str, ...]
    """Names in the texts that there is no fact of; they would be left out."""
