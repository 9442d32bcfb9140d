"""What happens to beamlines."""

from farlight.kernel.events import Event


class BeamlineDefined(Event):
    """The facility file brought a beamline, or changed it."""

    beamline: str
    name: str
