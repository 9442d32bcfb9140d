"""What happens to people."""

from farlight.kernel.events import Event


class PersonRegistered(Event):
    """Somebody got an account."""

    person: str


class InstituteRegistered(Event):
    """An institute was entered, or what is written down about it changed."""

    name: str
    country: str


class PersonCorrected(Event):
    """What is written down about a person changed."""

    person: str
    fields: tuple[str, ...]
    """Which columns changed; their values are nobody's business but the person's."""


class PersonLocked(Event):
    """An account was locked: every channel of the person closes."""

    person: str
    reason: str


class PersonUnlocked(Event):
    """A locked account was opened again."""

    person: str


class RolesChanged(Event):
    """A person's roles changed; each is ``role`` or ``role@beamline``."""

    person: str
    roles: tuple[str, ...]


class TokenIssued(Event):
    """A program may act for a person from now on."""

    person: str
    label: str


class TokenRevoked(Event):
    """A token does not count any more."""

    person: str
    label: str
