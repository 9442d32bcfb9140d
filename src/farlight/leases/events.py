"""What happens to channels."""

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
