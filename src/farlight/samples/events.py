"""What happens to samples."""

from farlight.kernel.events import Event


class SubstanceRegistered(Event):
    """A proposal brings another substance."""

    proposal: str
    acronym: str
    hazard: str


class SampleRegistered(Event):
    """There is a new sample."""

    proposal: str
    sample: str
    name: str
    acronym: str


class ContainerRegistered(Event):
    """There is a new container."""

    proposal: str
    container: str
    container_kind: str


class SamplePlaced(Event):
    """A sample lies in a position of a container from now on."""

    proposal: str
    sample: str
    container: str
    position: int
