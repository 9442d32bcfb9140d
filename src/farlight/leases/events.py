"""What happens to channels."""

from datetime import datetime

from farlight.kernel.events import Event


class ChannelOpened(Event):
    """Somebody opened a way into the session."""

    session: str
    channel: str
    what: str
    """The kind of channel."""
    person: str


class ChannelClosed(Event):
    """A way into the session is open no more."""

    session: str
    channel: str
    what: str
    """The kind of channel."""
    person: str
    ending: str
    """Why: a value of ``Ending``."""


class SshKeyAdded(Event):
    """Somebody may enter by SSH with another key."""

    person: str
    label: str
    fingerprint: str


class SshKeyRemoved(Event):
    """An SSH key counts no more; what it had opened closes."""

    person: str
    label: str
    fingerprint: str


class CertificateIssued(Event):
    """An SSH key of somebody opens the gateway without a code, for some hours."""

    person: str
    serial: str
    fingerprint: str
    until: datetime


class CertificateRevoked(Event):
    """A certificate counts no more; what it had opened closes."""

    person: str
    serial: str
