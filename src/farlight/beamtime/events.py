"""What happens to sessions. Times are ISO 8601 in UTC."""

from farlight.kernel.events import Event


class SessionScheduled(Event):
    """A proposal has got time on a beamline."""

    session: str
    proposal: str
    beamline: str
    start: str
    end: str
    access_mode: str


class SessionMoved(Event):
    """A session has another time."""

    session: str
    start: str
    end: str


class SessionStateChanged(Event):
    """A session went on to another state."""

    session: str
    old: str
    new: str


class TeamChanged(Event):
    """Somebody joined or left a session's team, or has another part in it; ``role`` is empty after leaving."""

    session: str
    person: str
    role: str


class LocalContactAssigned(Event):
    """A session has a local contact; ``person`` is empty when it has none any more."""

    session: str
    person: str


class PresenceChanged(Event):
    """Who has the session open now: names, in order of the alphabet."""

    session: str
    online: tuple[str, ...]
