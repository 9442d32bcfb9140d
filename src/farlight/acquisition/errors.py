"""What can go wrong in acquisition, beyond the errors of the house."""

from farlight.kernel.errors import Conflict


class WrongState(Conflict):
    """A request is in a state in which this cannot be done to it."""


class EngineTaken(Conflict):
    """Another engine runs this beamline."""
