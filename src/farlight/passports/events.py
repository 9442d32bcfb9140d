"""What happens to passports."""

from farlight.kernel.events import Event


class PassportIssued(Event):
    """Somebody signed on to a service through Farlight."""

    person: str
    service: str


class PassportEnded(Event):
    """A service has nothing any more of what somebody's sign-on gave it."""

    person: str
    service: str
    why: str


class ServiceTold(Event):
    """A service took note that a sign-on of somebody is over."""

    person: str
    service: str


class ServiceNotTold(Event):
    """A service could not be told that a sign-on of somebody is over, and is not told any more."""

    person: str
    service: str
    why: str


class ServicesDefined(Event):
    """The facility says which services people sign on to through Farlight."""

    services: tuple[str, ...]
